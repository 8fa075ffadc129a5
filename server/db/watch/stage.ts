import { randomInt } from 'node:crypto';
import { sql } from 'kysely';
import { fineSince } from '../../core/series/bucket.ts';
import { DAY, type Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { bulkInsertInto } from '../engine/bulk.ts';
import { engineOf } from '../engine/engine.ts';
import { facetsOf } from '../mention/count-queries.ts';
import { FACT_COLUMNS, type NewFact, toFactRow } from '../mention/facts.ts';
import { MENTION_COLUMNS, type NewMention, toMentionRow } from '../mention/mentions.ts';
import { recountWriters } from '../series/author-sketches.ts';
import { markStoriesOf } from '../story/stories.ts';
import { addCounts, inSlice, type Place, removeSlice, type Slice } from './mention-slices.ts';

/** Where one run lays a watch's mentions-to-be. Its own: other processes may look for the same watch. */
export interface Stage {
  readonly watchId: number;
  /** How its tables are recognised. */
  readonly name: string;
}

const KINDS = ['mention', 'fact'] as const;
/** No run takes so long: what is older was left behind by one that was ended. */
const KEPT = 7 * DAY;

const nameOf = (kind: (typeof KINDS)[number], { name }: Stage) => `staged_${kind}_${name}`;

/**
 * On SQLite tables of this connection alone: filling them takes no lock that ingest waits for. On PostgreSQL
 * the transactions that follow may be on other connections, so they are real ones, and logged: without a log a
 * server that crashed and came back would have emptied them, and the run would put nothing in the place of much.
 */
function stageOf(db: Db, kind: (typeof KINDS)[number], stage: Stage) {
  return sql.table(engineOf(db) === 'sqlite' ? `temp.${nameOf(kind, stage)}` : nameOf(kind, stage));
}

/** Makes empty tables for a watch's mentions-to-be, in the order in which they will be taken out. */
export async function openStage(db: Db, watchId: number, now: Instant): Promise<Stage> {
  const sqlite = engineOf(db) === 'sqlite';
  // The connection is the run's own on SQLite, and so are its temporary tables.
  const stage = { watchId, name: sqlite ? `${watchId}` : `${watchId}_${now}_${randomInt(2 ** 32)}` };
  if (sqlite) await closeStage(db, stage);
  else await sweepStages(db, now - KEPT);
  for (const kind of KINDS) {
    const name = nameOf(kind, stage);
    await sql`create ${sql.raw(sqlite ? 'temp' : '')} table ${sql.table(name)} as
      select * from ${sql.table(kind)} limit 0`.execute(db);
    const index = sql.table(sqlite ? `temp.${name}_place` : `${name}_place`);
    await sql`create index ${index} on ${sql.table(name)} (at, post_id)`.execute(db);
  }
  return stage;
}

export async function closeStage(db: Db, stage: Stage): Promise<void> {
  for (const kind of KINDS) await sql`drop table if exists ${stageOf(db, kind, stage)}`.execute(db);
}

/** Drops the tables of runs that were ended before they could. */
async function sweepStages(db: Db, before: Instant): Promise<void> {
  const found = await sql<{ name: string }>`
    select relname as name from pg_class
    where relkind = 'r' and relname ~ '^staged_(mention|fact)_' and pg_table_is_visible(oid)`.execute(db);
  for (const { name } of found.rows) {
    if (Number(name.split('_')[3] ?? 0) >= before) continue;
    await sql`drop table if exists ${sql.table(name)}`.execute(db);
  }
}

export async function stage(
  db: Db,
  to: Stage,
  rows: { readonly mentions: readonly NewMention[]; readonly facts: readonly NewFact[] },
): Promise<void> {
  await bulkInsertInto(db, nameOf('mention', to), MENTION_COLUMNS, rows.mentions.map(toMentionRow));
  await bulkInsertInto(db, nameOf('fact', to), FACT_COLUMNS, rows.facts.map(toFactRow));
}

/**
 * Where the next slice below `to` begins, so that it holds at most `size` stored and `size` staged
 * mentions; null when all that is left is no more.
 */
export async function nextSliceStart(
  db: Db,
  slice: Omit<Slice, 'from'>,
  size: number,
  staged: Stage | null,
): Promise<Place | null> {
  const { to, watchId, lastPostId } = slice;
  const below = sql`at <= ${to.at} and (at, post_id) < (${to.at}, ${to.postId}) and post_id <= ${lastPostId}`;
  const order = sql`order by at desc, post_id desc limit 1 offset ${size - 1}`;
  const old = await sql<Place>`select at, post_id as "postId" from mention
    where watch_id = ${watchId} and ${below} ${order}`.execute(db);
  const places = [...old.rows];
  if (staged !== null) {
    const fresh = await sql<Place>`select at, post_id as "postId" from ${stageOf(db, 'mention', staged)}
      where ${below} ${order}`.execute(db);
    places.push(...fresh.rows);
  }
  return places.toSorted((a, b) => b.at - a.at || b.postId - a.postId)[0] ?? null;
}

/**
 * Puts what was staged in the place of one slice of a watch's mentions; the hourly counts are then what a
 * recount would give. Posts forgotten since they were staged are left out. Run it in a transaction; on
 * SQLite, on the connection that staged.
 * @param now decides what is young enough to be counted in steps of five minutes
 * @returns how many mentions it put in
 */
export async function swapSlice(
  db: Db,
  staged: Stage,
  place: Omit<Slice, 'watchId'>,
  now: Instant,
): Promise<number> {
  const { watchId } = staged;
  const slice = { ...place, watchId };
  await removeSlice(db, slice);
  const mentions = stageOf(db, 'mention', staged);
  const wanted = sql`${inSlice(slice)} and exists (select 1 from post where post.id = post_id)`;
  const columns = sql.join(MENTION_COLUMNS.map((name) => sql.ref(name)));
  const stored = await sql`insert into mention (${columns})
    select ${columns} from ${mentions} where ${wanted} order by at, post_id`.execute(db);
  await markStoriesOf(db, sql`select post_id from ${mentions} where ${wanted}`);
  const names = sql.join(FACT_COLUMNS.map((name) => sql.ref(name)));
  await sql`insert into fact (${names})
    select ${names} from ${stageOf(db, 'fact', staged)} where ${wanted} order by name, at, post_id`.execute(
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
