import { sql } from 'kysely';
import type { Amounts, FacetDayDelta, FacetDelta, Tally } from '../../core/series/bucket.ts';
import type { HourPoint } from '../../core/series/series.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { bulkInsert } from '../engine/bulk.ts';
import { numbersIn } from '../engine/dialect.ts';
import { addHourWriters } from './author-sketches.ts';

const AMOUNTS = ['count', 'copies', 'reach'] as const;
const BUCKET_COLUMNS = ['watch_id', 'hour', 'platform', 'sentiment', ...AMOUNTS] as const;
const FINE_COLUMNS = ['watch_id', 'at', 'platform', 'sentiment', ...AMOUNTS] as const;
const FACET_COLUMNS = ['watch_id', 'facet', 'hour', 'platform', 'sentiment', ...AMOUNTS] as const;
const FACET_DAY_COLUMNS = ['watch_id', 'facet', 'day', 'sentiment', ...AMOUNTS] as const;
const TERM_COLUMNS = ['watch_id', 'day', 'term', 'count', 'negative', 'positive'] as const;
/** The name of the table is needed where a column could be either row's. */
function adding(table: string, amounts: readonly string[]): string {
  return `do update set ${amounts.map((each) => `${each} = ${table}.${each} + excluded.${each}`).join(', ')}`;
}

/** Adds to all counts. Give it the transaction that stores the mentions, or they come apart. */
export async function addTally(db: Db, tally: Tally): Promise<void> {
  const { buckets, fine, terms, writers } = tally;
  const bucketRows = buckets.map((d) => [d.watchId, d.hour, d.platform, d.sentiment, ...amountsOf(d)]);
  await bulkInsert(
    db,
    'bucket',
    BUCKET_COLUMNS,
    bucketRows,
    `on conflict (watch_id, hour, platform, sentiment) ${adding('bucket', AMOUNTS)}`,
  );
  const fineRows = fine.map((d) => [d.watchId, d.at, d.platform, d.sentiment, ...amountsOf(d)]);
  await bulkInsert(
    db,
    'fine_bucket',
    FINE_COLUMNS,
    fineRows,
    `on conflict (watch_id, at, platform, sentiment) ${adding('fine_bucket', AMOUNTS)}`,
  );
  await addFacets(db, tally);
  const termRows = terms.map((d) => [d.watchId, d.day, d.term, d.count, d.negative, d.positive]);
  await bulkInsert(
    db,
    'term_bucket',
    TERM_COLUMNS,
    termRows,
    `on conflict (watch_id, day, term) ${adding('term_bucket', ['count', 'negative', 'positive'])}`,
  );
  await addHourWriters(db, writers);
}

async function addFacets(db: Db, { facets, facetDays }: Tally): Promise<void> {
  const rows = facets
    .toSorted((a, b) => byName(a, b) || a.hour - b.hour)
    .map((d) => [d.watchId, d.facet, d.hour, d.platform, d.sentiment, ...amountsOf(d)]);
  await bulkInsert(
    db,
    'facet_bucket',
    FACET_COLUMNS,
    rows,
    `on conflict (watch_id, facet, hour, platform, sentiment) ${adding('facet_bucket', AMOUNTS)}`,
  );
  const days = facetDays
    .toSorted((a, b) => byName(a, b) || a.day - b.day)
    .map((d) => [d.watchId, d.facet, d.day, d.sentiment, ...amountsOf(d)]);
  await bulkInsert(
    db,
    'facet_day',
    FACET_DAY_COLUMNS,
    days,
    `on conflict (watch_id, facet, day, sentiment) ${adding('facet_day', AMOUNTS)}`,
  );
}

type Named = Pick<FacetDelta | FacetDayDelta, 'watchId' | 'facet'>;

/** As keys begin: neighbours share pages. */
function byName(a: Named, b: Named): number {
  return a.watchId - b.watchId || (a.facet < b.facet ? -1 : a.facet > b.facet ? 1 : 0);
}

function amountsOf({ count, copies, reach }: Amounts) {
  return [count, copies, reach] as const;
}

/** One hour as the charts stack it. */
export interface HourCounts extends HourPoint {
  readonly neutral: number;
  readonly positive: number;
}

/** What was counted of each watch in each hour of [from, to) in which anything was. */
export async function readTotals(
  db: Db,
  watchIds: readonly number[],
  from: Instant,
  to: Instant,
): Promise<readonly { readonly watchId: number; readonly hour: Instant; readonly total: number }[]> {
  if (watchIds.length === 0) return [];
  const answer = await sql<{ watchId: number; hour: number; total: number }>`
    select watch_id as "watchId", hour, sum(count) as total from bucket
    where watch_id in (${sql.join(watchIds)}) and hour >= ${from} and hour < ${to}
    group by watch_id, hour`.execute(db);
  return answer.rows;
}

/**
 * Hourly counts of some watches together, ascending, hours without posts left out.
 * @param watchIds null for all watches
 * @param from first hour, inclusive; `to` exclusive
 */
export async function readHours(
  db: Db,
  watchIds: readonly number[] | null,
  from: Instant,
  to: Instant,
): Promise<readonly HourCounts[]> {
  // Each watch is one range of the primary key; without naming them SQLite would read every bucket.
  const ids = watchIds ?? (await db.selectFrom('watch').select('id').execute()).map((row) => row.id);
  if (ids.length === 0) return [];
  const answer = await sql<HourCounts>`
    select hour, sum(count) as total, sum(copies) as copies, sum(reach) as reach,
      sum(case when sentiment < 0 then count else 0 end) as negative,
      sum(case when sentiment = 0 then count else 0 end) as neutral,
      sum(case when sentiment > 0 then count else 0 end) as positive
    from bucket where watch_id in (${sql.join(ids)}) and hour >= ${from} and hour < ${to}
    group by hour order by hour`.execute(db);
  return answer.rows;
}

/** The hour of the first mention ever counted of these watches; null where there is none. */
export async function firstHour(db: Db, watchIds: readonly number[]): Promise<Instant | null> {
  const answer = await sql<{ first: Instant | null }>`
    select min((select min(hour) from bucket where watch_id = w.value)) as first
    from ${numbersIn(db, watchIds, 'w')}`.execute(db);
  return answer.rows[0]?.first ?? null;
}

/** For each of these watches the hour of its first mention ever counted; those without one are left out. */
export async function firstHours(db: Db, watchIds: readonly number[]): Promise<ReadonlyMap<number, Instant>> {
  const { rows } = await sql<{ id: number; first: Instant | null }>`
    select w.value as id, (select min(hour) from bucket where watch_id = w.value) as first
    from ${numbersIn(db, watchIds, 'w')}`.execute(db);
  return new Map(rows.flatMap(({ id, first }) => (first === null ? [] : [[id, first]])));
}
