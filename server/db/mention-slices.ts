import { type RawBuilder, sql } from 'kysely';
import { FACT_NAMES, PAIR_NAMES } from '../core/facts.ts';
import { HOUR, type Instant } from '../core/time.ts';
import { COUNT_TABLES, type Counted, columnsOf, facetsOf, IS_AREA } from './count-queries.ts';
import type { Db } from './database.ts';
import { markStoriesOf } from './stories.ts';

/** A place in the order of a watch's mentions: by time, then by post. */
export interface Place {
  readonly at: Instant;
  readonly postId: number;
}

/** Mentions of a watch in [from, to), of posts up to `lastPostId`. */
export interface Slice {
  readonly watchId: number;
  readonly from: Place;
  readonly to: Place;
  readonly lastPostId: number;
}

/** Before every mention. */
export const START: Place = { at: 0, postId: 0 };
/** After every mention. */
export const END: Place = { at: Number.MAX_SAFE_INTEGER, postId: 0 };

/** Condition that a row of `at` and `post_id` lies in a slice. The plain times let an index help. */
export function inSlice({ from, to, lastPostId }: Slice): RawBuilder<boolean> {
  return sql`at >= ${from.at} and at <= ${to.at} and (at, post_id) >= (${from.at}, ${from.postId})
    and (at, post_id) < (${to.at}, ${to.postId}) and post_id <= ${lastPostId}`;
}

const NAMES = JSON.stringify([...FACT_NAMES, ...PAIR_NAMES]);
/** Nothing older is in there to be taken out. */
const COUNTED_FINELY = sql`(select min(b.at) from fine_bucket b where b.watch_id = m.watch_id)`;

/**
 * Removes a slice of mentions with their facts, and takes exactly that out of the counts. Who wrote in the
 * hours it touches is to be counted again by the caller, when the slice is as it shall be.
 */
export async function removeSlice(db: Db, slice: Slice): Promise<number> {
  const inside = inSlice(slice);
  const those = sql`watch_id = ${slice.watchId} and ${inside}`;
  await markStoriesOf(db, sql`select post_id from mention where ${those}`);
  await takeOut(db, sql`(select * from mention where ${those})`, facetsOf(slice.watchId, inside));
  await sql`delete from fact where name in (select value from json_each(${NAMES})) and ${those}`.execute(db);
  await sql`delete from fact indexed by fact_area where ${IS_AREA} and ${those}`.execute(db);
  const gone = await sql`delete from mention where ${those}`.execute(db);
  return Number(gone.numAffectedRows ?? 0n);
}

/** What was removed, and the hours in which who wrote is to be counted again. */
export interface Removed {
  readonly facts: number;
  readonly hours: readonly { readonly watchId: number; readonly hour: Instant }[];
}

/** As `removeSlice`, for all mentions of these posts, whoever watches. */
export async function removeMentionsOf(db: Db, postIds: readonly number[]): Promise<Removed> {
  await openMarks(db);
  await sql`insert into temp.marked_mention
    select watch_id, at, post_id from mention where post_id in (${sql.join(postIds)})`.execute(db);
  await markStoriesOf(db, sql`select post_id from temp.marked_mention`);
  await sql`insert into temp.marked_fact
    select f.watch_id, f.name, f.at, f.post_id
    from temp.marked_mention m cross join json_each(${NAMES}) n cross join fact f
      on f.watch_id = m.watch_id and f.name = n.value and f.at = m.at and f.post_id = m.post_id`.execute(db);
  await sql`insert into temp.marked_fact
    select f.watch_id, f.name, f.at, f.post_id
    from temp.marked_mention m cross join fact f indexed by fact_area
      on f.watch_id = m.watch_id and f.at = m.at and f.post_id = m.post_id
    where ${IS_AREA}`.execute(db);
  return removeMarked(db);
}

/** Tables of this connection alone, empty between two removals. */
async function openMarks(db: Db): Promise<void> {
  await sql`create temp table if not exists marked_mention (
    watch_id integer, at integer, post_id integer, primary key (watch_id, at, post_id)) without rowid`.execute(
    db,
  );
  await sql`create temp table if not exists marked_fact (
    watch_id integer, name text, at integer, post_id integer,
    primary key (watch_id, name, at, post_id)) without rowid`.execute(db);
}

/** By the marks: a post's mentions lie anywhere, and a seek for each is cheaper than a range over all. */
async function removeMarked(db: Db): Promise<Removed> {
  await takeOut(
    db,
    sql`(select mention.* from temp.marked_mention cross join mention using (watch_id, at, post_id))`,
    sql`(select f.name, mention.* from temp.marked_fact f cross join mention using (watch_id, at, post_id)
      where f.name not in ('hot', 'exec') and f.name not glob 'source.*')`,
  );
  const hours = await sql<Removed['hours'][number]>`
    select distinct watch_id as "watchId", at / ${sql.lit(HOUR)} * ${sql.lit(HOUR)} as hour
    from temp.marked_mention`.execute(db);
  const facts = await sql`delete from fact where (watch_id, name, at, post_id) in
    (select watch_id, name, at, post_id from temp.marked_fact)`.execute(db);
  await sql`delete from mention where (watch_id, at, post_id) in
    (select watch_id, at, post_id from temp.marked_mention)`.execute(db);
  await sql`delete from temp.marked_fact`.execute(db);
  await sql`delete from temp.marked_mention`.execute(db);
  return { facts: Number(facts.numAffectedRows ?? 0n), hours: hours.rows };
}

async function takeOut(db: Db, mentions: RawBuilder<unknown>, facts: RawBuilder<unknown>): Promise<void> {
  await addCounts(db, -1, { mentions, facts, young: COUNTED_FINELY });
  for (const { name } of COUNT_TABLES) {
    await sql`delete from ${sql.table(name)} where count <= 0`.execute(db);
  }
}

/**
 * Adds to the counts, or takes out of them, what these mentions and facts come to: the same sums as a recount
 * makes.
 */
export async function addCounts(db: Db, sign: 1 | -1, counted: Counted): Promise<void> {
  for (const { name, key, amounts, count } of COUNT_TABLES) {
    const sums = amounts.map(
      (each) => sql`${sql.ref(each)} = ${sql.ref(`${name}.${each}`)} + ${sql.ref(`excluded.${each}`)}`,
    );
    await sql`insert into ${sql.table(name)} (${columnsOf([...key, ...amounts])}) ${count(counted, sign)}
      on conflict (${columnsOf(key)}) do update set ${sql.join(sums)}`.execute(db);
  }
}
