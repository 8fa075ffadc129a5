import { type RawBuilder, sql } from 'kysely';
import { FACT_NAMES } from '../core/facts.ts';
import { isFacet } from '../core/tally.ts';
import { HOUR, type Instant, startOfHour } from '../core/time.ts';
import type { Db } from './database.ts';

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

const HOUR_OF = sql`at / ${sql.lit(HOUR)} * ${sql.lit(HOUR)}`;
const NAMES = JSON.stringify(FACT_NAMES);
const FACETS = JSON.stringify(FACT_NAMES.filter(isFacet));
const IS_AREA = sql`name >= 'area.' and name < 'area/'`;
const IS_FACET = sql`(name glob 'touch.*' or name glob 'servqual.*' or name glob 'sev.*' or name glob 'intent.*')`;

/** Removes a slice of mentions with their facts, and takes exactly that out of the hourly counts. */
export async function removeSlice(db: Db, slice: Slice): Promise<number> {
  const inside = sql`watch_id = ${slice.watchId} and ${inSlice(slice)}`;
  const facets = sql`name in (select value from json_each(${FACETS}))`;
  await addCounts(
    db,
    -1,
    sql`(select * from mention where ${inside})`,
    sql`(select f.watch_id, f.name, f.at, m.sentiment
      from (select * from fact where ${facets} and ${inside}) f cross join mention m
        on m.watch_id = f.watch_id and m.at = f.at and m.post_id = f.post_id)`,
  );
  for (const table of ['bucket', 'facet_bucket']) {
    await sql`delete from ${sql.table(table)} where watch_id = ${slice.watchId} and count <= 0
      and hour between ${startOfHour(slice.from.at)} and ${slice.to.at}`.execute(db);
  }
  await sql`delete from fact where name in (select value from json_each(${NAMES})) and ${inside}`.execute(db);
  await sql`delete from fact indexed by fact_area where ${IS_AREA} and ${inside}`.execute(db);
  const gone = await sql`delete from mention where ${inside}`.execute(db);
  return Number(gone.numAffectedRows ?? 0n);
}

/** As `removeSlice`, for all mentions of these posts, whoever watches. */
export async function removeMentionsOf(
  db: Db,
  postIds: readonly number[],
): Promise<{ readonly mentions: number; readonly facts: number }> {
  await openMarks(db);
  await sql`insert into temp.marked_mention
    select watch_id, at, post_id from mention where post_id in (${sql.join(postIds)})`.execute(db);
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
async function removeMarked(db: Db): Promise<{ readonly mentions: number; readonly facts: number }> {
  await addCounts(
    db,
    -1,
    sql`temp.marked_mention cross join mention using (watch_id, at, post_id)`,
    sql`temp.marked_fact cross join mention using (watch_id, at, post_id)`,
  );
  for (const table of ['bucket', 'facet_bucket']) {
    await sql`delete from ${sql.table(table)} where count <= 0 and (watch_id, hour) in
      (select watch_id, ${HOUR_OF} from temp.marked_mention)`.execute(db);
  }
  const facts = await sql`delete from fact where (watch_id, name, at, post_id) in
    (select watch_id, name, at, post_id from temp.marked_fact)`.execute(db);
  const mentions = await sql`delete from mention where (watch_id, at, post_id) in
    (select watch_id, at, post_id from temp.marked_mention)`.execute(db);
  await sql`delete from temp.marked_fact`.execute(db);
  await sql`delete from temp.marked_mention`.execute(db);
  return { mentions: Number(mentions.numAffectedRows ?? 0n), facts: Number(facts.numAffectedRows ?? 0n) };
}

/**
 * Adds to the hourly counts, or takes out of them, what these mentions and facts come to: the same sums as
 * a recount makes.
 * @param mentions rows with the columns of `mention`; a `where` can follow
 * @param facts rows with those of `fact` and the sentiment of their mention
 */
export async function addCounts(
  db: Db,
  sign: 1 | -1,
  mentions: RawBuilder<unknown>,
  facts: RawBuilder<unknown>,
): Promise<void> {
  const by = sql.lit(sign);
  await sql`insert into bucket (watch_id, hour, platform, sentiment, count, copies, reach)
    select watch_id, ${HOUR_OF} as the_hour, platform, sentiment,
      ${by} * count(*), ${by} * sum(copy), ${by} * sum(reach)
    from ${mentions} where counted = 1 group by watch_id, the_hour, platform, sentiment
    on conflict (watch_id, hour, platform, sentiment) do update set
      count = count + excluded.count, copies = copies + excluded.copies, reach = reach + excluded.reach`.execute(
    db,
  );
  await sql`insert into facet_bucket (watch_id, hour, facet, count, negative)
    select watch_id, ${HOUR_OF} as the_hour, name, ${by} * count(*), ${by} * sum(sentiment < 0)
    from ${facts} where ${IS_FACET} group by watch_id, the_hour, name
    on conflict (watch_id, hour, facet) do update set
      count = count + excluded.count, negative = negative + excluded.negative`.execute(db);
}
