import { sql } from 'kysely';
import { AppError } from '../../../core/errors.ts';
import type { MentionDetail, MentionPage } from '../../../core/screens/mentions.ts';
import type { Instant } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { resolveStory } from '../../story/stories.ts';
import { listWatches } from '../../watch/watches.ts';
import { countKeys, type MentionFilter, newestKeys } from './mention-keys.ts';
import { type MentionKey, readMentionRows, readMentions } from './mention-rows.ts';
import { type Page, type SearchHits, searchKeys } from './mention-search.ts';
import { keepTotal } from './mention-totals.ts';
import { readCursor, writeCursor } from './place-cursor.ts';
import { storyOfPost } from './story-marks.ts';

export interface MentionQuery extends MentionFilter {
  /** Null for all active watches, each post once. */
  readonly watchId: number | null;
  /** Words to be found in title or text, in any order. */
  readonly query?: string | undefined;
  /** `next` of the page before. */
  readonly cursor?: string | null | undefined;
  readonly limit: number;
}

const COUNTED = 10_000;
const MAX_PAGE_SIZE = 1_000;

/**
 * One page of mentions, newest first. Pages are told apart by the place of their last row, so nothing is
 * shown twice or left out while new mentions arrive.
 * @throws AppError('bad_page') for a cursor that is none of ours
 */
export async function readMentionPage(db: Db, asked: MentionQuery): Promise<MentionPage> {
  const query = await ofStanding(db, asked);
  const limit = Math.max(1, Math.min(query.limit, MAX_PAGE_SIZE));
  const after = query.cursor ? readCursor(query.cursor) : null;
  const ids = query.watchId === null ? await activeIds(db) : [query.watchId];
  const words = query.query?.trim() ?? '';
  const wanted = { limit: limit + 1, after, most: COUNTED };
  const found =
    words === ''
      ? await listKeys(db, ids, query, wanted)
      : await searchKeys(db, { watchIds: ids, words, filter: query }, wanted);
  const keys = found.keys.slice(0, limit);
  const last = keys.at(-1);
  return {
    rows: await readMentionRows(db, keys),
    next: last && found.keys.length > limit ? writeCursor(last) : null,
    // What is remembered may be a minute old: it is never less than what is seen.
    total: found.total === null ? null : Math.max(found.total, found.keys.length),
  };
}

/** An old link leads to the story that its own was merged into. */
async function ofStanding(db: Db, query: MentionQuery): Promise<MentionQuery> {
  if (query.story === undefined) return query;
  return { ...query, story: (await resolveStory(db, query.story))?.id ?? query.story };
}

/** Newest first; a list that ends on its first page has been counted by that. */
async function listKeys(
  db: Db,
  watchIds: readonly number[],
  filter: MentionFilter,
  { limit, after, most }: Page,
): Promise<SearchHits> {
  const keys = await newestKeys(db, watchIds, { filter, after }, limit);
  if (after === null && keys.length < limit) return { keys, total: keys.length };
  const count = () => countKeys(db, watchIds, filter, most);
  return { keys, total: await keepTotal(db, { watchIds, words: '', filter }, count) };
}

/** As on every other screen of all watches; one that is paused is shown where it is asked for by itself. */
async function activeIds(db: Db): Promise<readonly number[]> {
  return (await listWatches(db, { activeOnly: true })).map(({ id }) => id);
}

/**
 * One mention whole, with what repeats it. Without a watch, the first one that mentions it.
 * @throws AppError('not_found')
 */
export async function readMention(db: Db, postId: number, watchId: number | null): Promise<MentionDetail> {
  const key = await findKey(db, postId, watchId);
  const [mention] = key ? await readMentions(db, [key]) : [];
  if (!mention) throw new AppError('not_found', `no mention of post ${postId}`);
  const copiesList = await readCopies(db, mention.row.copyOf ?? postId, postId);
  return { ...mention, copiesList, story: await storyOfPost(db, postId) };
}

async function findKey(db: Db, postId: number, watchId: number | null): Promise<MentionKey | undefined> {
  let query = db
    .selectFrom('mention')
    .select(['watch_id as watchId', 'at', 'post_id as postId'])
    .where('post_id', '=', postId);
  if (watchId !== null) query = query.where('watch_id', '=', watchId);
  // The plus keeps the planner from walking along the watches until it meets the post.
  return query.orderBy(sql`+watch_id`).limit(1).executeTakeFirst();
}

/** The others with the same text or nearly, the original among them; at most a hundred, oldest first. */
async function readCopies(db: Db, original: number, shown: number): Promise<MentionDetail['copiesList']> {
  const answer = await sql<{ postId: number; platform: string; at: Instant; url: string | null }>`
    select id as "postId", platform, at, url from post
    where (copy_of = ${original} or id = ${original}) and id <> ${shown}
    order by at, id limit 100`.execute(db);
  return answer.rows;
}
