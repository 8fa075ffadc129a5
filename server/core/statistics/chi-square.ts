import { gammaFraction, gammaSeries } from './incomplete-gamma.ts';
import { logGamma } from './log-gamma.ts';

/**
 * −log10 P(X ≥ x) of the chi-square distribution with `df` degrees of freedom, from 0 up; precise far out
 * in the tail, where the probability itself is no double any more.
 * Source: the regularised incomplete gamma function Q(df/2, x/2), by series below its mean and by the
 * continued fraction above (Numerical Recipes §6.2, Lentz's method).
 */
export function chiSquareScore(x: number, df: number): number {
  if (x <= 0 || df <= 0) return 0;
  const [a, t] = [df / 2, x / 2];
  const front = a * Math.log(t) - t - logGamma(a);
  const logQ =
    t < a + 1
      ? Math.log1p((-Math.exp(front) / a) * gammaSeries(a, t))
      : front + Math.log(gammaFraction(a, t));
  return Math.max(0, -logQ / Math.LN10);
}
