import { type Burst, burstsOf } from '../core/burst.ts';
import { defineDetector, type Finding } from '../core/finding.ts';
import type { Series } from '../core/series.ts';
import type { Instant } from '../core/time.ts';

/** Once in about 3,000 windows by chance: two findings a month, less the windows that overlap. */
const LEAST_SCORE = 3.5;
/** Fewer is never a peak, however quiet the watch usually is. */
const LEAST_OBSERVED = 5;

/**
 * More than usual for this hour of the week: total volume of 1 h and 6 h, negative volume of 1 h, by the
 * upper tail of the negative binomial.
 */
export default defineDetector({
  name: 'nb-tail',
  lookback: 28 * 24,
  detect(series, now) {
    const bursts = burstsOf(series, now) ?? [];
    return bursts
      .filter((burst) => burst.score >= LEAST_SCORE && burst.observed >= LEAST_OBSERVED)
      .map((burst) => toFinding(burst, series, now));
  },
});

function toFinding(burst: Burst, series: Series, now: Instant): Finding {
  const { recent } = burst;
  return {
    detector: 'nb-tail',
    watchId: series.watchId,
    key: burst.key,
    at: now,
    windowMinutes: recent.minutes,
    observed: burst.observed,
    expected: burst.expected,
    usualHigh: burst.usualHigh,
    score: burst.score,
    baseline: { kind: 'hour-of-week', days: burst.days, dispersion: burst.dispersion },
    facts: {
      measure: burst.measure,
      total: recent.total,
      negative: recent.negative,
      copies: recent.copies,
      authors: recent.authors,
      times: burst.observed / Math.max(burst.expected, 0.1),
    },
    examples: series.examples.slice(0, 5),
  };
}
