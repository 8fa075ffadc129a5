import { DAY, HOUR, type Instant, startOfDay, startOfHour } from '../time.ts';

/** A stretch of time; `to` is exclusive. */
export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** What now is held against: the same length just before, or the same hours of the weeks before. */
export const BASES = ['before', 'week'] as const;
export type Basis = (typeof BASES)[number];

/** A stretch and those it is compared with, newest first. None: nothing was seen then. */
export interface Windows {
  readonly now: Span;
  readonly before: readonly Span[];
}

const WEEK = 7 * DAY;

/**
 * The stretch that a page shows of a range: hours are counted whole, days of China beyond a week. Its end is that of the
 * range, or now: all of the hour that holds it is counted.
 */
export function shownSpan({ from, to }: Span, now: Instant): Span & { readonly unit: 'hour' | 'day' } {
  const unit = to - from > WEEK ? 'day' : 'hour';
  const start = unit === 'hour' ? startOfHour(from) : startOfDay(from);
  return { unit, from: start, to: Math.max(start, Math.min(to, now)) };
}

/** The same for what is looked up post by post: up to the end of the hour that is counted. */
export function lookedSpan(range: Span, now: Instant): Span {
  const { from, to } = shownSpan(range, now);
  return { from, to: Math.max(to, Math.min(Math.ceil(to / HOUR) * HOUR, now)) };
}
/** Seven days are shown from the start of an hour or a day on, so that they last up to a day longer. */
const MAX_WEEK_MS = WEEK + DAY;
const MAX_WEEKS = 4;

/**
 * The windows of a comparison, in whole hours. Windows that begin before anything was ever seen are left
 * out: an unwatched time is no quiet one. The same hours of other weeks exist only for up to a week, which
 * is held against whole weeks; a longer stretch is held against the stretch before.
 * @param span begins on an hour; its end may lie within one
 * @param since when the first post was seen; null when none ever was
 */
export function windowsOf(span: Span, basis: Basis, since: Instant | null): Windows {
  return {
    now: span,
    before: earlier(span, HOUR, basisFor(span, basis)).filter((each) => since !== null && each.from >= since),
  };
}

/**
 * As `windowsOf`, in whole days of China: for what is counted by the day. Mornings are not evenings, so that the day
 * that is not over is left out; a stretch without a whole day is held against nothing.
 * @param today how far the running day goes
 */
export function dayWindowsOf(
  span: Span,
  basis: Basis,
  since: Instant | null,
  today: Instant = span.to,
): Windows {
  const days = daysOf(span, today);
  const now = { ...days, to: startOfDay(span.to) };
  if (now.to <= now.from) return { now: days, before: [] };
  const first = since === null ? null : startOfDay(since + DAY - 1);
  return {
    now,
    before: earlier(now, DAY, basisFor(span, basis)).filter((each) => first !== null && each.from >= first),
  };
}

/** The days that it touches, whole ones: from the start of the first to the end of the last, or to now. */
export function daysOf({ from, to }: Span, now: Instant): Span {
  return { from: startOfDay(from), to: Math.max(to, Math.min(startOfDay(to + DAY - 1), now)) };
}

/** What a stretch of this length can be compared with. */
export function basisFor({ from, to }: Span, wanted: Basis): Basis {
  return to - from < MAX_WEEK_MS ? wanted : 'before';
}

function earlier({ from, to }: Span, step: number, basis: Basis): readonly Span[] {
  const length = Math.ceil((to - from) / step) * step;
  if (basis === 'before') return [{ from: from - length, to: from }];
  return Array.from({ length: MAX_WEEKS }, (_, week) => {
    const start = from - (week + 1) * WEEK;
    return { from: start, to: start + Math.min(length, WEEK) };
  });
}

/** How long the spans last together. */
export function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { from, to }) => sum + (to - from), 0);
}
