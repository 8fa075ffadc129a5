import { median } from '../statistics/median.ts';
import { DAY, HOUR, type Instant, MINUTE, startOfHour } from '../time.ts';

const WEEK = 7 * DAY;
/** Weeks that are looked back: a holiday may lie among them. */
const WEEKS = 5;
/** In so many of them it must have been about as much: twice is chance. */
const MIN_WEEKS = 3;
/** More than so many times that, and what chance adds to it, is a larger wave. */
const LARGER = 1.5;
/** What begins at eight may begin at nine. */
const SLACK = HOUR;
/** A longer rise is no habit of some hours. */
const MAX_HABIT_MS = DAY;
/** A subject that so large a part of the complaints have is what they are about. */
const LEADING = 1 / 3;
const MIN_NAMED_COMPLAINTS = 5;

/** Some hours, the end left out. */
export interface Stretch {
  readonly from: Instant;
  readonly until: Instant;
}

/** How many of them complain of one thing, or use one word: now, and at the same time of each week before. */
export interface Subject {
  readonly name: string;
  readonly now: number;
  readonly before: readonly number[];
}

/** The hours that a finding is of; null where it is of none, or of days. */
export function hoursOf({
  at,
  windowMinutes,
}: {
  readonly at: Instant;
  readonly windowMinutes: number;
}): Stretch | null {
  const from = at - windowMinutes * MINUTE;
  return at - from > MAX_HABIT_MS ? null : { from, until: at };
}

/** The same hours of the weeks before, newest first, with some room on both sides. */
export function weeksBefore({ from, until }: Stretch): readonly Stretch[] {
  return Array.from({ length: WEEKS }, (_, i) => {
    const ago = (i + 1) * WEEK;
    return { from: startOfHour(from - ago - SLACK), until: startOfHour(until - ago - 1) + HOUR + SLACK };
  });
}

/** The same hours of the other days of these weeks. */
export function otherDays(stretch: Stretch): readonly Stretch[] {
  const shifted = (week: Stretch, day: number) => ({
    from: week.from + day * DAY,
    until: week.until + day * DAY,
  });
  return weeksBefore(stretch).flatMap((week) => [1, 2, 3, 4, 5, 6].map((day) => shifted(week, day)));
}

/** The days of these weeks that the hours begin in, as moments within them. */
export function daysBefore({ from }: Stretch): readonly Instant[] {
  return Array.from({ length: WEEKS }, (_, i) => from - (i + 1) * WEEK);
}

/**
 * The most that any window of that length within the room holds.
 * @param counts by the beginning of each step
 */
export function mostOf(
  stretch: Stretch,
  week: Stretch,
  counts: ReadonlyMap<Instant, number>,
  step: number = HOUR,
): number {
  const length = Math.ceil((stretch.until - stretch.from) / step) * step;
  let most = 0;
  for (let from = week.from; from + length <= week.until; from += step) {
    let sum = 0;
    for (let at = from; at < from + length; at += step) sum += counts.get(at) ?? 0;
    most = Math.max(most, sum);
  }
  return most;
}

/**
 * Whether at least three of the weeks before had about as much at that time, and clearly more than other days: what was
 * said every day until some time ago is no habit of a weekday. Nothing is never about as much as something.
 * @param others as many as other days had at that time; empty where nobody asked
 */
export function isHabit(observed: number, weeks: readonly number[], others: readonly number[] = []): boolean {
  const third = thirdOf(weeks);
  if (others.length > 0 && third <= LARGER * median(others)) return false;
  return third > 0 && observed > 0 && observed <= LARGER * third + Math.sqrt(third);
}

/**
 * Whether it is about what it is always about: whatever leads among the complaints was named at least half as often in
 * three of the weeks before. A new trouble of the usual size is none of the usual.
 * @param complaints how many complain now
 */
export function isUsualSubject(complaints: number, subjects: readonly Subject[]): boolean {
  const least = Math.max(MIN_NAMED_COMPLAINTS, LEADING * complaints);
  return subjects.every(({ now, before }) => now < least || 2 * thirdOf(before) + 1 >= now);
}

/**
 * Whether the words of the complaints are those of the days before. They are counted by the day, and what is called
 * by its name in every complaint would hide a new one: so a word is judged by how much more it is than twice as often.
 * @param complaints of the hours in question
 */
export function areUsualWords(complaints: number, words: readonly Subject[]): boolean {
  const least = Math.max(MIN_NAMED_COMPLAINTS, LEADING * complaints);
  return words.every(({ now, before }) => now - (2 * thirdOf(before) + 1) < least);
}

function thirdOf(weeks: readonly number[]): number {
  return weeks.toSorted((a, b) => b - a)[MIN_WEEKS - 1] ?? 0;
}
