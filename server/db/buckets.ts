import { sql } from 'kysely';
import type { BucketDelta, FacetDelta } from '../core/bucket.ts';
import type { HourPoint } from '../core/series.ts';
import { HOUR, type Instant } from '../core/time.ts';
import { chunks } from './chunks.ts';
import type { Db } from './database.ts';

/** Adds to the hourly counts. Give it the transaction that stores the mentions, or they come apart. */
export async function addBuckets(db: Db, deltas: readonly BucketDelta[]): Promise<void> {
  for (const part of chunks(deltas, 100)) {
    await db
      .insertInto('bucket')
      .values(part.map(({ watchId, ...rest }) => ({ watch_id: watchId, ...rest })))
      .onConflict((conflict) =>
        conflict.columns(['watch_id', 'hour', 'platform', 'sentiment']).doUpdateSet((update) => ({
          count: update('bucket.count', '+', update.ref('excluded.count')),
          copies: update('bucket.copies', '+', update.ref('excluded.copies')),
          reach: update('bucket.reach', '+', update.ref('excluded.reach')),
        })),
      )
      .execute();
  }
}

/** As `addBuckets`, for facets. */
export async function addFacetBuckets(db: Db, deltas: readonly FacetDelta[]): Promise<void> {
  for (const part of chunks(deltas, 100)) {
    await db
      .insertInto('facet_bucket')
      .values(part.map(({ watchId, ...rest }) => ({ watch_id: watchId, ...rest })))
      .onConflict((conflict) =>
        conflict.columns(['watch_id', 'hour', 'facet']).doUpdateSet((update) => ({
          count: update('facet_bucket.count', '+', update.ref('excluded.count')),
          negative: update('facet_bucket.negative', '+', update.ref('excluded.negative')),
        })),
      )
      .execute();
  }
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

const RECOUNT = sql`
  select watch_id, at / ${sql.lit(HOUR)} * ${sql.lit(HOUR)} as hour, platform, sentiment,
    count(*) as count, sum(copy) as copies, sum(reach) as reach
  from mention where counted = 1`;

const FACET_RECOUNT = sql`
  select f.watch_id, f.at / ${sql.lit(HOUR)} * ${sql.lit(HOUR)} as hour, f.name as facet,
    count(*) as count, sum(m.sentiment < 0) as negative
  from fact f join mention m on m.watch_id = f.watch_id and m.at = f.at and m.post_id = f.post_id
  where (f.name glob 'touch.*' or f.name glob 'servqual.*' or f.name glob 'sev.*' or f.name glob 'intent.*')`;

/**
 * Counts one watch again from its stored mentions and facts, and sets right what differs. Run it in a
 * transaction. @returns how many counts were wrong, missing or too many
 */
export async function recountWatch(db: Db, watchId: number): Promise<number> {
  const buckets = sql`${RECOUNT} and watch_id = ${watchId} group by hour, platform, sentiment`;
  const facets = sql`${FACET_RECOUNT} and f.watch_id = ${watchId} group by f.at / ${sql.lit(HOUR)}, f.name`;
  const statements = [
    sql`delete from bucket where watch_id = ${watchId} and (hour, platform, sentiment) not in
      (select hour, platform, sentiment from (${buckets}))`,
    sql`insert into bucket select * from (${buckets}) where true
      on conflict (watch_id, hour, platform, sentiment) do update
      set count = excluded.count, copies = excluded.copies, reach = excluded.reach
      where (count, copies, reach) is not (excluded.count, excluded.copies, excluded.reach)`,
    sql`delete from facet_bucket where watch_id = ${watchId} and (hour, facet) not in
      (select hour, facet from (${facets}))`,
    sql`insert into facet_bucket select * from (${facets}) where true
      on conflict (watch_id, hour, facet) do update
      set count = excluded.count, negative = excluded.negative
      where (count, negative) is not (excluded.count, excluded.negative)`,
  ];
  let wrong = 0;
  for (const statement of statements) wrong += Number((await statement.execute(db)).numAffectedRows ?? 0n);
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
