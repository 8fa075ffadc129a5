import type { Instant } from '../time.ts';

/** What a feed's last days came to, oldest first; the running day last, if it has begun. */
export interface YieldDay {
  readonly day: Instant;
  readonly runs: number;
  readonly stored: number;
}

/** A feed's yield held against its own history. */
export interface Yield {
  /**
   * Posts of a usual day: the median of the full days before a fall that goes on; null while there are fewer than
   * `ENOUGH_DAYS`.
   */
  readonly usual: number | null;
  /** The lowest of these days, a fall that goes on left out. */
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
 * of the median and below every day of the history: a feed that rests on Sundays does not fall. Days of the fall itself
 * are no history: it is said until the feed recovers.
 */
export function yieldOf(days: readonly YieldDay[], stored24h: number, today: Instant): Yield {
  const full = days.filter(({ day, runs }, at) => day < today && runs > 0 && at > 0);
  if (full.length < ENOUGH_DAYS) return { usual: null, lowest: null, days: full.length, fallen: false };
  const { usual, lowest } = habitBefore(full.map(({ stored }) => stored));
  return { usual, lowest, days: full.length, fallen: isFall(stored24h, { usual, lowest }) };
}

type Habit = Readonly<Record<'usual' | 'lowest', number>>;

/** What was usual before the row of days at the end that are a fall each; of all days where there is none. */
function habitBefore(stored: readonly number[]): Habit {
  for (let from = ENOUGH_DAYS; from < stored.length; from++) {
    const habit = habitOf(stored.slice(0, from));
    if (stored.slice(from).every((each) => isFall(each, habit))) return habit;
  }
  return habitOf(stored);
}

function habitOf(stored: readonly number[]): Habit {
  const sorted = stored.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const usual = ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
  return { usual, lowest: sorted[0] ?? 0 };
}

function isFall(stored: number, { usual, lowest }: Habit): boolean {
  return usual >= ENOUGH_POSTS && stored < usual * SHARP && stored < lowest;
}
