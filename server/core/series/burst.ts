import { quantile, upperTailScore } from '../statistics/negative-binomial.ts';
import { type Instant, MINUTE } from '../time.ts';
import { type Baseline, baselineOf, type ColdStart, expectedIn, type Measure } from './baseline.ts';
import type { Recent, Series } from './series.ts';

/** One window held against what is usual for it. */
export interface Burst {
  /** `volume-1h`, `volume-6h`, `negative-1h`: stable between runs. */
  readonly key: string;
  readonly measure: Measure;
  readonly recent: Recent;
  readonly observed: number;
  readonly expected: number;
  readonly usualHigh: number;
  /** −log10 P(at least this many), 0..300. */
  readonly score: number;
  readonly days: number;
  readonly dispersion: number;
}

/**
 * Judges total volume of the last 1 h and 6 h and negative volume of the last 1 h by the upper tail of
 * the negative binomial around the baseline. Null in cold start.
 */
export function burstsOf(series: Series, now: Instant): readonly Burst[] | null {
  const total = baselineOf(series, 'total', now);
  const negative = baselineOf(series, 'negative', now);
  if (isCold(total) || isCold(negative)) return null;
  return [
    judge('volume-1h', 'total', series.lastHour, total, now),
    judge('volume-6h', 'total', series.lastSixHours, total, now),
    judge('negative-1h', 'negative', series.lastHour, negative, now),
  ];
}

function judge(key: string, measure: Measure, recent: Recent, baseline: Baseline, now: Instant): Burst {
  const observed = recent[measure];
  const { mean, dispersion } = expectedIn(baseline, now - recent.minutes * MINUTE, now);
  return {
    key,
    measure,
    recent,
    observed,
    expected: mean,
    usualHigh: quantile(0.975, mean, dispersion),
    score: upperTailScore(observed, mean, dispersion),
    days: baseline.days,
    dispersion,
  };
}

function isCold(baseline: Baseline | ColdStart): baseline is ColdStart {
  return baseline.kind === 'cold-start';
}
