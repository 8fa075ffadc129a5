import type { Query } from './paths.ts';

export const RANGES = ['24h', '7d', '28d', 'custom'] as const;
export type RangeName = (typeof RANGES)[number];

export interface Range {
  readonly name: RangeName;
  /** `YYYY-MM-DD` in China, both included; only with `custom`. */
  readonly fromDay: string | null;
  readonly toDay: string | null;
}

const DAY = 86_400_000;
const LENGTH: Readonly<Record<Exclude<RangeName, 'custom'>, number>> = {
  '24h': DAY,
  '7d': 7 * DAY,
  '28d': 28 * DAY,
};
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** The range that an address names; anything unreadable is the last 24 hours. */
export function readRange(query: Query): Range {
  const name = RANGES.find((range) => range === query.range) ?? '24h';
  if (name !== 'custom') return { name, fromDay: null, toDay: null };
  const from = dayStart(query.from ?? '');
  const to = dayStart(query.to ?? '');
  if (from === null || to === null || from > to) return { name: '24h', fromDay: null, toDay: null };
  return { name, fromDay: query.from ?? null, toDay: query.to ?? null };
}

/** The range as instants, as of `now`. */
export function boundsOf(range: Range, now: number): { readonly from: number; readonly to: number } {
  if (range.name !== 'custom') return { from: now - LENGTH[range.name], to: now };
  const from = dayStart(range.fromDay ?? '') ?? now - DAY;
  const to = (dayStart(range.toDay ?? '') ?? now) + DAY;
  return { from, to: Math.min(to, now) > from ? Math.min(to, now) : to };
}

/** Midnight in China of a `YYYY-MM-DD`; null when it is none. */
export function dayStart(day: string): number | null {
  if (!DATE.test(day)) return null;
  const at = Date.parse(`${day}T00:00:00+08:00`);
  return Number.isNaN(at) ? null : at;
}

/** The day in China that holds an instant. */
export function dayOf(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);
}
