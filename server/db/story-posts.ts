import { sql } from 'kysely';
import type { StoryText } from '../core/story.ts';
import type { Instant } from '../core/time.ts';
import { chunks } from './chunks.ts';
import type { Db } from './database.ts';

const KEYS = 500;

/** A post's place: at most one story. */
export interface StoryPlace {
  readonly postId: number;
  readonly storyId: number;
}

/**
 * Puts posts into stories. A post that nobody mentions any more, or that has a story already, is left out.
 * What counts of it is read from its mentions: the most negative sentiment and the widest reach.
 */
export async function insertStoryPosts(db: Db, places: readonly StoryPlace[]): Promise<void> {
  const wanted = JSON.stringify(places.map(({ postId, storyId }) => [postId, storyId]));
  await sql`insert into story_post (story_id, at, post_id, platform, author, sentiment, copy_of, reach)
    select k.value ->> 1, p.at, p.id, p.platform, p.author, min(m.sentiment), p.copy_of, max(m.reach)
    from json_each(${wanted}) k cross join post p on p.id = k.value ->> 0
      cross join mention m on m.post_id = p.id and m.counted = 1
    where true group by p.id
    on conflict (post_id) do nothing`.execute(db);
}

/** Reads the posts of stories again: what nobody mentions any more is gone, the rest says what it says now. */
export async function rereadStoryPosts(db: Db, stories: readonly number[]): Promise<readonly Instant[]> {
  const inside = sql`story_id in (select value from json_each(${JSON.stringify(stories)}))`;
  const gone = await sql<{ at: Instant }>`delete from story_post where ${inside} and not exists (
      select 1 from mention m where m.post_id = story_post.post_id and m.counted = 1)
    returning at`.execute(db);
  await sql`update story_post set
      sentiment = (select min(m.sentiment) from mention m where m.post_id = story_post.post_id and m.counted = 1),
      reach = (select max(m.reach) from mention m where m.post_id = story_post.post_id and m.counted = 1),
      copy_of = (select p.copy_of from post p where p.id = story_post.post_id)
    where ${inside}`.execute(db);
  return gone.rows.map((row) => row.at);
}

/** The story of each post that has one. */
export async function findPlaces(db: Db, posts: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const found = new Map<number, number>();
  for (const part of chunks(posts, KEYS)) {
    const rows = await db
      .selectFrom('story_post')
      .select(['post_id', 'story_id'])
      .where('post_id', 'in', part)
      .execute();
    for (const row of rows) found.set(row.post_id, row.story_id);
  }
  return found;
}

/** Ids of a story's posts, and which of them a person put there. */
export async function listStoryPosts(
  db: Db,
  story: number,
): Promise<readonly { readonly postId: number; readonly copyOf: number | null; readonly pinned: boolean }[]> {
  const rows = await db
    .selectFrom('story_post')
    .select(['post_id', 'copy_of', 'pinned'])
    .where('story_id', '=', story)
    .execute();
  return rows.map((row) => ({ postId: row.post_id, copyOf: row.copy_of, pinned: row.pinned === 1 }));
}

/**
 * Moves those of the posts that are in `from`.
 * @param pinned a person put them there
 */
export async function moveStoryPosts(
  db: Db,
  move: {
    readonly from: number;
    readonly into: number;
    readonly posts: readonly number[];
    readonly pinned?: boolean;
  },
): Promise<void> {
  const pinned = move.pinned === undefined ? {} : { pinned: move.pinned ? 1 : 0 };
  for (const part of chunks(move.posts, KEYS)) {
    await db
      .updateTable('story_post')
      .set({ story_id: move.into, ...pinned })
      .where('story_id', '=', move.from)
      .where('post_id', 'in', part)
      .execute();
  }
}

/** What grouping reads of a post. */
const TEXT = sql`p.id, p.at, p.title, p.text, p.copy_of as "copyOf"`;

/** Posts that are looked through in one go for those that a watch counts. */
const LOOKED_AT = 1_000;

/**
 * The next posts stored after `after` that a watch counts, at most `limit`, and how far they were looked for:
 * `after` itself when nothing is left.
 */
export async function readUngrouped(
  db: Db,
  after: number,
  limit: number,
): Promise<{ readonly upTo: number; readonly texts: readonly StoryText[] }> {
  const end = await sql<{ id: number | null }>`select max(id) as id from (
    select id from post where id > ${after} order by id limit ${sql.lit(LOOKED_AT)})`.execute(db);
  const upTo = end.rows[0]?.id ?? after;
  const rows = await sql<StoryText>`select ${TEXT} from post p
    where p.id > ${after} and p.id <= ${upTo}
      and exists (select 1 from mention m where m.post_id = p.id and m.counted = 1)
    order by p.id limit ${limit}`.execute(db);
  const full = rows.rows.length === limit;
  return { upTo: full ? (rows.rows.at(-1)?.id ?? upTo) : upTo, texts: rows.rows };
}

export async function readStoryTexts(db: Db, posts: readonly number[]): Promise<readonly StoryText[]> {
  const rows = await sql<StoryText>`select ${TEXT} from json_each(${JSON.stringify(posts)}) k
    cross join post p on p.id = k.value order by p.id`.execute(db);
  return rows.rows;
}

/** Posts after `after` in the order of their ids that have a story and are not older than `since`. */
export async function readOpenTexts(
  db: Db,
  page: { readonly after: number; readonly since: Instant; readonly limit: number },
): Promise<readonly (StoryText & { readonly story: number })[]> {
  const rows = await sql<StoryText & { readonly story: number }>`
    select ${TEXT}, s.story_id as story
    from story_post s cross join post p on p.id = s.post_id
    where s.post_id > ${page.after} and s.at >= ${page.since} order by s.post_id limit ${page.limit}`.execute(
    db,
  );
  return rows.rows;
}

/** Ids, growing, of the newest posts since an instant that this watch counts and that have no story yet. */
export async function readMissed(
  db: Db,
  missed: { readonly watchId: number; readonly since: Instant; readonly upTo: number; readonly most: number },
): Promise<readonly number[]> {
  const rows = await sql<{ id: number }>`select id from (
      select m.post_id as id from mention m
      where m.watch_id = ${missed.watchId} and m.at >= ${missed.since} and m.counted = 1
        and m.post_id <= ${missed.upTo}
        and not exists (select 1 from story_post s where s.post_id = m.post_id)
      order by m.at desc limit ${missed.most}) order by id`.execute(db);
  return rows.rows.map((row) => row.id);
}
