import { median } from '../../statistics/median.ts';

/** How many people a day make one grave claim of a watch anyway. */
export interface UsualAuthors {
  /** Of a usual day. */
  readonly perDay: number;
  /** As many as a day may well bring without anything new. */
  readonly most: number;
  /** Days it rests on. */
  readonly days: number;
}

/** Fewer days say nothing of what is usual. */
const MIN_DAYS = 6;
/** What comes up less often than in two days of five is about never. */
const MIN_CLAIMS_PER_DAY = 0.4;
/** So many standard deviations above the usual day are still no news: a look is taken all day long. */
const STILL_USUAL = 2.5;
/** Of a normal spread so much lies more than one standard deviation below its middle, and as much above. */
const BEYOND_ONE = 0.16;

/**
 * What is claimed every day: delivery riders are hurt, an insurer pays for the dead. Null where it is about never, in
 * the whole time or in its older half: a crisis of some days, however bad, never becomes its own yardstick. How much
 * it swings is measured below the middle, where no crisis lies; above it no more is believed than chance brings
 * (the square root of the count). One person who writes each day swings by nothing: the next one is news.
 * @param days distinct authors of each day before the last one, newest first
 */
export function usualAuthors(days: readonly number[]): UsualAuthors | null {
  if (days.length < MIN_DAYS) return null;
  const perDay = Math.min(usualDay(days), usualDay(days.slice(Math.floor(days.length / 2))));
  if (perDay < MIN_CLAIMS_PER_DAY) return null;
  const ascending = days.toSorted((a, b) => a - b);
  const low = ascending[Math.floor(BEYOND_ONE * days.length)] ?? 0;
  const high = ascending[Math.floor((1 - BEYOND_ONE) * days.length)] ?? 0;
  const spread = Math.max(0, perDay - low, Math.min(high - perDay, Math.sqrt(perDay)));
  return { perDay, most: Math.ceil(perDay + STILL_USUAL * spread), days: days.length };
}

/** The mean, in which no day counts as more than two middle ones. */
function usualDay(days: readonly number[]): number {
  const most = Math.max(1, 2 * median(days));
  return days.reduce((sum, count) => sum + Math.min(count, most), 0) / days.length;
}

/** How many people claim it beyond what any day may bring: all of them where nobody usually does. */
export function authorsBeyondUsual(claim: {
  readonly authors24h: number;
  readonly usual?: UsualAuthors;
}): number {
  return Math.max(0, claim.authors24h - (claim.usual?.most ?? 0));
}
