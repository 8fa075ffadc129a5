import { logIncompleteBeta } from './incomplete-beta.ts';

/** Halvings: more digits than a number has. */
const STEPS = 60;
/** Beyond that of one degree of freedom, 12.7062. */
const MAX_T = 13;

/**
 * The t that Student's distribution exceeds in size with a probability of `outside`, 5 % unless told otherwise, so that
 * an estimate ± t standard errors is its 95 % interval; `freedom` ≥ 1 need not be whole, `outside` no less than 5 %. By
 * halving of P(|T| > t) = I_x(ν/2, 1/2), x = ν/(ν + t²).
 * Source: M. Abramowitz, I. Stegun, Handbook of Mathematical Functions, 26.5.27 and 26.7.1.
 */
export function studentT(freedom: number, outside = 0.05): number {
  const logTails = logIncompleteBeta(freedom / 2, 1 / 2);
  let [low, high] = [0, MAX_T];
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (logTails(freedom / middle ** 2) > Math.log(outside)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
