import { sql } from 'kysely';
import { type Post, VOICES, type Voice } from '../../core/mention/post.ts';
import type { Db } from '../database.ts';
import { joinInOrder, numbersIn, rowsIn } from '../engine/dialect.ts';
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

/** Those of some posts that a watch knows as its subject's own word. */
export async function ownMentions(
  db: Db,
  watchId: number,
  posts: readonly Pick<Post, 'id' | 'at'>[],
): Promise<ReadonlySet<number>> {
  if (posts.length === 0) return new Set();
  const keys = posts.map(({ id, at }) => ({ id, at }));
  const { rows } = await sql<{ id: number }>`
    select m.post_id as id from ${rowsIn(db, keys, { id: 'bigint', at: 'bigint' }, 'k')}
    ${joinInOrder(db)} mention m on m.watch_id = ${watchId} and m.at = k.at and m.post_id = k.id
    where m.own = 1`.execute(db);
  return new Set(rows.map(({ id }) => id));
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
