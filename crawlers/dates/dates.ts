import { type Instant, SECOND } from '../../server/core/time.ts';
import { type CivilDay, civil, type Form, mayBeFrom, placeOnDay, type ReadDate } from './clock.ts';
import { RELATIVE_FORMS } from './relative.ts';
import { plainDate } from './text.ts';

/**
 * Reads a time in any form Chinese pages and feeds use: 刚刚, 3分钟前, 昨天 12:30, 11-20 08:30,
 * 2026年11月21日 下午3:05, RFC 822 with or without zone, ISO, compact, epoch seconds or milliseconds.
 * Zoneless times are China's (+08:00), whatever zone the process runs in. A date without a year that
 * would lie more than a day ahead is last year's. Times in the future are reported as written.
 * Day precision is the midnight that begins the day; hours ago count as minute precision.
 * @param now when the page was fetched, for relative times
 * @returns null when there is no time in it (empty, 0, null, words)
 */
export function parseChineseDate(raw: string | number | null | undefined, now: Instant): ReadDate | null {
  if (raw === null || raw === undefined) return null;
  if (typeof raw === 'number') return fromEpoch(raw);
  const text = plainDate(raw.slice(0, 200), now);
  for (const form of FORMS) {
    const read = form(text, now);
    if (read !== null) return read;
  }
  return null;
}

/** Milliseconds from 1e11 up (1973), seconds below. */
function fromEpoch(value: number): ReadDate | null {
  const at = Math.floor(Math.abs(value) >= 1e11 ? value : value * SECOND);
  return mayBeFrom(at) ? { at, precision: 'second' } : null;
}

const epochText: Form = (text) => {
  const found = /^(?:\/Date\((\d{12,13})\)\/|(\d{9,10}(?:\.\d+)?|[1-3]\d{12}))$/.exec(text);
  return found === null ? null : fromEpoch(Number(found[1] ?? found[2]));
};

const compact: Form = (text) => {
  const found = /^(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?)?(Z|[+-]\d{4})?$/.exec(text);
  if (found === null) return null;
  const [, year, month, day, hour, minute, second, zone] = found;
  const clock =
    hour === undefined ? '' : `${hour}:${minute}${second === undefined ? '' : `:${second}`}${zone ?? ''}`;
  return placeOnDay(civil(year, month, day), clock);
};

const yearFirst: Form = (text) => {
  const found = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)T?(.*)$/.exec(text);
  return found === null ? null : placeOnDay(civil(found[1], found[2], found[3]), found[4] ?? '');
};

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const dayMonthYear: Form = (text) => {
  const found =
    /^(?:[A-Z]{3,9}(?:\.?,? |,))?(\d{1,2})[ -]([A-Z]{3,9})\.?,?[ -](\d{4}|\d\d)(?!\d),?(.*)$/i.exec(text);
  return found === null ? null : placeOnDay(named(found[3], found[2], found[1]), found[4] ?? '');
};

const monthDayYear: Form = (text) => {
  const found = /^(?:[A-Z]{3,9},? )?([A-Z]{3,9})\.? (\d{1,2}),? (\d{4})(?!\d),?(?: at(?= ))?(.*)$/i.exec(
    text,
  );
  return found === null ? null : placeOnDay(named(found[3], found[1], found[2]), found[4] ?? '');
};

/** `Wed Aug 12 20:00:00 +0800 2026`, as Weibo and asctime write it. */
const yearLast: Form = (text) => {
  const found = /^[A-Z]{3} ([A-Z]{3}) (\d{1,2}) (\d\d:\d\d:\d\d)( [+-]\d{4}| [A-Z]{2,4})? (\d{4})$/i.exec(
    text,
  );
  return found === null
    ? null
    : placeOnDay(named(found[5], found[1], found[2]), `${found[3]}${found[4] ?? ''}`);
};

const FORMS: readonly Form[] = [
  epochText,
  compact,
  yearFirst,
  dayMonthYear,
  monthDayYear,
  yearLast,
  ...RELATIVE_FORMS,
];

function named(year = '', month = '', day = ''): CivilDay {
  const full = year.length === 2 ? (Number(year) >= 70 ? 1900 : 2000) + Number(year) : Number(year);
  return { year: full, month: MONTHS.indexOf(month.slice(0, 3).toLowerCase()) + 1, day: Number(day) };
}
