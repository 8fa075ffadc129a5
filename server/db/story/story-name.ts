import { sql } from 'kysely';
import type { Voice } from '../../core/mention/post.ts';
import {
  ANSWERING,
  cautiousTitle,
  ERASED_TITLE,
  isClaim,
  type Titling,
} from '../../core/story/story-title.ts';
import type { Db } from '../database.ts';
import { lookUp } from '../engine/dialect.ts';
import { parseJson } from '../engine/json.ts';

/** What the grouper says of a story it holds; null of one it does not. */
export type DescribeStory = (
  story: number,
) => { readonly medoid: number; readonly keywords: readonly string[] } | null;

/**
 * Its origin is its first post; its title, where the grouper still knows the story, the post most like all
 * others. What is left of a story with one post is called after that. Where that post claims what nobody answers for,
 * the story is called after the newest that an authority says in it; without one the claim is marked.
 * What its title was taken from may have been deleted on request: then it is called after another post at once.
 */
export async function nameOf(db: Db, id: number, described: ReturnType<DescribeStory> | 'alone') {
  const row = await db
    .selectFrom('story_post')
    .innerJoin('story', 'story.id', 'story_post.story_id')
    .select(['story_post.post_id as origin', 'story.title_post as titled', 'story.title'])
    .where('story_post.story_id', '=', id)
    .orderBy('story_post.at')
    .orderBy('story_post.post_id')
    .limit(1)
    .executeTakeFirstOrThrow();
  const found = { origin_post: row.origin };
  const erased = row.title === ERASED_TITLE;
  if (described === null && !erased) return found;
  const first = { medoid: row.origin, keywords: [] };
  const known = described === null || described === 'alone' ? first : described;
  const there = erased && (await readTitling(db, known.medoid)) === null ? first : known;
  const { medoid, keywords } = there;
  const post = await readTitling(db, medoid);
  const keywords_json = JSON.stringify(keywords);
  if (post === null) return { ...found, keywords_json };
  // One that never had another post was not called after any.
  if (described === 'alone' && row.titled === null) return { ...found, title: cautiousTitle(post) };
  const told = isClaim(post) ? await saidByAuthority(db, id) : null;
  return { ...found, keywords_json, title: cautiousTitle(told ?? post), title_post: told?.id ?? medoid };
}

async function readTitling(db: Db, id: number): Promise<Titling | null> {
  const row = await db
    .selectFrom('post')
    .leftJoin('analysis', 'analysis.post_id', 'post.id')
    .select(['post.title', 'post.text', 'post.voice', 'analysis.analysis_json as json'])
    .where('post.id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { title, text, voice, json } = row;
  return { title, text, voice: voice as Voice, analysis: json === null ? null : parseJson(json) };
}

/** Originals looked through for what an authority says, the newest first: some milliseconds, however large the storm. */
const LOOKED_THROUGH = 1_500;

async function saidByAuthority(db: Db, story: number): Promise<(Titling & { readonly id: number }) | null> {
  const answer = await sql<{
    readonly id: number;
    readonly title: string | null;
    readonly text: string;
    readonly voice: Voice;
  }>`
    select p.id, p.title, p.text, p.voice
    from (select post_id, at from story_post where story_id = ${story} and copy_of is null
      order by at desc, post_id desc limit ${LOOKED_THROUGH}) s
      ${lookUp(db, 'post', 'p', sql`p.id = s.post_id`)}
    where p.voice in (${sql.join([...ANSWERING])})
    order by s.at desc, s.post_id desc limit 1`.execute(db);
  const [row] = answer.rows;
  return row === undefined ? null : { ...row, analysis: null };
}
