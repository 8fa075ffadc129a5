import type { Precision } from '../../server/core/mention/post.ts';
import { CHINA_OFFSET, HOUR, type Instant, MINUTE } from '../../server/core/time.ts';

/** A time as a page gave it. */
export interface ReadDate {
  readonly at: Instant;
  readonly precision: Exclude<Precision, 'none' | 'unknown'>;
}

/** One way of writing a time; null when the text is not written that way. */
export type Form = (text: string, now: Instant) => ReadDate | null;

export interface CivilDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** `CST` is China's here, not US Central: no feed in these sources means Chicago by it. */
const ZONES: Readonly<Record<string, number>> = {
  Z: 0,
  UT: 0,
  UTC: 0,
  GMT: 0,
  CST: 8,
  BJT: 8,
  HKT: 8,
  SGT: 8,
  JST: 9,
  KST: 9,
  CET: 1,
  CEST: 2,
  EST: -5,
  EDT: -4,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
};

export const HALF_DAY = '凌晨|清晨|早上|早晨|早|上午|中午|下午|傍晚|晚上|晚|AM|PM';
/** A province, a city or a device word after the time says nothing about it. */
const TAIL = '\\s*[\\p{sc=Han}·]{0,10}';
const OFFSET = '(?:GMT|UTC)?[+-]\\d{1,2}(?::?\\d{2})?';
const CLOCK = new RegExp(
  `^(${HALF_DAY})?\\s*(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2})(?:[.,](\\d{1,9}))?)?\\s*(AM|PM)?\\s*(${OFFSET}|[A-Z]{1,4})?(?:\\s*(?:\\([A-Z ]{3,40}\\)|[A-Z]{3,4}))?${TAIL}$`,
  'iu',
);
const NO_CLOCK = new RegExp(`^${TAIL}$`, 'u');
/** The weekday says nothing that the date has not said. */
const WEEKDAY =
  /^\(?(?:(?:星期|周|礼拜)[一二三四五六日天]|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?)\)?,?\s*/i;

/**
 * Reads what follows a date ("下午3:05", "12:30:00 +0800", "24:00", "广东", nothing) and places it on
 * that day. Without a zone the clock is China's. Returns null when the rest is not a time of day.
 */
export function placeOnDay(day: CivilDay, rest: string): ReadDate | null {
  const midnight = midnightUtc(day);
  if (midnight === null) return null;
  const text = rest.trim().replace(WEEKDAY, '');
  if (NO_CLOCK.test(text)) return { at: midnight - CHINA_OFFSET, precision: 'day' };
  const found = CLOCK.exec(text);
  if (found === null) return null;
  const [, before, hours, minutes, seconds, fraction, after, zone] = found;
  const half = before ?? after;
  const hour = hourOfDay(Number(hours), half);
  const minute = Number(minutes);
  const second = Math.min(Number(seconds ?? 0), 59);
  const offset = zone === undefined ? CHINA_OFFSET : zoneOffset(zone);
  const afterEnd = hour === 24 && half === undefined && (minute > 0 || second > 0);
  if (offset === null || hour > 24 || afterEnd || minute > 59 || Number(seconds ?? 0) > 60) return null;
  const millis = Math.floor(Number(`0.${fraction ?? 0}`) * 1000);
  const at = midnight + hour * HOUR + minute * MINUTE + second * 1000 + millis - offset;
  return { at, precision: seconds === undefined ? 'minute' : 'second' };
}

export function civil(year = '', month = '', day = ''): CivilDay {
  return { year: Number(year), month: Number(month), day: Number(day) };
}

/** The day on China's calendar that holds `at`. */
export function chinaDay(at: Instant): CivilDay {
  const shifted = new Date(at + CHINA_OFFSET);
  return { year: shifted.getUTCFullYear(), month: shifted.getUTCMonth() + 1, day: shifted.getUTCDate() };
}

/** That day as `2026-11-22`. */
export function chinaDate(at: Instant): string {
  const { year, month, day } = chinaDay(at);
  return [year, month, day].map((part) => String(part).padStart(2, '0')).join('-');
}

/** Years that posts are from; 0001 and 1970 mean "unset". */
const YEARS = { first: 1990, last: 2100 } as const;

/** Whether a post may be from that moment: 2026年前 says "before 2026", not 2,026 years ago. */
export function mayBeFrom(at: Instant): boolean {
  return at >= Date.UTC(YEARS.first, 0) && at < Date.UTC(YEARS.last + 1, 0);
}

/** null for days that do not exist, and for years no post is from. */
function midnightUtc({ year, month, day }: CivilDay): number | null {
  if (year < YEARS.first || year > YEARS.last) return null;
  const at = Date.UTC(year, month - 1, day);
  const back = new Date(at);
  return back.getUTCMonth() === month - 1 && back.getUTCDate() === day ? at : null;
}

function hourOfDay(hour: number, half: string | undefined): number {
  if (half === undefined || hour > 12) return hour;
  const name = half.toUpperCase();
  if (name === '中午') return hour < 11 ? hour + 12 : hour;
  if (name === '晚上' || name === '晚') return hour === 0 ? 0 : hour + 12;
  if (name === '下午' || name === '傍晚' || name === 'PM') return hour === 12 ? 12 : hour + 12;
  // Before noon a clock of twelve hours begins with 12: browsers write half past midnight as 上午12:30.
  return hour === 12 ? 0 : hour;
}

function zoneOffset(zone: string): number | null {
  const name = zone.toUpperCase();
  const named = ZONES[name];
  if (named !== undefined) return named * HOUR;
  const found = /^(?:GMT|UTC)?([+-])(\d{1,2}):?(\d{2})?$/.exec(name);
  if (found === null) return null;
  const size = Number(found[2]) * HOUR + Number(found[3] ?? 0) * MINUTE;
  return size > 14 * HOUR ? null : found[1] === '-' ? -size : size;
}
