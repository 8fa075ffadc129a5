import { notZero, TINY } from './lentz.ts';

/*
 * The regularised incomplete gamma functions without their front factor t^a·e^−t / Γ(a + 1) and t^a·e^−t / Γ(a):
 * series below the mean, continued fraction above. Source: Numerical Recipes §6.2.
 */

/** P(a, t), for t < a + 1. */
export function gammaSeries(a: number, t: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= t / (a + n);
    sum += term;
  }
  return sum;
}

/** Q(a, t), for t ≥ a + 1. */
export function gammaFraction(a: number, t: number): number {
  let b = t + 1 - a;
  let c = 1 / TINY;
  let d = 1 / notZero(b);
  let h = d;
  for (let n = 1; n <= 20_000; n++) {
    const step = -n * (n - a);
    b += 2;
    d = 1 / notZero(step * d + b);
    c = notZero(b + step / c);
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return h;
}
