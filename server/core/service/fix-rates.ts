import { studentT } from '../statistics/student-t.ts';

/** Complaints of each of some whole weeks. */
export type WeekNumbers = readonly number[];

/** How many times as many a week as before: the logarithm of the ratio, and its variance. */
export interface RateChange {
  readonly log: number;
  readonly variance: number;
  readonly freedom: number;
}

const sum = (weeks: WeekNumbers): number => weeks.reduce((total, each) => total + each, 0);

/**
 * How much weekly counts differ beyond those of Poisson: φ = Σ (c − c̄)²/c̄ / Σ (weeks − 1), never less than 1. Source:
 * P. McCullagh, J. A. Nelder, Generalized Linear Models, 2nd ed. (1989), §6.2.
 */
function dispersionOf(sets: readonly WeekNumbers[]): { readonly phi: number; readonly freedom: number } {
  let [squares, freedom] = [0, 0];
  for (const weeks of sets) {
    const mean = sum(weeks) / weeks.length;
    if (mean > 0) squares += weeks.reduce((total, each) => total + (each - mean) ** 2, 0) / mean;
    freedom += Math.max(0, weeks.length - 1);
  }
  return { phi: freedom > 0 ? Math.max(1, squares / freedom) : 1, freedom: Math.max(1, freedom) };
}

/**
 * The rate after beside that before, with half a complaint added to both: none in four weeks is no certain zero. The
 * variance of the logarithm is φ · (1/c₁ + 1/c₀).
 * @param past all weeks known of before, which tell how much weeks differ
 */
export function rateChange(before: WeekNumbers, after: WeekNumbers, past: WeekNumbers): RateChange {
  const { phi, freedom } = dispersionOf([past, after]);
  const [old, now] = [sum(before) + 0.5, sum(after) + 0.5];
  const log = Math.log(now / after.length) - Math.log(old / before.length);
  return { log, variance: phi * (1 / now + 1 / old), freedom };
}

/** Which way something changed for sure; 0 where chance could explain it. */
export type Sign = -1 | 0 | 1;

export const signOf = ({ lo, hi }: { readonly lo: number; readonly hi: number }): Sign =>
  lo > 0 ? 1 : hi < 0 ? -1 : 0;

/** Of complaints whose share has told the direction: each side of it has a chance of 5 %, where others have half of it. */
export const ONE_SIDED = 0.1;

export function signOfRate({ log, variance, freedom }: RateChange, outside?: number): Sign {
  const reach = studentT(freedom, outside) * Math.sqrt(variance);
  return signOf({ lo: log - reach, hi: log + reach });
}

/** Whether others changed for sure in that direction, and these not for sure by more. @param outside as in `signOfRate` */
export function changedAlike(sign: Sign, own: RateChange, others: RateChange, outside?: number): boolean {
  if (sign === 0 || signOfRate(others, outside) !== sign) return false;
  const reach = studentT(Math.min(own.freedom, others.freedom)) * Math.sqrt(own.variance + others.variance);
  return (own.log - others.log) * sign - reach <= 0;
}
