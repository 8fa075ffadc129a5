import { sql } from 'kysely';
import type { Feed, FeedHealth, FeedRun } from '../../core/feed.ts';
import { feedHealth } from '../../core/feed-health.ts';
import { DAY, type Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { listFeeds, listRuns } from '../feeds.ts';

/** Age of posts when they were stored, milliseconds; null without posts whose time is known. */
export interface Lag {
  readonly p50: number | null;
  readonly p95: number | null;
}

/** A feed with what its runs of the last day came to. */
export interface FeedState {
  readonly feed: Feed;
  readonly health: FeedHealth;
  readonly lastRun: FeedRun | null;
  readonly lastOkAt: Instant | null;
  readonly lastPostsAt: Instant | null;
  readonly nextAt: Instant | null;
  readonly stored24h: number;
  readonly lags: readonly RunLag[];
}

/** Enough to speak for a day, few enough for a page. */
const RUNS = 60;

interface RunLag {
  readonly feedId: number;
  readonly stored: number;
  readonly p50: number;
  readonly p95: number;
}

/** Every feed with its health; one short index range of runs for each. */
export async function readFeedStates(db: Db, now: Instant): Promise<readonly FeedState[]> {
  const feeds = await listFeeds(db);
  const clocks = await readClocks(db);
  const stored = await readStored(db, now);
  const lags = Map.groupBy(await readLags(db, now), (lag) => lag.feedId);
  const states: FeedState[] = [];
  for (const feed of feeds) {
    const clock = clocks.get(feed.id) ?? { failures: 0, lastOkAt: null, lastPostsAt: null, nextAt: null };
    const [run] = await listRuns(db, feed.id, 1);
    const { failures, ...times } = clock;
    states.push({
      feed,
      health: feedHealth({ ...feed, ...clock, lastRun: run ?? null }, now),
      lastRun: run ? withoutLag(run) : null,
      ...times,
      stored24h: stored.get(feed.id) ?? 0,
      lags: lags.get(feed.id) ?? [],
    });
  }
  return states;
}

function withoutLag(run: FeedRun & { lagP50?: unknown; lagP95?: unknown }): FeedRun {
  const { lagP50: _, lagP95: __, ...rest } = run;
  return rest;
}

async function readClocks(db: Db) {
  const rows = await db
    .selectFrom('feed')
    .select(['id', 'failures', 'last_ok_at as lastOkAt', 'last_posts_at as lastPostsAt', 'next_at as nextAt'])
    .execute();
  return new Map(rows.map(({ id, ...clock }) => [id, clock]));
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
    from feed f cross join feed_run r on r.feed_id = f.id and r.started_at > ${now - DAY}
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
