import type { Instant } from '../time.ts';

/** What a feed's last days came to, oldest first; the running day last, if it has begun. */
export interface YieldDay {
  readonly day: Instant;
  readonly runs: number;
  readonly stored: number;
}

/** A feed's yield held against its own history. */
export interface Yield {
  /** Posts of a usual day: the median of the full days; null while there are fewer than `ENOUGH_DAYS`. */
  readonly usual: number | null;
  /** The lowest of these days. */
  readonly lowest: number | null;
  /** Full days that speak for it. */
  readonly days: number;
  /** The last 24 hours brought far less than any of these days, though the feed can be read. */
  readonly fallen: boolean;
}

export const ENOUGH_DAYS = 7;
/** Below this many posts a day a fall is chance. */
const ENOUGH_POSTS = 8;
const SHARP = 0.35;

/**
 * The usual yield of a day. The day on which the feed began is no full day, nor is today; days without a
 * run (paused, switched off) say nothing. `fallen` is said only when the last 24 hours stay below a third
 * of the median and below every day of the history: a feed that rests on Sundays does not fall.
 */
export function yieldOf(days: readonly YieldDay[], stored24h: number, today: Instant): Yield {
  const full = days.filter(({ day, runs }, at) => day < today && runs > 0 && at > 0);
  if (full.length < ENOUGH_DAYS) return { usual: null, lowest: null, days: full.length, fallen: false };
  const sorted = full.map(({ stored }) => stored).toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const usual = ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
  const lowest = sorted[0] ?? 0;
  const fallen = usual >= ENOUGH_POSTS && stored24h < usual * SHARP && stored24h < lowest;
  return { usual, lowest, days: full.length, fallen };
}
