import { sql } from 'kysely';
import type { Fact } from '../../core/mention/mention.ts';
import { DAY, type Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { bulkInsert } from '../engine/bulk.ts';

/** A fact of one mention, as it is kept. */
export interface NewFact extends Fact {
  readonly watchId: number;
  readonly at: Instant;
  readonly postId: number;
  readonly author: string | null;
}

/** Name under which single looks at a hot list are kept; no claim of a text, so not in `FACT_NAMES`. */
export const RANK = 'rank';

export const FACT_COLUMNS = ['watch_id', 'name', 'at', 'post_id', 'author', 'value'] as const;

/**
 * Nobody counts the authors of a pair, only of its dimension and its touchpoint, nor of stars and amounts: a third of a
 * row.
 */
export function toFactRow(fact: NewFact) {
  const author = /^(pair|star|actual|expected)\./.test(fact.name) ? null : fact.author;
  return [fact.watchId, fact.name, fact.at, fact.postId, author, fact.value] as const;
}

/** In the order of the key: neighbours share pages. */
export async function insertFacts(db: Db, facts: readonly NewFact[]): Promise<void> {
  const sorted = facts.toSorted(
    (a, b) => a.watchId - b.watchId || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.at - b.at),
  );
  await bulkInsert(db, 'fact', FACT_COLUMNS, sorted.map(toFactRow));
}

/** A topic that climbed on a hot list keeps its best rank; when it fell, nothing changes. */
export async function lowerHotRank(db: Db, postId: number, rank: number): Promise<void> {
  const mentions = await db
    .selectFrom('mention')
    .select(['watch_id', 'at'])
    .where('post_id', '=', postId)
    .execute();
  for (const mention of mentions) {
    await db
      .updateTable('fact')
      .set({ value: rank })
      .where('watch_id', '=', mention.watch_id)
      .where('name', '=', 'hot')
      .where('at', '=', mention.at)
      .where('post_id', '=', postId)
      .where('value', '>', rank)
      .execute();
  }
}

/** A look at a hot list: where a post stood. */
export interface RankLook {
  readonly postId: number;
  readonly at: Instant;
  readonly rank: number;
}

/** Ranks are kept for as long as their path is looked at. */
const RANKS_KEPT = 3 * DAY;

/**
 * Notes where posts stand on a hot list now, for every watch that mentions them, and forgets what these
 * watches noted days ago. The fact `hot` has the best rank; these are the way there.
 */
export async function noteRanks(db: Db, looks: readonly RankLook[]): Promise<void> {
  for (const { postId, at, rank } of looks) {
    await sql`insert into fact (watch_id, name, at, post_id, author, value)
      select watch_id, ${sql.lit(RANK)}, cast(${at} as bigint), post_id, null, cast(${rank} as double precision)
      from mention
      where post_id = ${postId} and counted = 1
      on conflict do nothing`.execute(db);
    await sql`delete from fact where name = ${RANK} and at < ${at - RANKS_KEPT}
      and watch_id in (select watch_id from mention where post_id = ${postId})`.execute(db);
  }
}
