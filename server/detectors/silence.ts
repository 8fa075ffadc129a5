import { defineDetector } from '../core/finding/finding.ts';
import { causeOf, silenceOf } from '../core/series/silence.ts';
import { quantile } from '../core/statistics/negative-binomial.ts';
import { MINUTE } from '../core/time.ts';

/** Less than once in a million by chance, as the baseline itself reads silence. */
const MIN_SCORE = 6;

/**
 * The talk stops where chance can not explain it: an outage of a platform, posts taken away, or our own
 * feeds out of order, which is said and never blamed on the public. An observation for analysts: it lifts no
 * risk and rings at the lowest level at most.
 */
export default defineDetector({
  name: 'silence',
  lookback: 28 * 24,
  tests: 1,
  detect(series, now) {
    const silence = silenceOf(series, now);
    if (silence === null || silence.score < MIN_SCORE) return [];
    const { since, expected, dispersion, days, score } = silence;
    const { active, healthy } = series.feeds;
    return [
      {
        key: 'silence',
        windowMinutes: Math.max(1, Math.round((now - since) / MINUTE)),
        observed: 0,
        expected,
        usualHigh: quantile(0.975, expected, dispersion),
        score: Math.min(300, score),
        baseline: { kind: 'hour-of-week', days, dispersion },
        facts: {
          measure: 'silence',
          since,
          usualLow: quantile(0.025, expected, dispersion),
          cause: causeOf(series.feeds, since),
          feeds: active,
          healthyFeeds: healthy,
        },
        examples: [],
      },
    ];
  },
});
