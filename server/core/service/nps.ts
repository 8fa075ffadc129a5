import type { Difference } from '../statistics/mean-interval.ts';
import { netSentiment } from '../statistics/net-sentiment.ts';

/** Promoters gave 9 or 10, detractors 0 to 6. Value and interval from −100 to 100. */
export interface Nps {
  readonly n: number;
  readonly promoters: number;
  readonly passives: number;
  readonly detractors: number;
  readonly value: number;
  readonly lo: number;
  readonly hi: number;
}

const FIRST_PASSIVE = 7;
const FIRST_PROMOTER = 9;
/** Of the normal distribution, for 95 %. */
const Z = 1.96;

/**
 * Net promoter score, 100 · (p − d), with its 95 % interval by the variance of the difference of two shares of one
 * multinomial, (p + d − (p − d)²) / n: 50 promoters, 20 passives and 30 detractors are 20 ± 17.1. Where all answer alike
 * that variance is none, although nothing is that sure: there the interval is that of `netSentiment`.
 * Source: F. F. Reichheld, Harvard Business Review 81 (12) (2003) 46–54; B. Rocks, The American Statistician 70 (4)
 * (2016) 365–372.
 * @param counts how many gave 0, 1 … 10
 */
export function npsOf(counts: readonly number[] | null): Nps | null {
  const n = sum(counts ?? []);
  if (counts === null || n === 0) return null;
  const detractors = sum(counts.slice(0, FIRST_PASSIVE));
  const promoters = sum(counts.slice(FIRST_PROMOTER));
  const value = (promoters - detractors) / n;
  const half = Z * Math.sqrt(varianceOf({ n, promoters, detractors }));
  const told = half > 0 ? { lo: value - half, hi: value + half } : netSentiment(promoters, detractors, n);
  return {
    n,
    promoters,
    passives: n - promoters - detractors,
    detractors,
    value: 100 * value,
    lo: 100 * Math.max(-1, told.lo),
    hi: 100 * Math.min(1, told.hi),
  };
}

/** Variance of p − d, in parts of one. */
function varianceOf({ n, promoters, detractors }: Pick<Nps, 'n' | 'promoters' | 'detractors'>): number {
  const [p, d] = [promoters / n, detractors / n];
  return Math.max(0, p + d - (p - d) ** 2) / n;
}

/**
 * One score less another of other people, with its 95 % interval. Where all of one survey answered alike, each end takes
 * what the intervals of both leave open, as `shareDifference` does.
 */
export function npsDifference(now: Nps | null, before: Nps | null): Difference | null {
  if (now === null || before === null) return null;
  const value = now.value - before.value;
  return {
    value,
    lo: value - Math.hypot(now.value - now.lo, before.hi - before.value),
    hi: value + Math.hypot(now.hi - now.value, before.value - before.lo),
  };
}

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);
