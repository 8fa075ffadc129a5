import { sql } from 'kysely';
import { fineSince } from '../core/bucket.ts';
import type { Instant } from '../core/time.ts';
import { recountWriters } from './author-sketches.ts';
import { bulkInsertInto } from './bulk.ts';
import { facetsOf } from './count-queries.ts';
import type { Db } from './database.ts';
import { engineOf } from './engine.ts';
import { FACT_COLUMNS, type NewFact, toFactRow } from './facts.ts';
import { addCounts, inSlice, type Place, removeSlice, type Slice } from './mention-slices.ts';
import { MENTION_COLUMNS, type NewMention, toMentionRow } from './mentions.ts';
import { markStoriesOf } from './stories.ts';

/**
 * On SQLite tables of this connection alone: filling them takes no lock that ingest waits for. On PostgreSQL
 * the transactions that follow may be on other connections, so they are real ones, of which no log is kept.
 */
const stageOf = (db: Db, kind: 'mention' | 'fact', watchId: number) => {
  const name = `staged_${kind}_${watchId}`;
  return sql.table(engineOf(db) === 'sqlite' ? `temp.${name}` : name);
};

/**
 * Makes empty tables for a watch's mentions-to-be, in the order in which they will be taken out. Those that a
 * run left behind go first.
 */
export async function openStage(db: Db, watchId: number): Promise<void> {
  await closeStage(db, watchId);
  const sqlite = engineOf(db) === 'sqlite';
  for (const kind of ['mention', 'fact']) {
    const name = `staged_${kind}_${watchId}`;
    await sql`create ${sql.raw(sqlite ? 'temp' : 'unlogged')} table ${sql.table(name)} as
      select * from ${sql.table(kind)} limit 0`.execute(db);
    const index = sql.table(sqlite ? `temp.${name}_place` : `${name}_place`);
    await sql`create index ${index} on ${sql.table(name)} (at, post_id)`.execute(db);
  }
}

export async function closeStage(db: Db, watchId: number): Promise<void> {
  await sql`drop table if exists ${stageOf(db, 'mention', watchId)}`.execute(db);
  await sql`drop table if exists ${stageOf(db, 'fact', watchId)}`.execute(db);
}

export async function stage(
  db: Db,
  watchId: number,
  rows: { readonly mentions: readonly NewMention[]; readonly facts: readonly NewFact[] },
): Promise<void> {
  await bulkInsertInto(db, `staged_mention_${watchId}`, MENTION_COLUMNS, rows.mentions.map(toMentionRow));
  await bulkInsertInto(db, `staged_fact_${watchId}`, FACT_COLUMNS, rows.facts.map(toFactRow));
}

/**
 * Where the next slice below `to` begins, so that it holds at most `size` stored and `size` staged
 * mentions; null when all that is left is no more.
 */
export async function nextSliceStart(
  db: Db,
  slice: Omit<Slice, 'from'>,
  size: number,
  staged: boolean,
): Promise<Place | null> {
  const { to, watchId, lastPostId } = slice;
  const below = sql`at <= ${to.at} and (at, post_id) < (${to.at}, ${to.postId}) and post_id <= ${lastPostId}`;
  const order = sql`order by at desc, post_id desc limit 1 offset ${size - 1}`;
  const old = await sql<Place>`select at, post_id as "postId" from mention
    where watch_id = ${watchId} and ${below} ${order}`.execute(db);
  const places = [...old.rows];
  if (staged) {
    const fresh = await sql<Place>`select at, post_id as "postId" from ${stageOf(db, 'mention', watchId)}
      where ${below} ${order}`.execute(db);
    places.push(...fresh.rows);
  }
  return places.toSorted((a, b) => b.at - a.at || b.postId - a.postId)[0] ?? null;
}

/**
 * Puts what was staged in the place of one slice of a watch's mentions; the hourly counts are then what a
 * recount would give. Posts forgotten since they were staged are left out. Run it in a transaction on the
 * connection that staged.
 * @param now decides what is young enough to be counted in steps of five minutes
 * @returns how many mentions it put in
 */
export async function swapSlice(db: Db, slice: Slice, now: Instant): Promise<number> {
  await removeSlice(db, slice);
  const { watchId } = slice;
  const mentions = stageOf(db, 'mention', watchId);
  const wanted = sql`${inSlice(slice)} and exists (select 1 from post where post.id = post_id)`;
  const columns = sql.join(MENTION_COLUMNS.map((name) => sql.ref(name)));
  const stored = await sql`insert into mention (${columns})
    select ${columns} from ${mentions} where ${wanted} order by at, post_id`.execute(db);
  await markStoriesOf(db, sql`select post_id from ${mentions} where ${wanted}`);
  const names = sql.join(FACT_COLUMNS.map((name) => sql.ref(name)));
  await sql`insert into fact (${names})
    select ${names} from ${stageOf(db, 'fact', watchId)} where ${wanted} order by name, at, post_id`.execute(
    db,
  );
  await addCounts(db, 1, {
    mentions: sql`(select * from ${mentions} where ${wanted})`,
    facts: facetsOf(db, watchId, inSlice(slice)),
    young: sql`${fineSince(now)}`,
  });
  await recountWriters(db, watchId, slice.from.at, slice.to.at);
  return Number(stored.numAffectedRows ?? 0n);
}
