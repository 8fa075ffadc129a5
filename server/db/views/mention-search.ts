import { sql } from 'kysely';
import { searchQuery, verify } from '../../core/bigram.ts';
import { chunks } from '../chunks.ts';
import type { Db } from '../database.ts';
import { findFitting } from '../search.ts';
import { conditions, type MentionFilter, newestKeys, type Place } from './mention-keys.ts';
import type { MentionKey } from './mention-rows.ts';

export interface Search {
  readonly watchIds: readonly number[];
  readonly words: string;
  readonly filter: MentionFilter;
  readonly limit: number;
  readonly after: Place | null;
  /** Counts exactly up to here. */
  readonly most: number;
}

export interface Found {
  readonly keys: readonly MentionKey[];
  /** Null: more than `most`. */
  readonly total: number | null;
}

/** Up to this many fitting posts in the whole store, the search starts from them. */
const FEW = 2_000;
const CHUNK = 400;

/**
 * Mentions whose title or text holds all words, newest first. The index knows which bigrams a post has but
 * not their order, so every hit is verified against its text. Rare words start from the hits, common ones
 * from the newest mentions; either way what is read is bounded by what is shown and by `most`.
 */
export async function searchKeys(db: Db, search: Search): Promise<Found> {
  const match = searchQuery(search.words);
  if (match === null || search.watchIds.length === 0) return { keys: [], total: 0 };
  const ids = await findFitting(db, match, FEW + 1);
  return ids.length <= FEW ? searchRare(db, search, ids) : searchCommon(db, search, match);
}

async function searchRare(db: Db, search: Search, ids: readonly number[]): Promise<Found> {
  const hits = await verified(db, search.words, await keysOf(db, search, ids));
  const { after } = search;
  const later = after ? hits.filter((hit) => isAfter(hit, after)) : hits;
  return { keys: later.slice(0, search.limit), total: hits.length };
}

function isAfter(key: MentionKey, place: Place): boolean {
  return key.at < place.at || (key.at === place.at && key.postId < place.postId);
}

/** The mentions of these posts that the filter leaves, newest first, each post once. */
async function keysOf(db: Db, search: Search, ids: readonly number[]): Promise<readonly MentionKey[]> {
  const { fact } = search.filter;
  const stated =
    fact === undefined
      ? sql``
      : sql`and exists (select 1 from fact f where f.watch_id = m.watch_id and f.name = ${fact}
          and f.at = m.at and f.post_id = m.post_id)`;
  const each = search.watchIds.map(
    (watchId) => sql`select m.watch_id, m.at, m.post_id
      from json_each(${JSON.stringify(ids)}) hit
      cross join mention m indexed by mention_post on m.post_id = hit.value
      where ${conditions(watchId, { filter: search.filter }, 'm')} ${stated}`,
  );
  const answer = await sql<MentionKey>`
    select min(watch_id) as "watchId", at, post_id as "postId" from (${sql.join(each, sql` union all `)})
    group by at, post_id order by at desc, post_id desc`.execute(db);
  return answer.rows;
}

async function searchCommon(db: Db, search: Search, match: string): Promise<Found> {
  const { watchIds, filter, words, limit, most } = search;
  const all = await newestKeys(db, watchIds, { filter, match }, most + 1);
  const keys: MentionKey[] = [];
  let after = search.after;
  while (keys.length < limit) {
    const next = await newestKeys(db, watchIds, { filter, match, after }, CHUNK);
    keys.push(...(await verified(db, words, next)));
    after = next.at(-1) ?? null;
    if (next.length < CHUNK) break;
  }
  const total = all.length > most ? null : (await verified(db, words, all)).length;
  return { keys: keys.slice(0, limit), total };
}

/** Those whose title or text really holds the words, order kept. */
async function verified(db: Db, words: string, keys: readonly MentionKey[]): Promise<readonly MentionKey[]> {
  const good = new Set<number>();
  for (const part of chunks(keys, CHUNK)) {
    const posts = await db
      .selectFrom('post')
      .select(['id', 'title', 'text'])
      .where(
        'id',
        'in',
        part.map((key) => key.postId),
      )
      .execute();
    for (const { id, title, text } of posts) {
      if (verify(title === null ? text : `${title}\n${text}`, words)) good.add(id);
    }
  }
  return keys.filter((key) => good.has(key.postId));
}
