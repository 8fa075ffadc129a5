/**
 * P(Z > z) of the standard normal, with a relative error below 1.2·10⁻⁷ far into the tail (it underflows
 * beyond z = 37). Source: `erfcc`, Numerical Recipes §6.2.
 */
export function normalTail(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.5 * x);
  let sum = 0;
  for (const term of ERFC) sum = sum * t + term;
  const tail = 0.5 * t * Math.exp(-x * x + sum);
  return z >= 0 ? tail : 1 - tail;
}

/** Horner order, highest power first. */
const ERFC = [
  0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196,
  1.00002368, -1.26551223,
] as const;

/** −log10 P(Z > z), 0..300. */
export function normalScore(z: number): number {
  return Math.min(300, -Math.log10(Math.max(normalTail(z), 1e-300)));
}

/** The z whose `normalScore` is the given one, by halving; a score of 0 or less is −8. */
export function normalOfScore(score: number): number {
  let low = -8;
  let high = 38;
  for (let i = 0; i < 48; i++) {
    const middle = (low + high) / 2;
    if (normalScore(middle) < score) low = middle;
    else high = middle;
  }
  return low;
}

/** The z below which a share `p` of the standard normal lies, 0 < p < 1. */
export function normalQuantile(p: number): number {
  if (p < 0.5) return -normalQuantile(1 - p);
  return normalOfScore(-Math.log10(1 - p));
}
