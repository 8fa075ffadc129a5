import { sql } from 'kysely';
import { type Post, VOICES, type Voice } from '../../core/mention/post.ts';
import type { Db } from '../database.ts';
import { numbersIn } from '../engine/dialect.ts';
import { listFeeds } from '../feed/feeds.ts';

/** Feeds by what their posts are declared to be; null: nothing. */
export async function voicesOfFeeds(db: Db): Promise<ReadonlyMap<number, Voice | null>> {
  const feeds = await listFeeds(db);
  return new Map(feeds.map(({ id, params }) => [id, VOICES.find((voice) => voice === params.voice) ?? null]));
}

/** The feeds that brought some posts; those that none brought are left out. */
export async function feedsOfPosts(db: Db, ids: readonly number[]): Promise<ReadonlyMap<number, number>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: number; feedId: number }>`
    select p.id, p.feed_id as "feedId" from post p
    where p.feed_id is not null and p.id in (select k.value from ${numbersIn(db, ids, 'k')})`.execute(db);
  return new Map(rows.map(({ id, feedId }) => [id, feedId]));
}

/** As which of the others most of what came the same way is kept; null where all is the subject's own. */
export async function usualVoice(
  db: Db,
  { source, platform }: Pick<Post, 'source' | 'platform'>,
): Promise<Voice | null> {
  const row = await db
    .selectFrom('post')
    .select(['voice', (select) => select.fn.countAll<number>().as('count')])
    .where('source', '=', source)
    .where('platform', '=', platform)
    .where('voice', '<>', 'own')
    .groupBy('voice')
    .orderBy('count', 'desc')
    .orderBy('voice')
    .limit(1)
    .executeTakeFirst();
  return VOICES.find((voice) => voice === row?.voice) ?? null;
}

export async function setVoice(db: Db, id: number, voice: Voice): Promise<void> {
  await db.updateTable('post').set({ voice }).where('id', '=', id).execute();
}
