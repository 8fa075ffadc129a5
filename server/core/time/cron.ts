import { CHINA_OFFSET, DAY, HOUR, type Instant, MINUTE } from '../time.ts';

/** When a cron expression rings: what each of its five fields allows, in China's time. */
export interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: readonly number[];
  readonly months: readonly number[];
  /** 0 is Sunday. */
  readonly weekdays: readonly number[];
}

/** What is wrong with an expression: the field, or the whole of it. */
export type CronFault =
  | 'five-fields'
  | 'minute'
  | 'hour'
  | 'day'
  | 'month'
  | 'weekday'
  | 'day-and-weekday'
  | 'never';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
/** Far enough for the 29th of February across a century that has none. */
const LOOK_AHEAD_DAYS = 8 * 366;

/**
 * Reads minute, hour, day, month and weekday: `*`, numbers, ranges, steps, lists and English names. No
 * seconds: a feed is not asked more than once a minute by the clock. Both a day and a weekday are refused,
 * because programs disagree on whether either or both must hold.
 */
export function readCron(expression: string): { readonly cron: Cron } | { readonly fault: CronFault } {
  const fields = expression.trim().toLowerCase().split(/\s+/);
  if (fields.length !== 5) return { fault: 'five-fields' };
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields;
  const minutes = readField(minute, 0, 59);
  if (minutes === null) return { fault: 'minute' };
  const hours = readField(hour, 0, 23);
  if (hours === null) return { fault: 'hour' };
  const days = readField(day, 1, 31);
  if (days === null) return { fault: 'day' };
  const months = readField(month, 1, 12, MONTHS);
  if (months === null) return { fault: 'month' };
  const sevens = readField(weekday, 0, 7, WEEKDAYS);
  if (sevens === null) return { fault: 'weekday' };
  const weekdays = [...new Set(sevens.map((each) => each % 7))].sort((a, b) => a - b);
  if (days.length < 31 && weekdays.length < 7) return { fault: 'day-and-weekday' };
  const cron = { minutes, hours, days, months, weekdays };
  return nextRing(cron, 0) === null ? { fault: 'never' } : { cron };
}

/** The first ring after `after`; null when none comes within eight years. */
export function nextRing(cron: Cron, after: Instant): Instant | null {
  const from = after + CHINA_OFFSET;
  const today = Math.floor(from / DAY) * DAY;
  for (let ahead = 0; ahead <= LOOK_AHEAD_DAYS; ahead++) {
    const day = today + ahead * DAY;
    if (!ringsOn(cron, day)) continue;
    for (const hour of cron.hours) {
      if (day + (hour + 1) * HOUR <= from) continue;
      for (const minute of cron.minutes) {
        const at = day + hour * HOUR + minute * MINUTE;
        if (at > from) return at - CHINA_OFFSET;
      }
    }
  }
  return null;
}

function ringsOn(cron: Cron, day: number): boolean {
  const date = new Date(day);
  return (
    cron.months.includes(date.getUTCMonth() + 1) &&
    cron.days.includes(date.getUTCDate()) &&
    cron.weekdays.includes(date.getUTCDay())
  );
}

/** Every value a field allows, in order; null when it cannot be read. */
function readField(field: string, low: number, high: number, names: readonly string[] = []) {
  const allowed = new Set<number>();
  for (const part of field.split(',')) {
    const match = /^(\*|[a-z0-9]+(?:-[a-z0-9]+)?)(?:\/(\d{1,4}))?$/.exec(part);
    if (match === null) return null;
    const [, span = '', step] = match;
    const stride = step === undefined ? 1 : Number(step);
    const [first, last] = ends(span, step !== undefined, low, high, names);
    if (!(stride >= 1 && first >= low && last <= high && first <= last)) return null;
    for (let value = first; value <= last; value += stride) allowed.add(value);
  }
  return [...allowed].sort((a, b) => a - b);
}

/** NaN for what is no number and no name. `5/10` goes on to the end, as everywhere. */
function ends(span: string, stepped: boolean, low: number, high: number, names: readonly string[]) {
  if (span === '*') return [low, high] as const;
  const [from = '', to] = span.split('-');
  const first = numberOf(from, low, names);
  return [first, to === undefined ? (stepped ? high : first) : numberOf(to, low, names)] as const;
}

function numberOf(word: string, low: number, names: readonly string[]): number {
  const named = names.indexOf(word);
  if (named >= 0) return named + (low === 1 ? 1 : 0);
  return /^\d{1,2}$/.test(word) ? Number(word) : Number.NaN;
}
