import { type RawBuilder, sql } from 'kysely';
import { FACT_NAMES, PAIR_NAMES } from '../../core/mention/facts.ts';
import { STAR_NAMES } from '../../core/mention/star-facts.ts';
import { STATED_NAMES } from '../../core/mention/stated-facts.ts';
import { isFacet } from '../../core/series/tally.ts';
import { type Instant, startOfHour } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { indexedBy, joinInOrder, numbersIn, rowsIn } from '../engine/dialect.ts';
import { engineOf } from '../engine/engine.ts';
import {
  COUNT_TABLES,
  type Counted,
  type CountTable,
  columnsOf,
  facetsOf,
  IS_AREA,
  isNamed,
} from '../mention/count-queries.ts';
import { markStoriesOf } from '../story/stories.ts';

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

const NAMES = [...FACT_NAMES, ...PAIR_NAMES, ...STAR_NAMES, ...STATED_NAMES];
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
  await takeOut(db, sql`(select * from mention where ${those})`, facetsOf(db, slice.watchId, inside));
  await sql`delete from fact where ${isNamed(db, 'name', NAMES)} and ${those}`.execute(db);
  await sql`delete from fact ${indexedBy(db, 'fact_area')} where ${IS_AREA} and ${those}`.execute(db);
  const gone = await sql`delete from mention where ${those}`.execute(db);
  return Number(gone.numAffectedRows ?? 0n);
}

/** What was removed, and the hours in which who wrote is to be counted again. */
export interface Removed {
  readonly facts: number;
  readonly hours: readonly { readonly watchId: number; readonly hour: Instant }[];
}

export interface MentionKey {
  readonly watch: number;
  readonly at: Instant;
  readonly post: number;
}

type FactKey = MentionKey & { readonly name: string };

export const MENTION_KEY = { watch: 'bigint', at: 'bigint', post: 'bigint' } as const;
const FACT_KEY = { ...MENTION_KEY, name: 'text' } as const;
/** The row of a table that has the key `k`. */
export const sameRow = (table: string) => {
  const column = (name: string) => sql.ref(`${table}.${name}`);
  return sql`${column('watch_id')} = k.watch and ${column('at')} = k.at and ${column('post_id')} = k.post`;
};

/**
 * As `removeSlice`, for all mentions of these posts, whoever watches. By their keys: a post's mentions lie
 * anywhere, and a seek for each is cheaper than a range over all.
 */
export async function removeMentionsOf(db: Db, postIds: readonly number[]): Promise<Removed> {
  const found = await sql<MentionKey>`select watch_id as watch, at, post_id as post from mention
    where post_id in (${sql.join(postIds)})`.execute(db);
  const mentions = found.rows;
  if (mentions.length === 0) return { facts: 0, hours: [] };
  await markStoriesOf(db, sql`select value from ${numbersIn(db, postIds, 'p')}`);
  const facts = await findFacts(db, mentions);
  const [marked, join] = [rowsIn(db, mentions, MENTION_KEY, 'k'), joinInOrder(db)];
  await takeOut(
    db,
    sql`(select m.* from ${marked} ${join} mention m on ${sameRow('m')})`,
    namedFacets(db, facts),
  );
  const gone = await sql`delete from fact where (watch_id, name, at, post_id) in
    (select watch, name, at, post from ${rowsIn(db, facts, FACT_KEY, 'k')})`.execute(db);
  await sql`delete from mention where (watch_id, at, post_id) in
    (select watch, at, post from ${marked})`.execute(db);
  return { facts: Number(gone.numAffectedRows ?? 0n), hours: hoursOf(mentions) };
}

/** The facets of some mentions, with these, as they are counted. */
export async function facetsOfMentions(
  db: Db,
  mentions: readonly MentionKey[],
): Promise<RawBuilder<unknown>> {
  return namedFacets(db, await findFacts(db, mentions));
}

function namedFacets(db: Db, facts: readonly FactKey[]): RawBuilder<unknown> {
  const facets = facts.filter(({ name }) => isFacet(name));
  return sql`(select k.name, m.* from ${rowsIn(db, facets, FACT_KEY, 'k')}
    ${joinInOrder(db)} mention m on ${sameRow('m')})`;
}

async function findFacts(db: Db, mentions: readonly MentionKey[]): Promise<readonly FactKey[]> {
  const [marked, join] = [rowsIn(db, mentions, MENTION_KEY, 'k'), joinInOrder(db)];
  const found = await sql<FactKey>`
    select k.watch, f.name, k.at, k.post from ${marked} ${join} fact f
      on ${sameRow('f')} and ${isNamed(db, 'f.name', NAMES)}
    union all
    select k.watch, f.name, k.at, k.post from ${marked} ${join} fact f ${indexedBy(db, 'fact_area')}
      on ${sameRow('f')} and f.name >= 'area.' and f.name < 'area/'`.execute(db);
  return found.rows;
}

function hoursOf(mentions: readonly MentionKey[]): Removed['hours'] {
  const hours = new Map(
    mentions.map(({ watch, at }) => {
      const hour = startOfHour(at);
      return [`${watch}|${hour}`, { watchId: watch, hour }];
    }),
  );
  return [...hours.values()];
}

async function takeOut(db: Db, mentions: RawBuilder<unknown>, facts: RawBuilder<unknown>): Promise<void> {
  const counted = { mentions, facts, young: COUNTED_FINELY };
  for (const table of COUNT_TABLES) {
    const taken = adding(db, table, counted, -1);
    const name = sql.table(table.name);
    if (engineOf(db) === 'sqlite') {
      await taken.execute(db);
      // An index holds these alone; on PostgreSQL it would make every count that grows dear.
      await sql`delete from ${name} where count <= 0`.execute(db);
      continue;
    }
    const empty = await sql<{ keys: string }>`with taken as (${taken} returning *)
      select coalesce(json_agg(taken), '[]') as keys from taken where count <= 0`.execute(db);
    const keys = columnsOf(table.key);
    await sql`delete from ${name} where (${keys}) in (select ${keys}
      from jsonb_populate_recordset(cast(null as ${name}), cast(${empty.rows[0]?.keys ?? '[]'} as jsonb)))`.execute(
      db,
    );
  }
}

/**
 * Adds to the counts, or takes out of them, what these mentions and facts come to: the same sums as a recount
 * makes.
 */
export async function addCounts(db: Db, sign: 1 | -1, counted: Counted): Promise<void> {
  for (const table of COUNT_TABLES) await adding(db, table, counted, sign).execute(db);
}

function adding(db: Db, { name, key, amounts, count }: CountTable, counted: Counted, sign: 1 | -1) {
  const sums = amounts.map(
    (each) => sql`${sql.ref(each)} = ${sql.ref(`${name}.${each}`)} + ${sql.ref(`excluded.${each}`)}`,
  );
  return sql`insert into ${sql.table(name)} (${columnsOf([...key, ...amounts])}) ${count(db, counted, sign)}
    on conflict (${columnsOf(key)}) do update set ${sql.join(sums)}`;
}
