import { quantile } from '../statistics/negative-binomial.ts';
import type { Instant } from '../time.ts';
import { type Baseline, type ColdStart, expectedIn } from './baseline/baseline.ts';

/** The usual value of one chart point and the range it stays in 95 % of the time. */
export interface BandPoint {
  readonly from: Instant;
  readonly expected: number;
  /** The 2.5 % and 97.5 % quantiles. */
  readonly low: number;
  readonly high: number;
}

/**
 * The expected band of a chart: one point per window [from, to). Null in cold start: a chart without a
 * band is honest, a band out of nothing is not.
 */
export function expectedBand(
  baseline: Baseline | ColdStart,
  windows: readonly { readonly from: Instant; readonly to: Instant }[],
): readonly BandPoint[] | null {
  if (baseline.kind === 'cold-start') return null;
  return windows.map(({ from, to }) => {
    const { mean, dispersion } = expectedIn(baseline, from, to);
    return {
      from,
      expected: mean,
      low: quantile(0.025, mean, dispersion),
      high: quantile(0.975, mean, dispersion),
    };
  });
}
