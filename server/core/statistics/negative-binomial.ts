import { logGamma } from './log-gamma.ts';

/** Beyond this the number says no more, and a double could no longer hold the probability itself. */
export const MAX_SCORE = 300;
/** Below this dispersion the count is Poisson to every digit that matters here. */
const POISSON = 1e-9;
const TINY = 1e-300;

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
  return phi < POISSON ? logPoissonTail(x, mu) : logBeta(x, 1 / phi, phi * mu);
}

/** ln I_q(a, b) with q = odds / (1 + odds). */
function logBeta(a: number, b: number, odds: number): number {
  const logQ = Math.log(odds) - Math.log1p(odds);
  const logRest = -Math.log1p(odds);
  const front = a * logQ + b * logRest + logGamma(a + b) - logGamma(a) - logGamma(b);
  const q = odds / (1 + odds);
  if (q < (a + 1) / (a + b + 2)) return front - Math.log(a) + Math.log(betaFraction(a, b, q));
  const below = Math.exp(front - Math.log(b) + Math.log(betaFraction(b, a, 1 / (1 + odds))));
  return Math.log1p(-Math.min(below, 1 - Number.EPSILON));
}

function betaFraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 / floor(1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m <= 20_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / floor(1 + even * d);
    c = floor(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / floor(1 + odd * d);
    c = floor(1 + odd / c);
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return h;
}

/** ln of the regularised lower incomplete gamma function P(x, mu) = P(X ≥ x). */
function logPoissonTail(x: number, mu: number): number {
  const front = x * Math.log(mu) - mu - logGamma(x + 1);
  if (mu < x + 1) {
    let term = 1;
    let sum = 1;
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= mu / (x + n);
      sum += term;
    }
    return front + Math.log(sum);
  }
  const below = Math.exp(front + Math.log(x) + Math.log(gammaFraction(x, mu)));
  return Math.log1p(-Math.min(below, 1 - Number.EPSILON));
}

function gammaFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / floor(b);
  let h = d;
  for (let i = 1; i <= 20_000; i++) {
    const an = -i * (i - a);
    b += 2;
    d = 1 / floor(an * d + b);
    c = floor(b + an / c);
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return h;
}

/** Lentz's method divides by these: never by zero. */
function floor(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
