import { sql } from 'kysely';
import { ERASED_TITLE } from '../../core/story/story-title.ts';
import type { Db } from '../database.ts';

/** Stories that are called after one of these posts are so no more: they get another name when they are counted next. */
export async function eraseTitles(db: Db, posts: readonly number[]): Promise<void> {
  const ids = sql.join(posts);
  await sql`update story set title = ${ERASED_TITLE}, title_post = null
    where id in (select s.story_id from story_post s where s.post_id in (${ids}))
      and coalesce(title_post, origin_post) in (${ids})`.execute(db);
}
