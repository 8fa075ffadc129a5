import { sql } from 'kysely';
import { DAY, type Instant, startOfHour } from '../core/time.ts';
import type { Db, Tx } from '../db/database.ts';
import { removeSearch } from '../db/search.ts';

const BATCH = 500;
const KEPT_DAYS = 180;
/** Runs and refusals say how the machine did lately; nobody looks at them after a month. */
const KEPT_RUN_DAYS = 30;

export interface PruneReport {
  readonly posts: number;
  readonly facts: number;
  readonly runs: number;
}

/**
 * Forgets posts older than `keepDays` with all that was read and counted from them, whole hours at a
 * time, so that counts and what they were counted from go together. Alerts stay, with their words and
 * figures. Each batch is a short transaction of its own: ingest goes on in between, and a run that is
 * stopped is simply continued by the next.
 */
export async function prune(
  deps: { readonly db: Db; readonly now: () => Instant },
  input: { readonly keepDays?: number; readonly signal?: AbortSignal } = {},
): Promise<PruneReport> {
  const { db } = deps;
  const now = deps.now();
  const before = startOfHour(now - (input.keepDays ?? KEPT_DAYS) * DAY);
  const all = (batch: (tx: Tx) => Promise<number>) => untilNone(db, batch, input.signal);
  const facts = await pruneFacts(db, before, all);
  const posts = await all((tx) => prunePosts(tx, before));
  await db.transaction().execute(async (tx) => {
    for (const table of ['bucket', 'facet_bucket'] as const) {
      await sql`delete from ${sql.table(table)}
        where watch_id in (select id from watch) and hour < ${before}`.execute(tx);
    }
  });
  const runsBefore = now - KEPT_RUN_DAYS * DAY;
  const runs = await all((tx) => pruneRows(tx, 'feed_run', 'started_at', runsBefore));
  await all((tx) => pruneRows(tx, 'refusal', 'at', runsBefore));
  return { posts, facts, runs };
}

async function untilNone(db: Db, batch: (tx: Tx) => Promise<number>, signal?: AbortSignal): Promise<number> {
  let total = 0;
  for (;;) {
    signal?.throwIfAborted();
    const gone = await db.transaction().execute(batch);
    if (gone === 0) return total;
    total += gone;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Facts are found by watch and name; the names of a watch are found by jumping from one to the next. */
async function pruneFacts(
  db: Db,
  before: Instant,
  all: (batch: (tx: Tx) => Promise<number>) => Promise<number>,
): Promise<number> {
  const names = await sql<{ watchId: number; name: string }>`
    with recursive met(watch_id, name) as (
      select id, (select min(name) from fact where watch_id = id) from watch
      union all
      select watch_id, (select min(f.name) from fact f where f.watch_id = met.watch_id and f.name > met.name)
      from met where name is not null)
    select watch_id as "watchId", name from met where name is not null`.execute(db);
  let gone = 0;
  for (const { watchId, name } of names.rows) {
    gone += await all(async (tx) => {
      const deleted = await sql`
        delete from fact where (watch_id, name, at, post_id) in (
          select watch_id, name, at, post_id from fact
          where watch_id = ${watchId} and name = ${name} and at < ${before} limit ${BATCH})`.execute(tx);
      return Number(deleted.numAffectedRows ?? 0n);
    });
  }
  return gone;
}

async function prunePosts(tx: Tx, before: Instant): Promise<number> {
  const old = await tx
    .selectFrom('post')
    .select('id')
    .where('at', '<', before)
    .orderBy('at')
    .limit(BATCH)
    .execute();
  const ids = old.map((row) => row.id);
  if (ids.length === 0) return 0;
  await removeSearch(tx, ids);
  await tx.deleteFrom('mention').where('post_id', 'in', ids).execute();
  await tx.deleteFrom('analysis').where('post_id', 'in', ids).execute();
  // A younger copy outlives its original and stands for itself.
  await tx.updateTable('post').set({ copy_of: null }).where('copy_of', 'in', ids).execute();
  await tx.deleteFrom('post').where('id', 'in', ids).execute();
  return ids.length;
}

async function pruneRows(
  tx: Tx,
  table: 'feed_run' | 'refusal',
  column: 'started_at' | 'at',
  before: Instant,
): Promise<number> {
  const deleted = await sql`
    delete from ${sql.table(table)} where id in (
      select id from ${sql.table(table)} where ${sql.ref(column)} < ${before} order by id limit ${BATCH})`.execute(
    tx,
  );
  return Number(deleted.numAffectedRows ?? 0n);
}
