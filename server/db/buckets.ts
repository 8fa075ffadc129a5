import { sql } from 'kysely';
import type { BucketDelta, FacetDelta } from '../core/bucket.ts';
import type { HourPoint } from '../core/series.ts';
import { HOUR, type Instant } from '../core/time.ts';
import { bulkInsert } from './bulk.ts';
import type { Db } from './database.ts';

const BUCKET_COLUMNS = ['watch_id', 'hour', 'platform', 'sentiment', 'count', 'copies', 'reach'] as const;
const FACET_COLUMNS = ['watch_id', 'hour', 'facet', 'count', 'negative'] as const;

/** Adds to the hourly counts. Give it the transaction that stores the mentions, or they come apart. */
export async function addBuckets(db: Db, deltas: readonly BucketDelta[]): Promise<void> {
  const rows = deltas.map(
    (d) => [d.watchId, d.hour, d.platform, d.sentiment, d.count, d.copies, d.reach] as const,
  );
  const adding = `on conflict (watch_id, hour, platform, sentiment) do update set
    count = count + excluded.count, copies = copies + excluded.copies, reach = reach + excluded.reach`;
  await bulkInsert(db, 'bucket', BUCKET_COLUMNS, rows, adding);
}

/** As `addBuckets`, for facets. */
export async function addFacetBuckets(db: Db, deltas: readonly FacetDelta[]): Promise<void> {
  const rows = deltas.map((d) => [d.watchId, d.hour, d.facet, d.count, d.negative] as const);
  const adding = `on conflict (watch_id, hour, facet) do update set
    count = count + excluded.count, negative = negative + excluded.negative`;
  await bulkInsert(db, 'facet_bucket', FACET_COLUMNS, rows, adding);
}

/** One hour as the charts stack it. */
export interface HourCounts extends HourPoint {
  readonly neutral: number;
  readonly positive: number;
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
      sum(iif(sentiment < 0, count, 0)) as negative, sum(iif(sentiment = 0, count, 0)) as neutral,
      sum(iif(sentiment > 0, count, 0)) as positive
    from bucket where watch_id in (${sql.join(ids)}) and hour >= ${from} and hour < ${to}
    group by hour order by hour`.execute(db);
  return answer.rows;
}

/** Everything is counted once, into a table of this connection alone, and then compared. */
const recountOf = (watchId: number) => sql`
  create temp table recount as
  select watch_id, at / ${sql.lit(HOUR)} * ${sql.lit(HOUR)} as hour, platform, sentiment,
    count(*) as count, sum(copy) as copies, sum(reach) as reach
  from mention where counted = 1 and watch_id = ${sql.lit(watchId)}
  group by hour, platform, sentiment`;

const facetRecountOf = (watchId: number) => sql`
  create temp table facet_recount as
  select f.watch_id, f.at / ${sql.lit(HOUR)} * ${sql.lit(HOUR)} as hour, f.name as facet,
    count(*) as count, sum(m.sentiment < 0) as negative
  from fact f join mention m on m.watch_id = f.watch_id and m.at = f.at and m.post_id = f.post_id
  where f.watch_id = ${sql.lit(watchId)} and (f.name glob 'touch.*' or f.name glob 'servqual.*'
    or f.name glob 'sev.*' or f.name glob 'intent.*')
  group by f.name, f.at / ${sql.lit(HOUR)}`;

/**
 * Counts one watch again from its stored mentions and facts, and sets right what differs. Run it in a
 * transaction. @returns how many counts were wrong, missing or too many
 */
export async function recountWatch(db: Db, watchId: number): Promise<number> {
  await recountOf(watchId).execute(db);
  await facetRecountOf(watchId).execute(db);
  const corrections = [
    sql`delete from bucket where watch_id = ${watchId}
      and (hour, platform, sentiment) not in (select hour, platform, sentiment from temp.recount)`,
    sql`insert into bucket select * from temp.recount where true
      on conflict (watch_id, hour, platform, sentiment) do update
      set count = excluded.count, copies = excluded.copies, reach = excluded.reach
      where (count, copies, reach) is not (excluded.count, excluded.copies, excluded.reach)`,
    sql`delete from facet_bucket where watch_id = ${watchId}
      and (hour, facet) not in (select hour, facet from temp.facet_recount)`,
    sql`insert into facet_bucket select * from temp.facet_recount where true
      on conflict (watch_id, hour, facet) do update
      set count = excluded.count, negative = excluded.negative
      where (count, negative) is not (excluded.count, excluded.negative)`,
  ];
  let wrong = 0;
  for (const each of corrections) wrong += Number((await each.execute(db)).numAffectedRows ?? 0n);
  await sql`drop table temp.recount`.execute(db);
  await sql`drop table temp.facet_recount`.execute(db);
  return wrong;
}

/**
 * Recounts all watches from what is stored, one transaction each, so that ingest goes on in between.
 * @returns how many counts had to be corrected; 0 says that every delta ever added was right
 */
export async function rebuildBuckets(
  db: Db,
): Promise<{ readonly watches: number; readonly corrected: number }> {
  const ids = await sql<{ id: number }>`
    select id from watch union select watch_id from bucket union select watch_id from facet_bucket`.execute(
    db,
  );
  let corrected = 0;
  for (const { id } of ids.rows) corrected += await db.transaction().execute((tx) => recountWatch(tx, id));
  return { watches: ids.rows.length, corrected };
}
