import { wilson } from './wilson.ts';

/** Positive share less negative share, −1..1, with its 95 % interval. */
export interface NetSentiment {
  /** Null where nothing was said. */
  readonly value: number | null;
  readonly lo: number;
  readonly hi: number;
  readonly n: number;
}

/**
 * Net sentiment (p₊ − p₋) of `n` posts. The two shares are of the same posts, so they pull against each
 * other: their Wilson intervals are joined as MOVER does for dependent shares, with the multinomial
 * correlation ρ = −√(p₊p₋ / ((1−p₊)(1−p₋))). Stays inside −1..1 and honest for few posts, where the normal
 * interval collapses. Source: R. Newcombe, Statistics in Medicine 17 (1998) 2635–2650, method 10;
 * G. Zou, A. Donner, Statistics in Medicine 27 (2008) 1693–1702.
 */
export function netSentiment(positive: number, negative: number, n: number): NetSentiment {
  if (n <= 0) return { value: null, lo: -1, hi: 1, n: 0 };
  const up = positive / n;
  const down = negative / n;
  const u = wilson(positive, n);
  const d = wilson(negative, n);
  const spread = (1 - up) * (1 - down);
  const rho = spread > 0 ? -Math.sqrt((up * down) / spread) : 0;
  const value = up - down;
  const reach = (a: number, b: number): number => Math.sqrt(Math.max(0, a * a + b * b - 2 * rho * a * b));
  const lo = value - reach(up - u.lo, d.hi - down);
  const hi = value + reach(u.hi - up, down - d.lo);
  return { value, lo: Math.max(-1, lo), hi: Math.min(1, hi), n };
}
