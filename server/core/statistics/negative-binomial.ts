import { logIncompleteBeta } from './incomplete-beta.ts';
import { gammaFraction, gammaSeries } from './incomplete-gamma.ts';
import { logGamma } from './log-gamma.ts';

/** Beyond this the number says no more, and a double could no longer hold the probability itself. */
export const MAX_SCORE = 300;
/** Below this dispersion the count is Poisson to every digit that matters here. */
const POISSON = 1e-9;

/**
 * How unlikely a count is: −log10 P(X ≥ x), 0..300. X is negative binomial in the NB2 form: mean `mu`,
 * variance `mu + phi * mu²`; phi → 0 is Poisson. Computed in logarithms by the continued fraction of the
 * incomplete beta function, so it neither underflows nor loses digits far out in the tail.
 * Source: P(X ≥ x) = I_q(x, 1/phi) with q = phi·mu / (1 + phi·mu) (Abramowitz & Stegun 26.5.26);
 * fraction by Lentz's method (Numerical Recipes §6.4, for Poisson §6.2).
 */
export function upperTailScore(x: number, mu: number, phi: number): number {
  const logP = logUpperTail(x, mu, phi);
  return Math.min(MAX_SCORE, Math.max(0, -logP / Math.LN10));
}

/**
 * Smallest count k with P(X ≤ k) ≥ p, for the same distribution; 0 < p < 1.
 * Used for the usual range: 0.025 and 0.975.
 */
export function quantile(p: number, mu: number, phi: number): number {
  const logQ = Math.log1p(-p);
  const covers = (k: number): boolean => logUpperTail(k + 1, mu, phi) <= logQ;
  if (covers(0)) return 0;
  let high = 1;
  while (!covers(high)) high *= 2;
  let low = high >> 1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (covers(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** ln P(X ≥ x). */
function logUpperTail(x: number, mu: number, phi: number): number {
  if (x <= 0) return 0;
  if (mu <= 0) return Number.NEGATIVE_INFINITY;
  return phi < POISSON ? logPoissonTail(x, mu) : logIncompleteBeta(x, 1 / phi)(phi * mu);
}

/** ln of the regularised lower incomplete gamma function P(x, mu) = P(X ≥ x). */
function logPoissonTail(x: number, mu: number): number {
  const front = x * Math.log(mu) - mu - logGamma(x + 1);
  if (mu < x + 1) return front + Math.log(gammaSeries(x, mu));
  const below = Math.exp(front + Math.log(x) + Math.log(gammaFraction(x, mu)));
  return Math.log1p(-Math.min(below, 1 - Number.EPSILON));
}
