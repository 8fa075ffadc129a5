import { notZero } from './lentz.ts';
import { logGamma } from './log-gamma.ts';

/**
 * The regularised incomplete beta function of two parameters above 0, to be asked at many places: gives
 * ln I_q(a, b) at q = odds / (1 + odds), 0 < odds. In logarithms, so it neither underflows nor loses digits far out
 * in the tail. Source: continued fraction by Lentz's method (Numerical Recipes §6.4).
 */
export function logIncompleteBeta(a: number, b: number): (odds: number) => number {
  const logBeta = logGamma(a) + logGamma(b) - logGamma(a + b);
  const middle = (a + 1) / (a + b + 2);
  return (odds) => {
    const logRest = -Math.log1p(odds);
    const front = a * (Math.log(odds) + logRest) + b * logRest - logBeta;
    const q = odds / (1 + odds);
    if (q < middle) return front - Math.log(a) + Math.log(betaFraction(a, b, q));
    const below = Math.exp(front - Math.log(b) + Math.log(betaFraction(b, a, 1 / (1 + odds))));
    return Math.log1p(-Math.min(below, 1 - Number.EPSILON));
  };
}

function betaFraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 / notZero(1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m <= 20_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / notZero(1 + even * d);
    c = notZero(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / notZero(1 + odd * d);
    c = notZero(1 + odd / c);
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return h;
}
