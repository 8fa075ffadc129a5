import { sql } from 'kysely';
import type { StoryText } from '../../core/story/story.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { chunks } from '../engine/chunks.ts';
import { joinInOrder, numbersIn, rowsIn } from '../engine/dialect.ts';
import { parseJson } from '../engine/json.ts';

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
  const wanted = rowsIn(db, places, { postId: 'bigint', storyId: 'bigint' }, 'k');
  const join = joinInOrder(db);
  await sql`insert into story_post (story_id, at, post_id, platform, author, sentiment, copy_of, reach)
    select k."storyId", p.at, p.id, p.platform, p.author, min(m.sentiment), p.copy_of, max(m.reach)
    from ${wanted} ${join} post p on p.id = k."postId"
      ${join} mention m on m.post_id = p.id and m.at = p.at and m.counted = 1
    where true group by p.id, p.at, k."storyId"
    on conflict (post_id) do nothing`.execute(db);
}

/** Reads the posts of stories again: what nobody mentions any more is gone, the rest says what it says now. */
export async function rereadStoryPosts(db: Db, stories: readonly number[]): Promise<readonly Instant[]> {
  const inside = sql`story_id in (select value from ${numbersIn(db, stories, 'k')})`;
  // Where posts lie in months, the time says in which one to look.
  const counted = sql`from mention m
    where m.post_id = story_post.post_id and m.at = story_post.at and m.counted = 1`;
  const gone = await sql<{ at: Instant }>`delete from story_post
    where ${inside} and not exists (select 1 ${counted}) returning at`.execute(db);
  await sql`update story_post set
      sentiment = (select min(m.sentiment) ${counted}), reach = (select max(m.reach) ${counted}),
      copy_of = (select p.copy_of from post p where p.id = story_post.post_id and p.at = story_post.at)
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
    .orderBy('at')
    .orderBy('post_id')
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
const TEXT = sql`p.id, p.at, p.title, p.text, p.copy_of as "copyOf",
  (select a.analysis_json ->> 'keywords' from analysis a where a.post_id = p.id) as words`;

type TextRow = Omit<StoryText, 'words'> & { readonly words: string | null };

const textOf = <Row extends TextRow>({ words, ...text }: Row) => ({
  ...text,
  ...(words === null ? {} : { words: parseJson<string[]>(words) }),
});

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
    select id from post where id > ${after} order by id limit ${sql.lit(LOOKED_AT)}) next`.execute(db);
  const upTo = end.rows[0]?.id ?? after;
  const rows = await sql<TextRow>`select ${TEXT} from post p
    where p.id > ${after} and p.id <= ${upTo}
      and exists (select 1 from mention m where m.post_id = p.id and m.at = p.at and m.counted = 1)
    order by p.id limit ${limit}`.execute(db);
  const full = rows.rows.length === limit;
  return { upTo: full ? (rows.rows.at(-1)?.id ?? upTo) : upTo, texts: rows.rows.map(textOf) };
}

export async function readStoryTexts(db: Db, posts: readonly number[]): Promise<readonly StoryText[]> {
  const rows = await sql<TextRow>`select ${TEXT} from ${numbersIn(db, posts, 'k')}
    ${joinInOrder(db)} post p on p.id = k.value order by p.id`.execute(db);
  return rows.rows.map(textOf);
}

/** Posts after `after` in the order of their ids that have a story and are not older than `since`. */
export async function readOpenTexts(
  db: Db,
  page: { readonly after: number; readonly since: Instant; readonly limit: number },
): Promise<readonly (StoryText & { readonly story: number })[]> {
  const rows = await sql<TextRow & { readonly story: number }>`
    select ${TEXT}, s.story_id as story
    from story_post s ${joinInOrder(db)} post p on p.id = s.post_id and p.at = s.at
    where s.post_id > ${page.after} and s.at >= ${page.since} order by s.post_id limit ${page.limit}`.execute(
    db,
  );
  return rows.rows.map(textOf);
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
      order by m.at desc limit ${missed.most}) newest order by id`.execute(db);
  return rows.rows.map((row) => row.id);
}
