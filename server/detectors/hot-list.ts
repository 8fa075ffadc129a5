import { defineDetector } from '../core/finding.ts';

/** A watched subject stands on a public hot list: read by millions within the hour, whatever the tone. */
export default defineDetector({
  name: 'hot-list',
  lookback: 24,
  detect(series, now) {
    if (series.hotRank === null) return [];
    const claim = series.claims.find((c) => c.fact === 'hot');
    return [
      {
        detector: 'hot-list',
        watchId: series.watchId,
        key: 'hot-list',
        at: now,
        windowMinutes: 24 * 60,
        observed: series.hotRank,
        expected: null,
        usualHigh: null,
        score: 0,
        baseline: { kind: 'rule' },
        facts: { rank: series.hotRank, reach: series.reach24h },
        examples: claim?.examples.slice(0, 5) ?? [],
      },
    ];
  },
});
