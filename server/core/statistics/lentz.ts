/** What Lentz's method of continued fractions takes for nothing (Numerical Recipes §5.2). */
export const TINY = 1e-300;

/** It divides by these: never by zero. */
export function notZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
