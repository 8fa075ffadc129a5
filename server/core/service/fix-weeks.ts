import type { Span } from '../series/trend-window.ts';
import { DAY, type Instant, startOfDay } from '../time.ts';

/** What is known of the time around a fix. */
export interface FixTimes {
  readonly doneAt: Instant;
  readonly now: Instant;
  /** When the first mention was counted; null when none ever was. */
  readonly since: Instant | null;
  /** When something else that was new took effect: what follows is not counted. */
  readonly until?: Instant | null;
}

/** The weeks that prove a fix. */
export interface FixWeeks {
  /** Whole weeks compared, as many on both sides; 0 where they would be fewer than two. */
  readonly weeks: number;
  /** Two whole weeks have not passed yet. */
  readonly early: boolean;
  /** All weeks that are compared have passed, and a day for what comes late. */
  readonly over: boolean;
  readonly before: Span;
  readonly after: Span;
  /** What was usual: the weeks before without the last one, and further back than `before`. */
  readonly usual: Span;
}

export const WEEK = 7 * DAY;
/** Of a single week nobody knows how much weeks differ. */
export const MIN_WEEKS = 2;
const MAX_WEEKS = 4;
const MAX_USUAL_WEEKS = 8;

/** All days that may ever prove a fix. */
export function fixReach(doneAt: Instant): Span {
  return {
    from: startOfDay(doneAt) - (MAX_USUAL_WEEKS + 1) * WEEK,
    to: startOfDay(doneAt + DAY - 1) + MAX_WEEKS * WEEK,
  };
}

/** The whole weeks around a fix; its own day is of neither side, unless it was done as the day began. */
export function fixWeeks({ doneAt, now, since, until = null }: FixTimes): FixWeeks {
  const [end, start] = [startOfDay(doneAt), startOfDay(doneAt + DAY - 1)];
  const known = since === null ? end : startOfDay(since + DAY - 1);
  const stop = Math.min(now, until ?? now);
  const [passed, behind] = [Math.floor((stop - start) / WEEK), Math.floor((end - known) / WEEK)];
  const both = Math.min(MAX_WEEKS, passed, behind);
  const weeks = both < MIN_WEEKS ? 0 : both;
  const usual = weeks === 0 ? 0 : Math.min(MAX_USUAL_WEEKS, behind - 1);
  return {
    weeks,
    early: passed < MIN_WEEKS,
    over: now >= start + MAX_WEEKS * WEEK + DAY,
    before: { from: end - weeks * WEEK, to: end },
    after: { from: start, to: start + weeks * WEEK },
    usual: { from: end - (usual + 1) * WEEK, to: end - WEEK },
  };
}
