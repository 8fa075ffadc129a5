import { sql } from 'kysely';
import type { Instant } from '../core/time.ts';
import type { Db } from './database.ts';
import { removeSearch } from './search.ts';

const BATCH = 500;

/** Facts are found by watch and name; the names of a watch are found by jumping from one to the next. */
export async function listFactNames(
  db: Db,
): Promise<readonly { readonly watchId: number; readonly name: string }[]> {
  const names = await sql<{ watchId: number; name: string }>`
    with recursive met(watch_id, name) as (
      select id, (select min(name) from fact where watch_id = id) from watch
      union all
      select watch_id, (select min(f.name) from fact f where f.watch_id = met.watch_id and f.name > met.name)
      from met where name is not null)
    select watch_id as "watchId", name from met where name is not null`.execute(db);
  return names.rows;
}

/** Deletes a batch of facts of one name from before a time. @returns how many; 0 when none is left */
export async function pruneFacts(
  db: Db,
  { watchId, name }: { readonly watchId: number; readonly name: string },
  before: Instant,
): Promise<number> {
  const deleted = await sql`
    delete from fact where (watch_id, name, at, post_id) in (
      select watch_id, name, at, post_id from fact
      where watch_id = ${watchId} and name = ${name} and at < ${before} limit ${BATCH})`.execute(db);
  return Number(deleted.numAffectedRows ?? 0n);
}

/** Deletes a batch of posts from before a time with their mentions, readings and full text. */
export async function prunePosts(db: Db, before: Instant): Promise<number> {
  const old = await db
    .selectFrom('post')
    .select('id')
    .where('at', '<', before)
    .orderBy('at')
    .limit(BATCH)
    .execute();
  const ids = old.map((row) => row.id);
  if (ids.length === 0) return 0;
  await removeSearch(db, ids);
  await db.deleteFrom('mention').where('post_id', 'in', ids).execute();
  await db.deleteFrom('analysis').where('post_id', 'in', ids).execute();
  // A younger copy outlives its original and stands for itself.
  await db.updateTable('post').set({ copy_of: null }).where('copy_of', 'in', ids).execute();
  await db.deleteFrom('post').where('id', 'in', ids).execute();
  return ids.length;
}

/** Deletes the hourly counts from before a time: the counterpart of what they were counted from. */
export async function pruneBuckets(db: Db, before: Instant): Promise<void> {
  for (const table of ['bucket', 'facet_bucket'] as const) {
    await sql`delete from ${sql.table(table)}
      where watch_id in (select id from watch) and hour < ${before}`.execute(db);
  }
}

/** Deletes a batch of old runs of feeds. */
export function pruneRuns(db: Db, before: Instant): Promise<number> {
  return pruneRows(db, 'feed_run', 'started_at', before);
}

/** Deletes a batch of old refusals. */
export function pruneRefusals(db: Db, before: Instant): Promise<number> {
  return pruneRows(db, 'refusal', 'at', before);
}

async function pruneRows(db: Db, table: string, column: string, before: Instant): Promise<number> {
  const deleted = await sql`
    delete from ${sql.table(table)} where id in (
      select id from ${sql.table(table)} where ${sql.ref(column)} < ${before} order by id limit ${BATCH})`.execute(
    db,
  );
  return Number(deleted.numAffectedRows ?? 0n);
}
