import { defineDetector } from '../core/finding/finding.ts';
import { isColdStart } from '../core/series/baseline/baseline.ts';
import { mixChange } from '../core/series/usual/mix.ts';
import { wilson } from '../core/statistics/wilson.ts';

const MIN_SCORE = 3.5;
/** Mentions of six hours and of the history from which shares can be told apart. */
const MIN_POSTS = 30;
const MIN_HISTORY_MENTIONS = 100;
/** Bits of Jensen–Shannon divergence below which people would not see a difference. */
const MIN_DIVERGENCE = 0.05;
/** The platform that took over has a fifth more of the talk than usual, for sure, and at least two fifths. */
const MIN_SHARE_GAIN = 0.2;
const MIN_SHARE = 0.4;

/**
 * The talk has moved: the platforms of the last six hours are not the watch's usual ones, and one of them
 * took over. An observation: where a story comes from or has jumped to; by itself it is no trouble.
 */
export default defineDetector({
  name: 'source-mix',
  lookback: 28 * 24,
  tests: 1,
  detect(series, now) {
    if (isColdStart(series) || series.lastSixHours.total < MIN_POSTS) return [];
    const change = mixChange(series, now);
    if (change === null || change.history < MIN_HISTORY_MENTIONS || change.total < MIN_POSTS) return [];
    const { platform, count, total, usualShare, score, divergence } = change;
    const share = wilson(count, total);
    if (score < MIN_SCORE || divergence < MIN_DIVERGENCE) return [];
    if (share.lo < usualShare + MIN_SHARE_GAIN || count / total < MIN_SHARE) return [];
    return [
      {
        key: `source-mix ${platform}`,
        windowMinutes: series.lastSixHours.minutes,
        observed: count,
        expected: usualShare * total,
        usualHigh: Math.ceil(wilson(usualShare * total, total).hi * total),
        score: Math.min(300, score),
        baseline: { kind: 'own-history', days: change.days, dispersion: change.inflation },
        facts: {
          measure: 'platform',
          platform,
          total,
          share: count / total,
          shareLow: share.lo,
          shareHigh: share.hi,
          usualShare,
          divergence,
        },
        examples: series.examples.slice(0, 5),
      },
    ];
  },
});
