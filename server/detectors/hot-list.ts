import { defineDetector, ruleFinding } from '../core/finding/finding.ts';
import { rankPath } from '../core/story/rank-path.ts';
import { MINUTE } from '../core/time.ts';

/**
 * A watched subject stands on a public hot list: read by millions within the hour, whatever the tone. Says
 * whether it has just come, climbs, falls or stands.
 */
export default defineDetector({
  name: 'hot-list',
  lookback: 48,
  detect(series, now) {
    if (series.hotRank === null) return [];
    const claim = series.claims.find((c) => c.fact === 'hot');
    const path = rankPath(series.ranks, now);
    return [
      ruleFinding({
        key: 'hot-list',
        windowMinutes: 24 * 60,
        observed: series.hotRank,
        facts: {
          rank: series.hotRank,
          reach: series.reach24h,
          ...(path && {
            move: path.move,
            current: path.rank,
            from: path.from,
            enteredAt: path.enteredAt,
            minutes: Math.max(1, Math.round((now - path.fromAt) / MINUTE)),
          }),
        },
        examples: [...new Set([...(path ? [path.postId] : []), ...(claim?.examples ?? [])])].slice(0, 5),
      }),
    ];
  },
});
