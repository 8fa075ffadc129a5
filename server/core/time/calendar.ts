import { CHINA_OFFSET, DAY, HOUR, hourOfWeek, type Instant } from '../time.ts';
import { EXAM_DAYS, FIXED, type Holiday, YEARS, type YearOff } from './calendar-days.ts';

/** A day in China that is not like others of its weekday. */
export interface SpecialDay {
  /** `holiday`: off; `workday`: a weekend day worked instead; `exam`: worked, and talked about. */
  readonly kind: 'holiday' | 'workday' | 'exam';
  readonly name: Holiday | 'shifted' | 'gaokao';
  /** Relative variance that is added to what is expected: how little such a day is like its model. */
  readonly doubt: number;
  /** How much such a day in the history says about ordinary weeks, 0..1. */
  readonly weight: number;
}

/** A holiday may well bring half as many or a third more: about 35 % either way. */
const HOLIDAY = { kind: 'holiday', doubt: 0.12, weight: 0.25 } as const;
const WORKDAY = { kind: 'workday', name: 'shifted', doubt: 0.03, weight: 0.5 } as const;
const EXAM = { kind: 'exam', name: 'gaokao', doubt: 0.05, weight: 0.5 } as const;

const SUNDAY = 6;
const WEDNESDAY = 2;

/** Special days of a year, by days since 1970 in China. */
interface Year {
  readonly first: number;
  readonly last: number;
  readonly days: ReadonlyMap<number, SpecialDay>;
}

/** The year asked for last: questions come in time order, by the hundred. */
let latest: Year = { first: 0, last: -1, days: new Map() };

/** What is special about the day in China that holds `at`; null for an ordinary one. */
export function specialDay(at: Instant): SpecialDay | null {
  const day = dayOf(at);
  if (day < latest.first || day > latest.last) latest = readYear(yearOf(day));
  return latest.days.get(day) ?? null;
}

/** Hour of week, 0..167, by whose habits the hour is judged: Sunday's on holidays, Wednesday's on shifted workdays. */
export function habitualHour(at: Instant, special = specialDay(at)): number {
  const slot = hourOfWeek(at);
  if (special?.kind === 'holiday') return SUNDAY * 24 + (slot % 24);
  if (special?.kind === 'workday') return WEDNESDAY * 24 + (slot % 24);
  return slot;
}

/**
 * What a finding about the window [from, to) says of the calendar: `day`, the first special day it touches;
 * `calendar: 'unpublished'` where that year's days off and shifted workdays are not all known here.
 */
export function calendarFacts(from: Instant, to: Instant): Readonly<Record<string, string>> {
  const special = specialDayIn(from, to);
  const arranged = offOf(yearOf(dayOf(to))).arranged;
  return { ...(special ? { day: special.name } : {}), ...(arranged ? {} : { calendar: 'unpublished' }) };
}

/** The first special day of [from, to). */
function specialDayIn(from: Instant, to: Instant): SpecialDay | null {
  for (let at = from; at < to; at += 12 * HOUR) {
    const found = specialDay(at);
    if (found) return found;
  }
  return specialDay(to - 1);
}

function readYear(year: number): Year {
  const { off, worked } = offOf(year);
  const days = new Map<number, SpecialDay>();
  const number = (date: string): number =>
    Date.UTC(year, Number(date.slice(0, 2)) - 1, Number(date.slice(3))) / DAY;
  for (const date of EXAM_DAYS) days.set(number(date), EXAM);
  for (const date of worked) days.set(number(date), WORKDAY);
  for (const [name, first, last] of off) {
    for (let day = number(first); day <= number(last); day++) days.set(day, { ...HOLIDAY, name });
  }
  return { first: number('01-01'), last: number('12-31'), days };
}

function offOf(year: number): YearOff {
  return YEARS[year] ?? FIXED;
}

function dayOf(at: Instant): number {
  return Math.floor((at + CHINA_OFFSET) / DAY);
}

function yearOf(day: number): number {
  return new Date(day * DAY).getUTCFullYear();
}
