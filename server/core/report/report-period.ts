import { AppError } from '../errors.ts';
import type { Span, Windows } from '../series/trend-window.ts';
import { CHINA_OFFSET, DAY, HOUR, type Instant, startOfDay, startOfHour } from '../time.ts';

/** Days, weeks from Monday to Sunday and calendar months of China, or any stretch of whole hours. */
export const REPORT_KINDS = ['daily', 'weekly', 'monthly', 'custom'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

export interface ReportPeriod extends Span {
  readonly kind: ReportKind;
  /** False: it was still running when the report was made, which then covers its hours so far. */
  readonly complete: boolean;
}

export interface PeriodAsked {
  readonly kind: ReportKind;
  /** A moment of the day, week or month; of a stretch its beginning. Absent: the last one that is over. */
  readonly from?: Instant | undefined;
  /** End of a stretch, exclusive; days, weeks and months end by themselves. */
  readonly to?: Instant | undefined;
}

/** Longer ones are no report: two years with the comparison. */
const MAX_PERIOD_MS = 366 * DAY;

/**
 * The period that a report covers.
 * @throws AppError('bad_request') for one that has not begun, ends before it begins or is longer than a year
 */
export function periodOf({ kind, from, to }: PeriodAsked, now: Instant): ReportPeriod {
  if (kind === 'custom') return stretchOf(from, to, now);
  const span = from === undefined ? turnWith(kind, turnWith(kind, now).from - 1) : turnWith(kind, from);
  return cutAt({ kind, ...span }, now);
}

function stretchOf(from: Instant | undefined, to: Instant | undefined, now: Instant): ReportPeriod {
  if (from === undefined || to === undefined) {
    throw faultOf(from === undefined ? 'from' : 'to', 'a stretch needs its beginning and its end');
  }
  const span = { from: startOfHour(from), to: Math.ceil(to / HOUR) * HOUR };
  if (span.from >= span.to) throw faultOf('to', 'the time must begin before it ends');
  if (span.to - span.from > MAX_PERIOD_MS) throw faultOf('from', 'the time is longer than a year');
  return cutAt({ kind: 'custom', ...span }, now);
}

/**
 * A period that still runs is reported up to its last full hour, since what it is held against is counted by the hour,
 * too; in its first hour up to now.
 */
function cutAt(asked: Span & { readonly kind: ReportKind }, now: Instant): ReportPeriod {
  const full = startOfHour(now);
  const to = Math.min(asked.to, full > asked.from ? full : now);
  if (to <= asked.from) throw faultOf('from', 'this time has not begun yet');
  return { ...asked, to, complete: to === asked.to };
}

/**
 * The time that a report is held against: as long a one just before. A day or week that still runs is held against
 * the same part of the one before, a month against as many days at the same hours: mornings are not evenings. Null for
 * less than an hour.
 */
export function timeBefore({ kind, from, to, complete }: ReportPeriod): Span | null {
  const length = to - from;
  if (length < HOUR) return null;
  const days = Math.ceil(length / DAY) * DAY;
  const back = { daily: DAY, weekly: 7 * DAY, monthly: complete ? length : days, custom: length }[kind];
  return { from: from - back, to: from - back + length };
}

/**
 * The whole days for which words are counted, with the same part of the time before; null where there is none: words
 * are counted by the day. The day that still runs is left out, since part of one is not held against whole ones.
 * @param before what the rest is held against; null: nothing
 */
export function wordWindows({ from, to }: ReportPeriod, before: Span | null): Windows | null {
  const end = startOfDay(to);
  if (startOfDay(from) !== from || end <= from) return null;
  const start = before === null ? null : startOfDay(before.from + DAY - 1);
  return { now: { from, to: end }, before: start === null ? [] : [{ from: start, to: start + end - from }] };
}

/** The day, week or month that holds `at`. */
function turnWith(kind: Exclude<ReportKind, 'custom'>, at: Instant): Span {
  const day = startOfDay(at);
  if (kind === 'daily') return { from: day, to: day + DAY };
  const china = new Date(at + CHINA_OFFSET);
  if (kind === 'weekly') {
    const from = day - ((china.getUTCDay() + 6) % 7) * DAY;
    return { from, to: from + 7 * DAY };
  }
  const monthAt = (months: number): Instant =>
    Date.UTC(china.getUTCFullYear(), china.getUTCMonth() + months) - CHINA_OFFSET;
  return { from: monthAt(0), to: monthAt(1) };
}

function faultOf(field: 'from' | 'to', message: string): AppError {
  return new AppError('bad_request', message, { field, faults: [{ field, message }] });
}
