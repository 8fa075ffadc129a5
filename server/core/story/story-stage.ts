import { DAY, HOUR, type Instant, startOfHour } from '../time.ts';
import type { Stage } from './story.ts';

/** How many posts a story got in one clock hour. Hours without any may be left out. */
export interface HourCount {
  readonly hour: Instant;
  readonly count: number;
}

/** Fewer posts than this are no movement yet, whatever their order. */
const FEW = 5;
/** A story that nobody adds to for so long is over. */
export const CLOSED_AFTER = 48 * HOUR;
/** Rates are taken over windows of so many clock hours: one hour alone jumps about. */
const WINDOW = 3;
const GROWS = 1.5;
/** Fewer fresh posts than this are no growth. */
const MIN_FRESH_POSTS = 3;
const FADES = 0.5;
/** What is always said is judged by its last four weeks, once it is a week old and has so many posts. */
const LOOKED_BACK = 28;
const OLD = 7;
const MANY = 20;
/** On so many of the days something is said, */
const ACTIVE = 0.6;
/** on none of them more than this times the average, with two posts more where there are few, */
const STANDS_OUT = 3;
/** and in the last two days no more than this times the average. */
const OF_LATE = 1.5;

/** What stage a story is in, and how it moves. */
export interface Movement {
  readonly stage: Stage;
  /** Posts of the six clock hours that end with this one, and of the six before. */
  readonly recent: number;
  readonly before: number;
  /** The busiest clock hour; of equals the first. Null without any post. */
  readonly peakAt: Instant | null;
  /** When to look again although nothing was added; null once it is closed. */
  readonly reviewAt: Instant | null;
}

/**
 * Where a story is on its way, from its hourly counts alone. Rates are posts per hour: `now` over the clock
 * hour under way and the two before it, `before` over the three before those, `top` over the best three in a row.
 *
 * - closed: nothing for 48 hours
 * - emerging: fewer than 5 posts in all
 * - growing: at least 3 posts now, and the rate is 1.5 times that of before or more
 * - evergreen: said for a week and more on most days, on none of them far more than on others, and no more of
 *   late than before. That is what people always say of somebody, no event
 * - declining: the rate is less than half of the best it ever was
 * - peak: everything else, that is near its highest and no longer climbing
 */
export function movementOf(hours: readonly HourCount[], now: Instant): Movement {
  const counts = hours.filter(({ count }) => count > 0);
  const last = Math.max(...counts.map(({ hour }) => hour));
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const at = startOfHour(now);
  const rest = {
    recent: sumOf(counts, at - 5 * HOUR, at),
    before: sumOf(counts, at - 11 * HOUR, at - 6 * HOUR),
    peakAt:
      counts.reduce<HourCount | null>((best, each) => (isBusier(each, best) ? each : best), null)?.hour ??
      null,
  };
  // The last post lies somewhere in its hour; counting from the hour's end closes nothing too early.
  const closesAt = last + HOUR + CLOSED_AFTER;
  if (total === 0 || now >= closesAt) return { stage: 'closed', ...rest, reviewAt: null };
  if (total < FEW) return { stage: 'emerging', ...rest, reviewAt: closesAt };
  return { stage: stageOf(counts, now), ...rest, reviewAt: Math.min(at + HOUR, closesAt) };
}

function stageOf(counts: readonly HourCount[], now: Instant): Stage {
  const at = startOfHour(now);
  const fresh = sumOf(counts, at - (WINDOW - 1) * HOUR, at);
  const rate = fresh / (WINDOW - 1 + Math.max((now - at) / HOUR, 1 / 60));
  const before = sumOf(counts, at - (2 * WINDOW - 1) * HOUR, at - WINDOW * HOUR) / WINDOW;
  const most = Math.max(...counts.map(({ hour }) => sumOf(counts, hour, hour + (WINDOW - 1) * HOUR)));
  if (fresh < most && isEvergreen(counts, at)) return 'evergreen';
  if (fresh >= MIN_FRESH_POSTS && rate >= GROWS * before) return 'growing';
  return rate < (FADES * most) / WINDOW ? 'declining' : 'peak';
}

function isEvergreen(counts: readonly HourCount[], at: Instant): boolean {
  const days = Math.min(LOOKED_BACK, Math.ceil((at - Math.min(...counts.map(({ hour }) => hour))) / DAY));
  if (days < OLD) return false;
  const perDay = Array.from({ length: days }, () => 0);
  for (const { hour, count } of counts) {
    const day = Math.floor((at - hour) / DAY);
    if (day >= 0 && day < days) perDay[day] = (perDay[day] ?? 0) + count;
  }
  const total = perDay.reduce((sum, count) => sum + count, 0);
  const mean = total / days;
  const [today = 0, yesterday = 0] = perDay;
  return (
    total >= MANY &&
    perDay.filter((count) => count > 0).length >= ACTIVE * days &&
    Math.max(...perDay) <= STANDS_OUT * mean + 2 &&
    (today + yesterday) / 2 <= OF_LATE * mean + 1
  );
}

function isBusier(each: HourCount, best: HourCount | null): boolean {
  return best === null || each.count > best.count || (each.count === best.count && each.hour < best.hour);
}

/** Both ends are clock hours and belong to it. */
function sumOf(counts: readonly HourCount[], from: Instant, to: Instant): number {
  let sum = 0;
  for (const { hour, count } of counts) if (hour >= from && hour <= to) sum += count;
  return sum;
}
