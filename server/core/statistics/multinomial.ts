import { logGamma } from './log-gamma.ts';

/**
 * How many of `n` tries succeed, each with probability `p`: exact, by inversion from the mode outwards, in some
 * √n steps. Source: L. Devroye, Non-Uniform Random Variate Generation (1986), X.4.
 * @param random numbers in 0..1
 */
export function drawBinomial(n: number, p: number, random: () => number): number {
  if (n === 0 || p <= 0) return 0;
  if (p >= 1) return n;
  const mode = Math.min(n, Math.floor((n + 1) * p));
  const odds = p / (1 - p);
  const ways = logGamma(n + 1) - logGamma(mode + 1) - logGamma(n - mode + 1);
  let above = Math.exp(ways + mode * Math.log(p) + (n - mode) * Math.log(1 - p));
  let below = above;
  let left = random() - above;
  for (let step = 0; left > 0; step++) {
    const [high, low] = [mode + step, mode - step];
    // All chances are used up, but for what rounding left of them.
    if (high >= n && low <= 0) break;
    above = high < n ? (above * odds * (n - high)) / (high + 1) : 0;
    left -= above;
    if (left <= 0 && high < n) return high + 1;
    below = low > 0 ? (below * low) / (odds * (n - low + 1)) : 0;
    left -= below;
    if (left <= 0 && low > 0) return low - 1;
  }
  return mode;
}

/**
 * As many things drawn with replacement as there are, of which only the kind matters: how many of each kind come.
 * @param counts how many there are of each kind
 */
export function drawAgain(counts: readonly number[], random: () => number): readonly number[] {
  let things = counts.reduce((sum, count) => sum + count, 0);
  let draws = things;
  return counts.map((count) => {
    const drawn = drawBinomial(draws, count / things, random);
    things -= count;
    draws -= drawn;
    return drawn;
  });
}
