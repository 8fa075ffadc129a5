import { sql } from 'kysely';
import type { MentionRow } from '../../../core/screens/mentions.ts';
import type { StoryEditRow, StoryScreen } from '../../../core/screens/stories.ts';
import { wilson } from '../../../core/statistics/wilson.ts';
import {
  amplification,
  type Loudness,
  type StoryPoint,
  spreadPath,
  storyTimeline,
} from '../../../core/story/spread.ts';
import type { StoryEdit } from '../../../core/story/story-edit.ts';
import type { Db } from '../../database.ts';
import { joinInOrder } from '../../engine/dialect.ts';
import { resolveStory } from '../../story/stories.ts';
import { findStoryEdit, lastEdit, listStoryEdits } from '../../story/story-edits.ts';
import { readPlatformsJson } from '../../story/story-figures.ts';
import { readMentionRows } from '../mention/mention-rows.ts';
import { describeStories } from './stories.ts';
import { mentionsOfPosts } from './story-posts.ts';

/** Loudest posts shown, and how many are weighed: the widest read originals and the most copied ones. */
const LOUDEST = 5;
const WEIGHED = 40;

/** Everything about one story, or about the one it was merged into; null when there is none. */
export async function readStoryScreen(db: Db, id: number): Promise<StoryScreen | null> {
  const story = await resolveStory(db, id);
  const [row] = story === null ? [] : await describeStories(db, [story]);
  if (story === null || row === undefined) return null;
  const edits = await listStoryEdits(db, story.id);
  const { lo, hi } = wilson(story.negative, story.posts);
  const { unit, points } = storyTimeline(await readHours(db, story.id));
  const loudest = await readLoudest(db, story.id, story.origin_post);
  const [origin] = story.origin_post === null ? [] : await readRows(db, [story.origin_post]);
  return {
    row,
    peakAt: story.peak_at,
    updatedAt: story.updated_at,
    share: { p: story.posts === 0 ? null : story.negative / story.posts, lo, hi },
    unit,
    timeline: points,
    spread: spreadPath(readPlatformsJson(story.platforms_json)),
    origin: origin ?? null,
    amplifiers: await readRows(db, loudest),
    watches: await readWatches(db, story.id),
    edits: await describeEdits(db, edits),
    undoable: lastEdit(edits)?.id ?? null,
  };
}

async function readRows(db: Db, posts: readonly number[]): Promise<readonly MentionRow[]> {
  return readMentionRows(db, await mentionsOfPosts(db, posts));
}

async function readHours(db: Db, story: number): Promise<readonly StoryPoint[]> {
  return db
    .selectFrom('story_hour')
    .select(['hour as at', 'negative', 'neutral', 'positive', 'copies'])
    .where('story_id', '=', story)
    .orderBy('hour')
    .execute();
}

async function readWatches(db: Db, story: number): Promise<StoryScreen['watches']> {
  return db
    .selectFrom('story_watch')
    .innerJoin('watch', 'watch.id', 'story_watch.watch_id')
    .select(['watch.id', 'watch.name', 'story_watch.mentions', 'story_watch.negative'])
    .where('story_id', '=', story)
    .orderBy('story_watch.mentions', 'desc')
    .orderBy('watch.id')
    .execute();
}

async function readLoudest(db: Db, story: number, origin: number | null): Promise<readonly number[]> {
  const join = joinInOrder(db);
  // Said so that the index of all copies is no way to find them: those of one story lie beside each other.
  const isCopy = sql`coalesce(copy_of, 0) <> 0`;
  const answer = await sql<Loudness & { readonly id: number }>`
    with copied as materialized (
        select copy_of as id, count(*) as copies from story_post
        where story_id = ${story} and ${isCopy} group by copy_of
        order by copies desc limit ${sql.lit(WEIGHED)}),
      read as materialized (
        select post_id as id from story_post where story_id = ${story} and copy_of is null
        order by reach desc limit ${sql.lit(WEIGHED)})
    select p.id, p.voice, s.reach, coalesce(c.copies, 0) as copies
    from (select id from copied union select id from read) x
      ${join} story_post s on s.post_id = x.id and s.story_id = ${story}
      ${join} post p on p.id = x.id and p.at = s.at left join copied c on c.id = x.id`.execute(db);
  return answer.rows
    .filter(({ id }) => id !== origin)
    .map((each) => ({ id: each.id, weight: amplification(each) }))
    .sort((a, b) => b.weight - a.weight || a.id - b.id)
    .slice(0, LOUDEST)
    .map(({ id }) => id);
}

async function describeEdits(db: Db, edits: readonly StoryEdit[]): Promise<readonly StoryEditRow[]> {
  const ids = [...new Set(edits.flatMap(({ fromStory, intoStory }) => [fromStory, intoStory]))];
  if (ids.length === 0) return [];
  const named = await db
    .selectFrom('story')
    .select(['id', 'title', 'own_title'])
    .where('id', 'in', ids)
    .execute();
  const titles = new Map(named.map((each) => [each.id, each.own_title ?? each.title]));
  const kinds = new Map(edits.map(({ id, kind }) => [id, kind]));
  const rows: StoryEditRow[] = [];
  for (const edit of edits) {
    const { fromStory, intoStory, undoes } = edit;
    const undid =
      undoes === null ? null : (kinds.get(undoes) ?? (await findStoryEdit(db, undoes))?.kind ?? null);
    rows.push({
      id: edit.id,
      at: edit.at,
      by: edit.by,
      kind: edit.kind,
      undid,
      from: { id: fromStory, title: titles.get(fromStory) ?? null },
      into: { id: intoStory, title: titles.get(intoStory) ?? null },
      posts: edit.posts.length,
      fromTitle: edit.fromTitle,
      toTitle: edit.toTitle,
      undone: edit.undoneAt !== null,
    });
  }
  return rows;
}
