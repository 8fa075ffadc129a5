import type { Query } from './paths.ts';
import { DAY, HOUR } from './time.ts';

export const RANGES = ['24h', '7d', '28d', 'custom'] as const;
export type RangeName = (typeof RANGES)[number];

export interface Range {
  readonly name: RangeName;
  /**
   * `YYYY-MM-DD`, or an hour `YYYY-MM-DDTHH`, in China, both included; or an instant `YYYY-MM-DDTHH:mm:ss.sss`, the last
   * one not included. Only with `custom`.
   */
  readonly fromDay: string | null;
  readonly toDay: string | null;
}

const LENGTH: Readonly<Record<Exclude<RangeName, 'custom'>, number>> = {
  '24h': DAY,
  '7d': 7 * DAY,
  '28d': 28 * DAY,
};
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}$/;
const HOUR_NAME = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3])$/;

/** The range that an address names; anything unreadable is the last 24 hours. */
export function readRange(query: Query): Range {
  const name = RANGES.find((range) => range === query.range) ?? '24h';
  if (name !== 'custom') return { name, fromDay: null, toDay: null };
  const from = boundOf(query.from ?? '');
  const to = boundOf(query.to ?? '');
  if (from === null || to === null || from.start > to.start)
    return { name: '24h', fromDay: null, toDay: null };
  return { name, fromDay: query.from ?? null, toDay: query.to ?? null };
}

/** The range as instants, as of `now`. */
export function boundsOf(range: Range, now: number): { readonly from: number; readonly to: number } {
  if (range.name !== 'custom') return { from: now - LENGTH[range.name], to: now };
  const from = boundOf(range.fromDay ?? '')?.start ?? now - DAY;
  const to = boundOf(range.toDay ?? '')?.end ?? now + DAY;
  return { from, to: Math.min(to, now) > from ? Math.min(to, now) : to };
}

/** A range as the server is asked for it. What ends now has no end: the server's own clock decides where now is. */
export function rangeAsked(range: Range, watch: string, now = Date.now()) {
  const { from, to } = boundsOf(range, now);
  const end = range.name === 'custom' ? { to: String(to) } : {};
  return { from: String(from), ...end, ...(watch ? { watch } : {}) };
}

/** Midnight in China of a `YYYY-MM-DD`; null when it is none. */
export function dayStart(day: string): number | null {
  if (!DATE.test(day)) return null;
  const at = Date.parse(`${day}T00:00:00+08:00`);
  return Number.isNaN(at) ? null : at;
}

/** A day, an hour or an instant by its name, as the instants it begins and ends at; null when it is neither. */
function boundOf(name: string): { readonly start: number; readonly end: number } | null {
  if (INSTANT.test(name)) {
    const at = Date.parse(`${name}+08:00`);
    return Number.isNaN(at) ? null : { start: at, end: at };
  }
  const [, day = name, hour] = HOUR_NAME.exec(name) ?? [];
  const midnight = dayStart(day);
  if (midnight === null) return null;
  const start = midnight + Number(hour ?? 0) * HOUR;
  return { start, end: start + (hour === undefined ? DAY : HOUR) };
}

/** The range [from, to) as an address names it: days where it holds whole ones, else the hours it touches. */
export function rangeQuery(from: number, to: number): Query {
  const whole = [from, to].every((at) => (at + 8 * HOUR) % DAY === 0);
  const name = whole ? dayOf : hourName;
  return { range: 'custom', from: name(from), to: name(Math.max(from, to - 1)) };
}

/** The range [from, to) to the millisecond, for a list that is to show what was counted. */
export function exactRange(from: number, to: number): Query {
  return { range: 'custom', from: instantName(from), to: instantName(to) };
}

const EDGE = HOUR;

/** What an address says of a stretch that may still go on: the shortest usual range that holds it, else itself. */
export function rangeOver(from: number, to: number, now: number): Query {
  const names = ['24h', '7d', '28d'] as const;
  const name = names.find((each) => from >= now - LENGTH[each] + EDGE);
  return name === undefined ? exactRange(from, to) : { range: name, from: '', to: '' };
}

/** `2026-11-22T07:05:30.020` */
function instantName(at: number): string {
  return new Date(at + 8 * HOUR).toISOString().slice(0, 23);
}

/** `2026-11-22T07` */
function hourName(at: number): string {
  return new Date(at + 8 * HOUR).toISOString().slice(0, 13);
}

/** `11-22` or `11-22 07:00`, for a day, an hour or an instant by its name. */
export function boundWord(name: string): string {
  const [day = '', time] = name.slice(5).split('T');
  if (time === undefined) return day;
  return `${day} ${time.includes(':') ? time.slice(0, 5) : `${time}:00`}`;
}

/** The day in China that holds an instant. */
export function dayOf(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);
}
