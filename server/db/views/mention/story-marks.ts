import { sql } from 'kysely';
import type { Stage } from '../../../core/story/story.ts';
import type { StoryMark } from '../../../core/story/story-mark.ts';
import { HOUR, type Instant } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { joinInOrder, numbersIn } from '../../engine/dialect.ts';
import { findStory, resolveStory, type StoredStory } from '../../story/stories.ts';
import { findPlaces } from '../../story/story-posts.ts';

export function toMark(story: StoredStory, title = story.own_title ?? story.title): StoryMark {
  const { id, posts, copies, authors } = story;
  return { id, title, stage: story.stage as Stage, posts, copies, authors };
}

/** An alert is about what was said in so much time before it changed last. */
const LOOK_BACK = 6 * HOUR;
const MAX_NEWEST_MENTIONS = 300;
/** Less in all than this many mentions says nothing of what an alert is about; an example counts for so many. */
const MIN_STORY_WEIGHT = 3;
const EXAMPLE = 10;

/**
 * The story that an alert is about: the one that half or more of its examples and of the watch's newest negative
 * mentions before `at` belong to; an example counts for ten, since it was chosen for what the alert says. Null
 * where they have no story of two posts or more in common, and for what is always said: that is no event.
 */
export async function storyOfAlert(
  db: Db,
  alert: { readonly watchId: number; readonly at: Instant; readonly examples: readonly number[] },
): Promise<StoredStory | null> {
  const answer = await sql<{ id: number }>`
    with said as (
      select value as post_id, ${sql.lit(EXAMPLE)} as weight from ${numbersIn(db, alert.examples, 'k')}
      union all select * from (select post_id, 1 from mention
        where watch_id = ${alert.watchId} and at > ${alert.at - LOOK_BACK} and at <= ${alert.at}
          and sentiment < 0 and counted = 1
        order by at desc limit ${sql.lit(MAX_NEWEST_MENTIONS)}) newest)
    select s.story_id as id from said x ${joinInOrder(db)} story_post s on s.post_id = x.post_id
    group by s.story_id
    having sum(x.weight) >= ${sql.lit(MIN_STORY_WEIGHT)} and 2 * sum(x.weight) >= (select sum(weight) from said)
    order by sum(x.weight) desc, s.story_id limit 1`.execute(db);
  const id = answer.rows[0]?.id;
  const story = id === undefined ? null : await resolveStory(db, id);
  return story === null || story.posts < 2 || story.stage === 'evergreen' ? null : story;
}

/** The story of a post; null where it has none, or is alone in it. */
export async function storyOfPost(db: Db, postId: number): Promise<StoryMark | null> {
  const place = await db
    .selectFrom('story_post')
    .select('story_id')
    .where('post_id', '=', postId)
    .executeTakeFirst();
  const story = place && (await findStory(db, place.story_id));
  return story && story.posts > 1 ? toMark(story) : null;
}

/** Those of the rows that belong to none of the stories. */
export async function outsideOf<T extends { readonly postId: number }>(
  db: Db,
  rows: readonly T[],
  stories: readonly { readonly id: number }[],
): Promise<readonly T[]> {
  const places = await findPlaces(
    db,
    rows.map(({ postId }) => postId),
  );
  const told = new Set(stories.map(({ id }) => id));
  return rows.filter(({ postId }) => !told.has(places.get(postId) ?? 0));
}
