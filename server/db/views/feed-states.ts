import { sql } from 'kysely';
import type { YieldDay } from '../../core/feed-yield.ts';
import { DAY, type Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { listDays } from '../feed-runs.ts';
import { type FeedVitals, readFeedVitals } from './feed-vitals.ts';

/** Age of posts when they were stored, milliseconds; null without posts whose time is known. */
export interface Lag {
  readonly p50: number | null;
  readonly p95: number | null;
}

/** A feed with what its runs of the last day, and its days of the last weeks, came to. */
export interface FeedState extends FeedVitals {
  readonly stored24h: number;
  readonly lags: readonly RunLag[];
  readonly days: readonly YieldDay[];
}

/** Enough to speak for a day, few enough for a page. */
const RUNS = 60;
const HISTORY = 28 * DAY;

interface RunLag {
  readonly feedId: number;
  readonly stored: number;
  readonly p50: number;
  readonly p95: number;
}

/** Every feed with its health; short index ranges for each. */
export async function readFeedStates(db: Db, now: Instant): Promise<readonly FeedState[]> {
  const vitals = await readFeedVitals(db, now);
  const stored = await readStored(db, now);
  const lags = Map.groupBy(await readLags(db, now), (lag) => lag.feedId);
  const days = Map.groupBy(await listDays(db, now - HISTORY), (day) => day.feedId);
  return vitals.map((vital) => ({
    ...vital,
    stored24h: stored.get(vital.feed.id) ?? 0,
    lags: lags.get(vital.feed.id) ?? [],
    days: days.get(vital.feed.id) ?? [],
  }));
}

/** The newest runs of the last day that stored something and know how old it was. */
async function readLags(db: Db, now: Instant): Promise<readonly RunLag[]> {
  const answer = await sql<RunLag>`
    select r.feed_id as "feedId", r.stored, r.lag_p50 as p50, r.lag_p95 as p95
    from feed f cross join feed_run r on r.id in (
      select id from feed_run
      where feed_id = f.id and started_at > ${now - DAY} and stored > 0 and lag_p50 is not null
      order by started_at desc limit ${sql.lit(RUNS)})`.execute(db);
  return answer.rows;
}

async function readStored(db: Db, now: Instant): Promise<ReadonlyMap<number, number>> {
  const answer = await sql<{ feedId: number; stored: number }>`
    select f.id as "feedId", sum(r.stored) as stored
    from feed f cross join feed_run r on r.feed_id = f.id and r.started_at > ${now - DAY} and r.kind <> 'backfill'
    group by f.id`.execute(db);
  return new Map(answer.rows.map((row) => [row.feedId, row.stored]));
}

/**
 * The lag over many runs: the median of their medians and the 95th percentile of their 95th percentiles,
 * each run weighed by the posts it stored. The lags of single posts are not kept.
 */
export function lagOver(runs: readonly RunLag[]): Lag {
  return { p50: weighted(runs, 'p50', 0.5), p95: weighted(runs, 'p95', 0.95) };
}

function weighted(runs: readonly RunLag[], measure: 'p50' | 'p95', share: number): number | null {
  const sorted = runs.toSorted((a, b) => a[measure] - b[measure]);
  let left = share * sorted.reduce((sum, run) => sum + run.stored, 0);
  for (const run of sorted) {
    left -= run.stored;
    if (left <= 0) return run[measure];
  }
  return null;
}
