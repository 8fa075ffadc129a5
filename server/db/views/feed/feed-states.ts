import { sql } from 'kysely';
import type { YieldDay } from '../../../core/feed/feed-yield.ts';
import { DAY, type Instant } from '../../../core/time.ts';
import { nextTurn } from '../../../core/turn.ts';
import type { Db } from '../../database.ts';
import { chunks } from '../../engine/chunks.ts';
import { byEngine, joinInOrder, numbersIn } from '../../engine/dialect.ts';
import { listDays } from '../../feed/feed-runs.ts';
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

/** Feeds looked at in one go: a thousand at once would keep every other request waiting. */
const FEEDS = 50;

/** Every feed, or `only` one, with its health; short index ranges for each. */
export async function readFeedStates(db: Db, now: Instant, only?: number): Promise<readonly FeedState[]> {
  const vitals = await readFeedVitals(db, now);
  const wanted = only === undefined ? vitals : vitals.filter(({ feed }) => feed.id === only);
  const states: FeedState[] = [];
  for (const part of chunks(wanted, FEEDS)) {
    states.push(...(await withHistory(db, part, now)));
    await nextTurn();
  }
  return states;
}

async function withHistory(db: Db, vitals: readonly FeedVitals[], now: Instant): Promise<FeedState[]> {
  const ids = vitals.map(({ feed }) => feed.id);
  const stored = await readStored(db, ids, now);
  const lags = Map.groupBy(await readLags(db, ids, RUNS, now), (lag) => lag.feedId);
  const days = Map.groupBy(await listDays(db, now - HISTORY, ids), (day) => day.feedId);
  return vitals.map((vital) => ({
    ...vital,
    stored24h: stored.get(vital.feed.id) ?? 0,
    lags: lags.get(vital.feed.id) ?? [],
    days: days.get(vital.feed.id) ?? [],
  }));
}

/** Runs that speak for all feeds together; of each feed at least the newest few. */
const RUNS_OF_ALL = 3_000;
const MIN_RUNS = 3;

/** The newest runs of these feeds, to say how old their posts are taken together. */
export async function readSharedLags(db: Db, feedIds: readonly number[], now: Instant) {
  const each = Math.floor(RUNS_OF_ALL / Math.max(1, feedIds.length));
  const runs = Math.min(RUNS, Math.max(MIN_RUNS, each));
  const lags: RunLag[] = [];
  for (const part of chunks(feedIds, FEEDS)) {
    lags.push(...(await readLags(db, part, runs, now)));
    await nextTurn();
  }
  return lags;
}

/** The newest runs of the last day, of each feed so many, that stored something and know how old it was. */
async function readLags(
  db: Db,
  feedIds: readonly number[],
  runs: number,
  now: Instant,
): Promise<readonly RunLag[]> {
  const newest = sql`from feed_run
    where feed_id = f.value and started_at > ${now - DAY} and stored > 0 and lag_p50 is not null
    order by started_at desc limit ${sql.lit(runs)}`;
  const perFeed = byEngine(db, {
    sqlite: sql`cross join feed_run r on r.id in (select id ${newest})`,
    postgres: sql`cross join lateral (select * ${newest}) r`,
  });
  const answer = await sql<RunLag>`
    select r.feed_id as "feedId", r.stored, r.lag_p50 as p50, r.lag_p95 as p95
    from ${numbersIn(db, feedIds, 'f')} ${perFeed}`.execute(db);
  return answer.rows;
}

async function readStored(
  db: Db,
  feedIds: readonly number[],
  now: Instant,
): Promise<ReadonlyMap<number, number>> {
  const answer = await sql<{ feedId: number; stored: number }>`
    select f.value as "feedId", sum(r.stored) as stored
    from ${numbersIn(db, feedIds, 'f')}
    ${joinInOrder(db)} feed_run r on r.feed_id = f.value and r.started_at > ${now - DAY} and r.kind not in ('backfill', 'again')
    group by f.value`.execute(db);
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
