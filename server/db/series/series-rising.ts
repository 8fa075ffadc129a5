import { isColdStart } from '../../core/series/baseline/baseline.ts';
import { EARLIER_DAYS } from '../../core/series/held-against.ts';
import { risingMost } from '../../core/series/rising-parts.ts';
import type { Rising, Series } from '../../core/series/series.ts';
import {
  type DayCount,
  knownSince,
  lastMorning,
  mayRise,
  RISE_DAYS,
  type SlowRise,
  slowRise,
  YEAR,
} from '../../core/series/slow-rise.ts';
import { DAY, type Instant, startOfDay } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { readDays, readParts, readRisingExamples } from './rising-counts.ts';
import { withoutChanged } from './rising-feeds.ts';

/** What is known of a watch until its settled hours are others, which is once an hour, or the next morning comes. */
interface Kept {
  readonly until: Instant;
  readonly rising: Rising | null;
}

const kept = new WeakMap<object, Kept>();
const WEEK = 7 * DAY;

/**
 * Watches whose complaints rise week by week. Few may by the hours at hand; of those four weeks are read by the day, in
 * one statement; and only where these rise is it asked which feeds changed meanwhile, what it was a year ago, and what
 * rises. Where a memory is kept that is once an hour.
 */
export async function readRisingOf(
  db: Db,
  all: readonly Series[],
  now: Instant,
): Promise<ReadonlyMap<number, Rising>> {
  const until = lastMorning(now);
  const found = new Map<number, Rising>();
  const fresh: Series[] = [];
  for (const series of all) {
    const known = series.settled && kept.get(series.settled);
    if (known?.until !== until) fresh.push(series);
    else if (known.rising) found.set(series.watchId, known.rising);
  }
  const likely = fresh.filter((series) => !isColdStart(series) && mayRise(daysOf(series, until), until));
  const from = until - RISE_DAYS * DAY;
  const read =
    likely.length > 0
      ? await readDays(
          db,
          likely.map(({ watchId }) => ({ watchId, from, to: until })),
        )
      : [];
  for (const [i, series] of likely.entries()) {
    const rising = await risingOf(db, series, read[i] ?? [], now);
    if (rising) found.set(series.watchId, rising);
  }
  for (const { settled, watchId } of fresh) {
    if (settled) kept.set(settled, { until, rising: found.get(watchId) ?? null });
  }
  return found;
}

function daysOf({ hours }: Series, until: Instant): readonly DayCount[] {
  const days: { day: Instant; total: number; negative: number }[] = [];
  for (const { hour, total, negative } of hours) {
    if (hour >= until) break;
    const last = days.at(-1);
    if (last && hour < last.day + DAY) {
      last.total += total;
      last.negative += negative;
    } else days.push({ day: startOfDay(hour), total, negative });
  }
  return days;
}

async function risingOf(
  db: Db,
  series: Series,
  days: readonly DayCount[],
  now: Instant,
): Promise<Rising | null> {
  const judge = (some: readonly DayCount[]) =>
    slowRise(some, lastMorning(now), knownSince(series.knownHours, now));
  const rise = judge(days);
  if (rise === null) return null;
  const steady = await withoutChanged(db, series.watchId, days, rise);
  const left = steady === days ? rise : judge(steady);
  return left && { days: steady, ...(await readBeside(db, series.watchId, left)) };
}

/** The weeks before, the year before, what rises, and posts that show it. */
async function readBeside(db: Db, watchId: number, rise: SlowRise): Promise<Omit<Rising, 'days'>> {
  const { since, until } = rise;
  const last = { from: until - WEEK, to: until };
  const [lastYear = [], earlier = []] = await readDays(db, [
    { watchId, from: since - YEAR, to: until - YEAR },
    { watchId, from: since - EARLIER_DAYS * DAY, to: since },
  ]);
  const parts = await readParts(db, watchId, { from: since, to: since + WEEK }, last);
  const { touch, area } = risingMost(parts, rise);
  const about = (touch ?? area)?.fact ?? null;
  return { lastYear, earlier, parts, examples: await readRisingExamples(db, watchId, about, last) };
}
