/** Lower and upper end of an interval, each 0..1. */
export interface Interval {
  readonly lo: number;
  readonly hi: number;
}

/**
 * Wilson score interval of a share: `k` hits among `n`, at 95 % unless `z` says otherwise. Nothing seen
 * is total ignorance, [0, 1]. Unlike the normal interval it stays inside 0..1 and honest for small n.
 * Source: E. B. Wilson, JASA 22 (1927) 209–212.
 */
export function wilson(k: number, n: number, z = 1.96): Interval {
  if (n <= 0) return { lo: 0, hi: 1 };
  const p = Math.min(1, Math.max(0, k / n));
  const scale = 1 + (z * z) / n;
  const centre = p + (z * z) / (2 * n);
  const half = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  return { lo: Math.max(0, (centre - half) / scale), hi: Math.min(1, (centre + half) / scale) };
}
