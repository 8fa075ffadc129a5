import { sql } from 'kysely';
import { notFound } from '../../../core/errors.ts';
import type { StoryPostPage } from '../../../core/screens/stories.ts';
import type { Db } from '../../database.ts';
import { joinInOrder, numbersIn } from '../../engine/dialect.ts';
import { resolveStory } from '../../story/stories.ts';
import type { Place } from '../mention/mention-keys.ts';
import { type MentionKey, readMentionRows } from '../mention/mention-rows.ts';
import { readCursor, writeCursor } from '../mention/place-cursor.ts';

/**
 * Posts of a story, newest first; pages are told apart by the place of their last post.
 * @throws AppError('not_found') for a story that does not exist, AppError('bad_page') for a cursor that is none of ours
 */
export async function readStoryPosts(
  db: Db,
  query: { readonly story: number; readonly cursor?: string | undefined; readonly limit: number },
): Promise<StoryPostPage> {
  const story = await resolveStory(db, query.story);
  if (story === null) throw notFound('story', query.story);
  const after = query.cursor ? readCursor(query.cursor) : null;
  const below = after ? sql`and (at, post_id) < (${after.at}, ${after.postId})` : sql``;
  const found = await sql<Place & { readonly pinned: number }>`
    select at, post_id as "postId", pinned from story_post
    where story_id = ${story.id} ${below}
    order by at desc, post_id desc limit ${query.limit + 1}`.execute(db);
  const shown = found.rows.slice(0, query.limit);
  const pinned = new Map(shown.map((each) => [each.postId, each.pinned === 1]));
  const keys = await mentionsOfPosts(db, [...pinned.keys()]);
  const last = shown.at(-1);
  return {
    rows: (await readMentionRows(db, keys)).map((row) => ({
      ...row,
      pinned: pinned.get(row.postId) ?? false,
    })),
    next: last && found.rows.length > query.limit ? writeCursor(last) : null,
  };
}

/** For each post the first watch's mention of it, in the order of the posts; what nobody mentions is left out. */
export async function mentionsOfPosts(db: Db, posts: readonly number[]): Promise<readonly MentionKey[]> {
  const answer = await sql<MentionKey>`
    select min(m.watch_id) as "watchId", m.at, m.post_id as "postId"
    from ${numbersIn(db, posts, 'k')} ${joinInOrder(db)} mention m on m.post_id = k.value
    group by k.key, m.post_id, m.at order by k.key`.execute(db);
  return answer.rows;
}
