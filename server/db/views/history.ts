import { sql } from 'kysely';
import { type Baseline, baselineOf, type ColdStart } from '../../core/baseline.ts';
import { expectedBand } from '../../core/expected-band.ts';
import type { SharePoint, VolumePoint } from '../../core/screens-mentions.ts';
import type { HourPoint, Recent, Series } from '../../core/series.ts';
import { DAY, HOUR, type Instant, startOfDay, startOfHour } from '../../core/time.ts';
import { wilson } from '../../core/wilson.ts';
import { type HourCounts, readHours } from '../buckets.ts';
import type { Db } from '../database.ts';

const KEPT = 28 * DAY;
/** The baseline leaves its newest six hours out. */
const LEFT_OUT = 6 * HOUR;
export type Unit = 'hour' | 'day';

/** The hours of a chart and those before it, for one watch or several taken as one. */
export interface History {
  readonly unit: Unit;
  /** First millisecond of the first chart point; `end` is where the last one ends. */
  readonly start: Instant;
  readonly end: Instant;
  readonly inRange: readonly HourCounts[];
  /** As many hours before `start` as the range has. */
  readonly before: readonly HourCounts[];
  readonly baseline: Baseline | ColdStart;
}

export interface HistoryRange {
  readonly watches: readonly { readonly id: number; readonly createdAt: Instant }[];
  readonly from: Instant;
  readonly to: Instant;
  readonly now: Instant;
}

/**
 * Reads hourly counts of [from, to) with the 28 days before, buckets only. Hours up to a week, days in
 * China beyond. Buckets are whole hours: the range begins with the hour (or day) that holds `from`. A post
 * that two watches mention counts for both.
 */
export async function readHistory(db: Db, range: HistoryRange): Promise<History> {
  const unit = range.to - range.from > 7 * DAY ? 'day' : 'hour';
  const start = unit === 'hour' ? startOfHour(range.from) : startOfDay(range.from);
  const end = Math.max(start, Math.min(range.to, range.now));
  const length = Math.ceil((end - start) / HOUR) * HOUR;
  const ids = range.watches.map((watch) => watch.id);
  const hours = await readHours(db, ids, start - Math.max(KEPT, length), end);
  const since = Math.min(await firstHour(db, ids), ...range.watches.map((watch) => watch.createdAt), end);
  return {
    unit,
    start,
    end,
    inRange: hours.filter(({ hour }) => hour >= start),
    before: hours.filter(({ hour }) => hour < start && hour >= start - length),
    baseline: baselineFor(hours, since, start, end),
  };
}

async function firstHour(db: Db, watchIds: readonly number[]): Promise<Instant> {
  const answer = await sql<{ first: number | null }>`
    select min((select min(hour) from bucket where watch_id = value)) as first
    from json_each(${JSON.stringify(watchIds)})`.execute(db);
  return answer.rows[0]?.first ?? Number.MAX_SAFE_INTEGER;
}

/**
 * What was usual when the range began, so that a crisis in it is no yardstick for itself; where nothing
 * was known then, what is usual by its end.
 */
function baselineFor(hours: readonly HourCounts[], since: Instant, start: Instant, end: Instant) {
  const then = start + LEFT_OUT;
  const asOf = (at: Instant) =>
    baselineOf(asSeries(fill(hours, since, at), (at - since) / HOUR), 'total', at);
  const early = asOf(Math.min(then, end));
  return early.kind === 'cold-start' && end > then ? asOf(end) : early;
}

function fill(hours: readonly HourCounts[], since: Instant, until: Instant): readonly HourPoint[] {
  const known = new Map(hours.map((hour) => [hour.hour, hour]));
  const filled: HourPoint[] = [];
  for (let hour = startOfHour(Math.max(since, until - KEPT)); hour < until; hour += HOUR) {
    filled.push(known.get(hour) ?? { hour, total: 0, negative: 0, copies: 0, reach: 0 });
  }
  return filled;
}

const NOTHING: Recent = { minutes: 0, total: 0, negative: 0, copies: 0, authors: 0, negativeAuthors: 0 };

/** The baseline asks for a whole series and looks at its hours alone. */
function asSeries(hours: readonly HourPoint[], knownHours: number): Series {
  const nobody = { claims: [], areas6h: 0, reach24h: 0, topVoice: null, hotRank: null, examples: [] };
  return { watchId: 0, hours, knownHours, lastHour: NOTHING, lastSixHours: NOTHING, ...nobody };
}

/** One chart point after the other, without gaps, with the usual range where it is known. */
export function volumeOf(history: History): readonly VolumePoint[] {
  const step = history.unit === 'hour' ? HOUR : DAY;
  const windows: { from: Instant; to: Instant }[] = [];
  for (let from = history.start; from < history.end; from += step) {
    // The hour under way is held against its share of a usual one.
    windows.push({ from, to: Math.min(from + step, history.end) });
  }
  const band = expectedBand(history.baseline, windows);
  const sums = windows.map(() => ({ negative: 0, neutral: 0, positive: 0, copies: 0 }));
  for (const hour of history.inRange) {
    const sum = sums[Math.floor((hour.hour - history.start) / step)];
    if (!sum) continue;
    sum.negative += hour.negative;
    sum.neutral += hour.neutral;
    sum.positive += hour.positive;
    sum.copies += hour.copies;
  }
  return windows.map(({ from }, i) => {
    const { expected = null, low = null, high = null } = band?.[i] ?? {};
    const sum = sums[i] ?? { negative: 0, neutral: 0, positive: 0, copies: 0 };
    return { at: from, ...sum, expected, low, high };
  });
}

/** Negative share with its Wilson interval; null where nothing was said. */
export function shareOf(negative: number, n: number): Pick<SharePoint, 'p' | 'lo' | 'hi' | 'n'> {
  return { p: n > 0 ? negative / n : null, ...wilson(negative, n), n };
}

export function sumOf(hours: readonly HourCounts[], measure: 'total' | 'negative' | 'copies'): number {
  return hours.reduce((sum, hour) => sum + hour[measure], 0);
}
