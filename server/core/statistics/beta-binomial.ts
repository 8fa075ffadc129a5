import { logGamma } from './log-gamma.ts';
import { MAX_SCORE } from './negative-binomial.ts';

/** A share that differs from window to window: mean, and the correlation of two posts of one window. */
export interface SpreadShare {
  /** 0..1, neither end included. */
  readonly mean: number;
  /** Intraclass correlation, 0 (plain binomial) to below 1. */
  readonly correlation: number;
}

/** Below this the binomial is meant. */
const MIN_CORRELATION = 1e-6;

/**
 * −log10 P(X ≥ k) of `n` posts, 0..300, where X is beta-binomial: shares of single windows vary around the
 * mean by the beta distribution with a = mean·(1/correlation − 1), b = (1 − mean)·(1/correlation − 1).
 * Summed from k upwards by the ratio of neighbours, each at least relative to the first: far tails keep
 * their digits. Source: J. G. Skellam, J. R. Stat. Soc. B 10 (1948) 257–261.
 */
export function upperShareScore(k: number, n: number, { mean, correlation }: SpreadShare): number {
  if (k <= 0 || n <= 0) return 0;
  if (k > n) return MAX_SCORE;
  const whole = 1 / Math.max(correlation, MIN_CORRELATION) - 1;
  const [a, b] = [mean * whole, (1 - mean) * whole];
  const logFirst = logChoose(n, k) + logBeta(k + a, n - k + b) - logBeta(a, b);
  let term = 1;
  let sum = 1;
  for (let x = k; x < n; x++) {
    term *= ((n - x) / (x + 1)) * ((x + a) / (n - x - 1 + b));
    sum += term;
    // Past the mode every further term is smaller than the one before.
    if (term < sum * 1e-15 && x > mean * n) break;
  }
  return Math.min(MAX_SCORE, Math.max(0, -(logFirst + Math.log(sum)) / Math.LN10));
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}
