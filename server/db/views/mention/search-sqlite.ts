import { sql } from 'kysely';
import { isExact } from '../../../core/reading/bigram.ts';
import type { Db } from '../../database.ts';
import { unionOf } from '../../engine/dialect.ts';
import { lastPostId } from '../../post/posts.ts';
import { findFitting } from '../../post/search.ts';
import { conditions, newestKeys, type Place, stated } from './mention-keys.ts';
import type { MentionKey } from './mention-rows.ts';
import { verified } from './mention-verify.ts';
import type { Gathered, Search, SearchWays } from './search-ways.ts';

/** Up to this many fitting posts in the whole store, a search starts from them. */
const FEW = 2_000;
/** Where so many of the newest posts hold that many which fit, the newest mentions are read one after the other. */
const DENSE = FEW * 100;
/** How far that goes before the index is asked after all: the words may be common elsewhere only. */
const WALKED = 10_000;
const CHUNK = 2_000;
/** Of words that every tenth text has, a page needs no more; each further look is twice as wide. */
const FIRST_CHUNK = 250;

/** FTS5 gives its hits in the order of ids and can stop at any of them, so it says first how many there are. */
export async function waysOnSqlite(db: Db, search: Search, match: string): Promise<SearchWays> {
  const gather = await gatherOf(db, search, match);
  return {
    gather,
    count: async (most) => {
      // Many hits are sooner counted where no text need be read.
      const { hits } = isExact(search.words)
        ? await gatherFitting(db, search, match, null, most + 1)
        : await gather(null, most + 1);
      return hits.length > most ? null : hits.length;
    },
  };
}

async function gatherOf(db: Db, search: Search, match: string): Promise<SearchWays['gather']> {
  const few = await findFitting(db, match, FEW + 1);
  if (few.length <= FEW) {
    return async () => ({
      hits: await holdingWords(db, search.words, await keysOf(db, search, few)),
      whole: true,
    });
  }
  return (await isDense(db, few))
    ? (after, need) => gatherWalking(db, search, match, after, need)
    : (after, need) => gatherFitting(db, search, match, after, need);
}

/** Told by the newest hits alone: to count all of a common word takes longer than to show a page of them. */
async function isDense(db: Db, newest: readonly number[]): Promise<boolean> {
  return (await lastPostId(db)) - (newest.at(-1) ?? 0) <= DENSE;
}

/** Of mentions that the index named, those that really hold the words. */
async function holdingWords(db: Db, words: string, keys: readonly MentionKey[]) {
  return isExact(words) ? keys : verified(db, words, keys);
}

/** The mentions of these posts that the filter leaves, newest first, each post once. */
async function keysOf(db: Db, search: Search, ids: readonly number[]): Promise<readonly MentionKey[]> {
  const each = search.watchIds.map(
    (watchId) => sql`select m.watch_id, m.at, m.post_id
      from json_each(${JSON.stringify(ids)}) hit
      cross join mention m indexed by mention_post on m.post_id = hit.value
      where ${conditions(watchId, { filter: search.filter }, 'm')} ${stated(search.filter)}`,
  );
  const answer = await sql<MentionKey>`
    select min(watch_id) as "watchId", at, post_id as "postId" from (${unionOf(each)})
    group by at, post_id order by at desc, post_id desc`.execute(db);
  return answer.rows;
}

async function gatherFitting(
  db: Db,
  { watchIds, filter, words }: Search,
  match: string,
  from: Place | null,
  need: number,
): Promise<Gathered> {
  const hits: MentionKey[] = [];
  let after = from;
  while (hits.length < need) {
    const wanted = Math.max(CHUNK, need - hits.length);
    const next = await newestKeys(db, watchIds, { filter, match, after }, wanted);
    hits.push(...(await holdingWords(db, words, next)));
    if (next.length < wanted) return { hits, whole: true };
    after = next.at(-1) ?? null;
  }
  return { hits, whole: false };
}

async function gatherWalking(
  db: Db,
  search: Search,
  match: string,
  from: Place | null,
  need: number,
): Promise<Gathered> {
  const hits: MentionKey[] = [];
  let after = from;
  let wanted = 0;
  for (let walked = 0; walked < WALKED && hits.length < need; walked += wanted) {
    wanted = Math.min(CHUNK, Math.max(2 * walked, FIRST_CHUNK));
    const next = await newestKeys(db, search.watchIds, { filter: search.filter, after }, wanted);
    hits.push(...(await verified(db, search.words, next)));
    if (next.length < wanted) return { hits, whole: true };
    after = next.at(-1) ?? null;
  }
  const missing = need - hits.length;
  if (missing <= 0) return { hits, whole: false };
  const rest = await gatherFitting(db, search, match, after, missing);
  return { hits: [...hits, ...rest.hits], whole: rest.whole };
}
