import { type RawBuilder, sql } from 'kysely';
import type { Arrival } from '../../core/story/spread.ts';
import { spreadPath } from '../../core/story/spread.ts';
import { movementOf } from '../../core/story/story-stage.ts';
import { storyTitle } from '../../core/story/story-title.ts';
import { HOUR, type Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { joinInOrder, numbersIn } from '../engine/dialect.ts';
import { parseJson } from '../engine/json.ts';
import { AUTHOR } from '../mention/claims.ts';

/** What the grouper says of a story it holds; null of one it does not. */
export type DescribeStory = (
  story: number,
) => { readonly medoid: number; readonly keywords: readonly string[] } | null;

interface Figures {
  readonly id: number;
  readonly posts: number;
  readonly originals: number;
  readonly authors: number;
  readonly negative: number;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
}

/**
 * Counts stories anew from their posts and mentions: exact, however they came to be what they are. A story
 * without any post is removed, unless it was merged into another and leads there. Run it in a transaction.
 */
export async function recountStories(
  db: Db,
  ids: readonly number[],
  now: Instant,
  describe: DescribeStory = () => null,
): Promise<void> {
  if (ids.length === 0) return;
  await recountHours(db, ids);
  await recountWatches(db, ids);
  const figures = new Map((await readFigures(db, ids)).map((each) => [each.id, each]));
  const hours = Map.groupBy(await readHours(db, ids), (row) => row.id);
  const arrivals = Map.groupBy(await readArrivals(db, ids), (row) => row.id);
  const emptied: number[] = [];
  for (const id of ids) {
    const counted = figures.get(id);
    if (counted === undefined) {
      emptied.push(id);
      continue;
    }
    const { firstAt, lastAt, posts, originals, authors, negative } = counted;
    const { stage, reviewAt, peakAt, recent, before } = movementOf(hours.get(id) ?? [], now);
    const named = await nameOf(db, id, posts > 1 ? describe(id) : 'alone');
    await db
      .updateTable('story')
      .set({
        ...{ posts, originals, copies: posts - originals, authors, negative, recent, before, stage },
        ...{ first_at: firstAt, last_at: lastAt, peak_at: peakAt, review_at: reviewAt, updated_at: now },
        platforms_json: JSON.stringify(
          spreadPath(arrivals.get(id) ?? []).map((each) => [each.platform, each.firstAt, each.posts]),
        ),
        ...named,
      })
      .where('id', '=', id)
      .execute();
  }
  await removeEmptied(db, emptied);
}

/** The platforms of a story as they are kept. */
export function readPlatformsJson(text: string): readonly Arrival[] {
  return parseJson<[string, Instant, number][]>(text).map(([platform, firstAt, posts]) => ({
    ...{ platform, firstAt, posts },
  }));
}

/** The posts `s` of stories, story by story: for `from`. */
function postsOf(db: Db, ids: readonly number[]): RawBuilder<unknown> {
  return sql`${numbersIn(db, ids, 'k')} ${joinInOrder(db)} story_post s on s.story_id = k.value`;
}

async function recountHours(db: Db, ids: readonly number[]): Promise<void> {
  await sql`delete from story_hour
    where story_id in (select value from ${numbersIn(db, ids, 'k')})`.execute(db);
  await sql`insert into story_hour (story_id, hour, negative, neutral, positive, copies)
    select s.story_id, s.at / ${sql.lit(HOUR)} * ${sql.lit(HOUR)} as the_hour,
      count(*) filter (where s.sentiment < 0), count(*) filter (where s.sentiment = 0),
      count(*) filter (where s.sentiment > 0), count(s.copy_of)
    from ${postsOf(db, ids)}
    group by s.story_id, the_hour`.execute(db);
}

async function recountWatches(db: Db, ids: readonly number[]): Promise<void> {
  await sql`delete from story_watch
    where story_id in (select value from ${numbersIn(db, ids, 'k')})`.execute(db);
  await sql`insert into story_watch (story_id, watch_id, mentions, negative, last_at)
    select s.story_id, m.watch_id, count(*), count(*) filter (where m.sentiment < 0), max(m.at)
    from ${postsOf(db, ids)}
      ${joinInOrder(db)} mention m on m.post_id = s.post_id and m.at = s.at and m.counted = 1
    group by s.story_id, m.watch_id`.execute(db);
}

async function readFigures(db: Db, ids: readonly number[]): Promise<readonly Figures[]> {
  const rows = await sql<Figures>`
    select s.story_id as id, count(*) as posts, count(*) - count(s.copy_of) as originals,
      count(distinct ${AUTHOR}) as authors, count(*) filter (where s.sentiment < 0) as negative,
      min(s.at) as "firstAt", max(s.at) as "lastAt"
    from ${postsOf(db, ids)} group by s.story_id`.execute(db);
  return rows.rows;
}

async function readHours(db: Db, ids: readonly number[]) {
  const rows = await sql<{ readonly id: number; readonly hour: Instant; readonly count: number }>`
    select h.story_id as id, h.hour, h.negative + h.neutral + h.positive as count
    from ${numbersIn(db, ids, 'k')} ${joinInOrder(db)} story_hour h on h.story_id = k.value
    order by h.hour`.execute(db);
  return rows.rows;
}

async function readArrivals(db: Db, ids: readonly number[]) {
  const rows = await sql<Arrival & { readonly id: number }>`
    select s.story_id as id, s.platform, min(s.at) as "firstAt", count(*) as posts
    from ${postsOf(db, ids)}
    group by s.story_id, s.platform`.execute(db);
  return rows.rows;
}

/**
 * Its origin is its first post; its title, where the grouper still knows the story, the post most like all
 * others. What is left of a story with one post is called after that.
 */
async function nameOf(db: Db, id: number, described: ReturnType<DescribeStory> | 'alone') {
  const row = await db
    .selectFrom('story_post')
    .innerJoin('story', 'story.id', 'story_post.story_id')
    .select(['story_post.post_id as origin', 'story.title_post as titled'])
    .where('story_post.story_id', '=', id)
    .orderBy('story_post.at')
    .orderBy('story_post.post_id')
    .limit(1)
    .executeTakeFirstOrThrow();
  const found = { origin_post: row.origin };
  if (described === null || (described === 'alone' && row.titled === null)) return found;
  const { medoid, keywords } = described === 'alone' ? { medoid: row.origin, keywords: [] } : described;
  const post = await db
    .selectFrom('post')
    .select(['title', 'text'])
    .where('id', '=', medoid)
    .executeTakeFirst();
  const keywords_json = JSON.stringify(keywords);
  if (post === undefined) return { ...found, keywords_json };
  return { ...found, keywords_json, title: storyTitle(post), title_post: medoid };
}

async function removeEmptied(db: Db, ids: readonly number[]): Promise<void> {
  const nothing = { posts: 0, originals: 0, copies: 0, authors: 0, negative: 0, recent: 0, before: 0 };
  for (const id of ids) {
    const kept = await db
      .updateTable('story')
      .set({ ...nothing, review_at: null, stage: 'closed' })
      .where('id', '=', id)
      .where('merged_into', 'is not', null)
      .executeTakeFirst();
    if (kept.numUpdatedRows === 0n) await removeStory(db, id);
  }
}

/** With it goes what was merged into it and so leads nowhere. What people did stays in the history of others. */
async function removeStory(db: Db, id: number): Promise<void> {
  const merged = await db.selectFrom('story').select('id').where('merged_into', '=', id).execute();
  for (const each of merged) await removeStory(db, each.id);
  for (const column of ['one', 'other'] as const)
    await db.deleteFrom('story_apart').where(column, '=', id).execute();
  await db.deleteFrom('story').where('id', '=', id).execute();
}
