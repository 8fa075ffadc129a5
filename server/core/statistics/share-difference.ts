import { wilson } from './wilson.ts';

export interface Part {
  readonly hits: number;
  readonly n: number;
}

/** Share now − share before with its 95 % interval, in parts of one. */
export interface ShareDifference {
  readonly value: number;
  readonly lo: number;
  readonly hi: number;
}

/**
 * Difference of two independent shares; null where one of them has nothing to divide. Each end takes what Wilson's
 * intervals of both leave open, so that it holds for small counts, too.
 * Source: R. G. Newcombe, Statistics in Medicine 17 (1998) 873–890, method 10.
 */
export function shareDifference(now: Part, before: Part): ShareDifference | null {
  if (now.n === 0 || before.n === 0) return null;
  const [p, q] = [now.hits / now.n, before.hits / before.n];
  const [one, other] = [wilson(now.hits, now.n), wilson(before.hits, before.n)];
  return {
    value: p - q,
    lo: p - q - Math.hypot(p - one.lo, other.hi - q),
    hi: p - q + Math.hypot(one.hi - p, q - other.lo),
  };
}
