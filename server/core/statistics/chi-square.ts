import { logGamma } from './log-gamma.ts';

const TINY = 1e-300;
const ENOUGH = 10_000;

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
  const logQ = t < a + 1 ? Math.log1p(-Math.exp(front) * series(a, t)) : front + Math.log(fraction(a, t));
  return Math.max(0, -logQ / Math.LN10);
}

/** P(a, t) without its front factor. */
function series(a: number, t: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < ENOUGH && term > sum * 1e-16; n++) {
    term *= t / (a + n);
    sum += term;
  }
  return sum;
}

/** Q(a, t) without its front factor. */
function fraction(a: number, t: number): number {
  let b = t + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < ENOUGH; n++) {
    const step = -n * (n - a);
    b += 2;
    d = 1 / apart(step * d + b);
    c = apart(b + step / c);
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return h;
}

function apart(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
