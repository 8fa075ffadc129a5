import { studentT } from './student-t.ts';
import { wilson } from './wilson.ts';

/** What is needed of some numbers for their mean and its interval. */
export interface Moments {
  readonly n: number;
  readonly mean: number;
  /** Of the sample, by n − 1; 0 for one number. */
  readonly variance: number;
}

/** A mean with its 95 % interval. */
export interface MeanInterval extends Moments {
  readonly lo: number;
  readonly hi: number;
}

/** A difference of two with its 95 % interval. */
export interface Difference {
  readonly value: number;
  readonly lo: number;
  readonly hi: number;
}

/** Null of no numbers. */
export function momentsOf(values: readonly number[]): Moments | null {
  const n = values.length;
  if (n === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { n, mean, variance: n > 1 ? squares / (n - 1) : 0 };
}

/** Answers are given in whole steps. */
const STEP = 1;
/** What is left of rounding. */
const DUST = 1e-12;

/**
 * Variance of a sample. Where all answered alike it is none, although nobody is that sure of those who were not asked:
 * there it is that of two neighbouring steps, with as many on the other one as Wilson's interval of none of n allows,
 * p(1 − p), at most ¼. Two equal answers against two others tell nothing then, five against five do, as Fisher's exact
 * test of their shares has it. Source: E. B. Wilson, JASA 22 (1927) 209–212.
 */
function varianceOf({ n, variance }: Moments): number {
  if (variance > DUST) return variance;
  const other = Math.min(0.5, wilson(0, n).hi);
  return STEP ** 2 * other * (1 - other);
}

/**
 * Mean ± t·s/√n, t of n − 1 degrees of freedom; null of less than two numbers, of which nobody knows how they vary.
 * Source: Student, Biometrika 6 (1908) 1–25.
 */
export function meanInterval(moments: Moments | null): MeanInterval | null {
  if (moments === null || moments.n < 2) return null;
  const { n, mean, variance } = moments;
  const half = studentT(n - 1) * Math.sqrt(varianceOf(moments) / n);
  return { n, mean, variance, lo: mean - half, hi: mean + half };
}

/**
 * Difference of the means of two samples that vary each in its own way, with the degrees of freedom that Satterthwaite
 * gives it. Null where one of them is less than two. Source: B. L. Welch, Biometrika 34 (1947) 28–35.
 */
export function meanDifference(now: Moments | null, before: Moments | null): Difference | null {
  if (now === null || before === null || now.n < 2 || before.n < 2) return null;
  const [a, b] = [varianceOf(now) / now.n, varianceOf(before) / before.n];
  const value = now.mean - before.mean;
  const freedom = (a + b) ** 2 / (a ** 2 / (now.n - 1) + b ** 2 / (before.n - 1));
  const half = studentT(freedom) * Math.sqrt(a + b);
  return { value, lo: value - half, hi: value + half };
}
