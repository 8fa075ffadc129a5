import { median } from './median.ts';

/** Chance that is left outside on each side of a 95 % interval. */
const TAIL = 0.025;

/** A value, and how many say it. */
interface Tallied {
  readonly value: number;
  readonly posts: number;
}

/**
 * The median of values stated by so many people each, with its 95 % interval, between two of the values and true of any
 * distribution; null below six, where even the smallest and the largest are not sure to have it between them. Source:
 * W. R. Thompson, Annals of Mathematical Statistics 7 (1936) 122–128.
 */
export function talliedMedian(
  tallied: readonly Tallied[],
): { readonly value: number; readonly lo: number; readonly hi: number } | null {
  const sorted = tallied.toSorted((a, b) => a.value - b.value);
  const n = sorted.reduce((sum, { posts }) => sum + posts, 0);
  const rank = rankOf(n);
  const at = (index: number): number => {
    let left = index;
    for (const { value, posts } of sorted) {
      if (left < posts) return value;
      left -= posts;
    }
    return Number.NaN;
  };
  if (rank < 0) return null;
  return { value: median([at((n - 1) >> 1), at(n >> 1)]), lo: at(rank), hi: at(n - 1 - rank) };
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
