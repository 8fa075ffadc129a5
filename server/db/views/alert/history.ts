import { type Baseline, baselineOf, type ColdStart } from '../../../core/series/baseline/baseline.ts';
import { coveredSince } from '../../../core/series/baseline/coverage.ts';
import { type HourPoint, NOTHING_BESIDE, type Recent, type Series } from '../../../core/series/series.ts';
import { shownSpan } from '../../../core/series/trend-window.ts';
import { DAY, HOUR, type Instant, startOfHour } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { keepWhenDear } from '../../engine/memory.ts';
import { firstHour, type HourCounts, readHours } from '../../series/buckets.ts';
import { watchingSince } from '../../series/series.ts';

const KEPT = 28 * DAY;
/** Four weeks say nothing about what was usual long before or after them: longer charts get no band. */
const BAND_REACH = 35 * DAY;
/** The baseline leaves its newest six hours out. */
const LEFT_OUT = 6 * HOUR;

/** The hours of a chart and those before it, for one watch or several taken as one. */
export interface History {
  readonly unit: 'hour' | 'day';
  /** First millisecond of the first chart point; `end` is where the last one ends. */
  readonly start: Instant;
  readonly end: Instant;
  readonly inRange: readonly HourCounts[];
  /** As many hours before `start` as the range has. */
  readonly before: readonly HourCounts[];
  readonly baseline: Baseline | ColdStart;
}

interface ChartWatch {
  readonly id: number;
  readonly createdAt: Instant;
}

export interface HistoryRange {
  readonly watches: readonly ChartWatch[];
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
  readonly now: Instant;
}

/**
 * Reads hourly counts of [from, to) with the 28 days before, buckets only. Hours up to a week, days in
 * China beyond. Buckets are whole hours: the range begins with the hour (or day) that holds `from`. A post
 * that two watches mention counts for both. What is usual is judged as of the beginning of the range, so
 * that a crisis in it is no yardstick for itself; over days, or where nothing was known then, as of its end,
 * where a crisis weighs little among four weeks.
 */
export async function readHistory(db: Db, range: HistoryRange): Promise<History> {
  const { unit, from: start, to: end } = shownSpan(range, range.now);
  const length = Math.ceil((end - start) / HOUR) * HOUR;
  const ids = range.watches.map((watch) => watch.id);
  const past = await readPast(db, range.watches, start, Math.max(KEPT, length));
  const inRange = await readRange(db, ids, start, end);
  const atEnd = unit === 'day' || past.baseline.kind === 'cold-start';
  const baseline = atEnd ? baselineAt([...past.hours, ...inRange], past.since, end) : past.baseline;
  const before = past.hours.filter(({ hour }) => hour >= start - length);
  return { unit, start, end, inRange, before, baseline: end - start > BAND_REACH ? NO_BASELINE : baseline };
}

/** The hour under way is always read again. */
async function readRange(db: Db, ids: readonly number[], start: Instant, end: Instant) {
  const current = Math.max(start, startOfHour(end - 1));
  const key = `range ${ids.join()} ${start} ${current}`;
  const done = await keepWhenDear(db, key, () => readHours(db, ids, start, current));
  return [...done, ...(await readHours(db, ids, current, end))];
}

/** The first mention or the first watch's making, and since when there was anything to see. */
interface Since {
  readonly first: Instant;
  readonly watching: Instant | null;
}

interface Past {
  readonly hours: readonly HourCounts[];
  readonly since: Since;
  readonly baseline: Baseline | ColdStart;
}

/** What lies before a chart and what it makes usual. It hardly changes: see `keepWhenDear`. */
function readPast(db: Db, watches: readonly ChartWatch[], start: Instant, length: number): Promise<Past> {
  const ids = watches.map((watch) => watch.id);
  return keepWhenDear(db, `past ${ids.join()} ${start} ${length}`, async () => {
    const hours = await readHours(db, ids, start - length, start);
    const createdAt = Math.min(start, ...watches.map((watch) => watch.createdAt));
    const first = Math.min((await firstHour(db, ids)) ?? createdAt, createdAt);
    const since = { first, watching: await watchingSince(db, { createdAt }) };
    return { hours, since, baseline: baselineAt(hours, since, start + LEFT_OUT) };
  });
}

function baselineAt(hours: readonly HourCounts[], since: Since, at: Instant): Baseline | ColdStart {
  const filled = fill(hours, since.first, at);
  const covered = coveredSince(filled, since.watching, at);
  return baselineOf(asSeries(filled, (at - covered) / HOUR), 'total', at);
}

function fill(hours: readonly HourCounts[], since: Instant, until: Instant): readonly HourPoint[] {
  const known = new Map(hours.map((hour) => [hour.hour, hour]));
  const filled: HourPoint[] = [];
  for (let hour = startOfHour(Math.max(since, until - LEFT_OUT - KEPT)); hour < until; hour += HOUR) {
    filled.push(known.get(hour) ?? { hour, total: 0, negative: 0, copies: 0, reach: 0 });
  }
  return filled;
}

const NO_BASELINE: ColdStart = { kind: 'cold-start', days: 0 };
const NOTHING: Recent = { minutes: 0, total: 0, negative: 0, copies: 0, authors: 0, negativeAuthors: 0 };

/** The baseline asks for a whole series and looks at its hours alone. */
function asSeries(hours: readonly HourPoint[], knownHours: number): Series {
  const nobody = { claims: [], areas6h: 0, reach24h: 0, topVoice: null, hotRank: null, examples: [] };
  return {
    watchId: 0,
    hours,
    knownHours,
    lastHour: NOTHING,
    lastSixHours: NOTHING,
    ...nobody,
    ...NOTHING_BESIDE,
  };
}
