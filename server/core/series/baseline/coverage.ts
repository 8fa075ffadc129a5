import { HOUR, type Instant } from '../../time.ts';
import type { HourPoint } from '../series.ts';

const DAY_HOURS = 24;
const WINDOW_DAYS = 7;
/** Five days of any seven: what is quiet on weekends still counts as covered. */
const MAX_EMPTY_DAYS = 2;

/**
 * Since when a watch's hours say what was really said, silence included. Dates of posts alone prove nothing:
 * a feed's first page may hold one post of last month. Two things do prove it, and the earlier one counts:
 * - the watch existed and posts came in (`watchingSince`): then an empty hour was an empty hour;
 * - an unbroken history, as an import brings: counted back from now in days of 24 hours, as long as no seven
 *   days in a row have more than two without a mention. It begins with its first mention.
 * @param hours ascending, without gaps, up to the current hour
 * @param watchingSince since when the watch could see anything; null when nothing ever came in
 */
export function coveredSince(
  hours: readonly HourPoint[],
  watchingSince: Instant | null,
  now: Instant,
): Instant {
  return Math.min(unbrokenSince(hours) ?? now, watchingSince ?? now, now);
}

/** Start of what is known, as `knownHours` gives it: hours before it are no history to learn from. */
export function isKnown(point: HourPoint, knownHours: number, now: Instant): boolean {
  return point.hour + HOUR > now - knownHours * HOUR;
}

function unbrokenSince(hours: readonly HourPoint[]): Instant | null {
  const empty: boolean[] = [];
  for (let end = hours.length; end > 0; end -= DAY_HOURS) {
    const day = hours.slice(Math.max(0, end - DAY_HOURS), end);
    empty.push(day.every((point) => point.total === 0));
    if (empty.slice(-WINDOW_DAYS).filter(Boolean).length > MAX_EMPTY_DAYS) {
      return firstMention(hours.slice(end));
    }
  }
  return firstMention(hours);
}

function firstMention(hours: readonly HourPoint[]): Instant | null {
  return hours.find((point) => point.total > 0)?.hour ?? null;
}
