/** Chance that is left outside on each side of a 95 % interval. */
const TAIL = 0.025;

/**
 * 95 % interval of the median of a sample, between two of its own values and true of any distribution; null below six
 * values, where even the smallest and the largest are not sure to have it between them.
 * Source: W. R. Thompson, Annals of Mathematical Statistics 7 (1936) 122–128.
 */
export function medianInterval(
  values: ArrayLike<number>,
): { readonly lo: number; readonly hi: number } | null {
  const sorted = Float64Array.from(values).sort();
  const rank = rankOf(sorted.length);
  const [lo, hi] = [sorted[rank], sorted[sorted.length - 1 - rank]];
  return rank < 0 || lo === undefined || hi === undefined ? null : { lo, hi };
}

/** The largest r with P(Binomial(n, ½) ≤ r) ≤ 2.5 %; −1 where there is none. */
function rankOf(n: number): number {
  let log = -n * Math.LN2;
  let below = Math.exp(log);
  let rank = -1;
  while (below <= TAIL && rank < n) {
    rank++;
    log += Math.log((n - rank) / (rank + 1));
    below += Math.exp(log);
  }
  return rank;
}
