import type { StoryText } from '../../core/story/story.ts';
import { storyTitle } from '../../core/story/story-title.ts';
import type { Instant } from '../../core/time.ts';
import { createBreather } from '../../core/turn.ts';
import type { Tx } from '../../db/database.ts';
import { insertStories, keepLastStoryId, lastStoryId, markStories } from '../../db/story/stories.ts';
import { findPlaces, insertStoryPosts } from '../../db/story/story-posts.ts';
import type { OpenStories } from './story-memory.ts';

/** What people did since is known, and new stories get the next numbers. */
export async function begin(tx: Tx, open: OpenStories): Promise<void> {
  await open.follow(tx);
  open.lastStory = await lastStoryId(tx);
}

/**
 * Gives posts their stories, new ones where they are like none; what has a story keeps it.
 * @returns how many were given one
 */
export async function assign(
  tx: Tx,
  open: OpenStories,
  texts: readonly StoryText[],
  now: Instant,
): Promise<number> {
  if (texts.length === 0) return 0;
  await begin(tx, open);
  const before = open.lastStory;
  const places = await joinStories(tx, open, texts);
  await insertStories(tx, newStories(texts, places, before), now);
  await insertStoryPosts(
    tx,
    [...places].map(([postId, storyId]) => ({ postId, storyId })),
  );
  await markStories(tx, [...new Set(places.values())], 'figures');
  if (open.lastStory > before) await keepLastStoryId(tx, open.lastStory);
  return places.size;
}

/** Post → story, of those that have none yet. A copy goes where its original is, however long ago that was. */
async function joinStories(
  tx: Tx,
  { grouper }: OpenStories,
  texts: readonly StoryText[],
): Promise<ReadonlyMap<number, number>> {
  const known = await findPlaces(
    tx,
    texts.flatMap(({ id, copyOf }) => (copyOf === null ? [id] : [id, copyOf])),
  );
  const join = (text: StoryText): number => {
    const story = text.copyOf === null ? undefined : known.get(text.copyOf);
    if (story === undefined) return grouper.add(text);
    grouper.place(text, story);
    return story;
  };
  const places = new Map<number, number>();
  const breathe = createBreather();
  for (const text of texts) {
    if (!known.has(text.id)) places.set(text.id, join(text));
    await breathe();
  }
  return places;
}

function newStories(texts: readonly StoryText[], places: ReadonlyMap<number, number>, after: number) {
  const first = new Map<number, StoryText>();
  for (const text of texts) {
    const story = places.get(text.id) ?? 0;
    if (story > after && !first.has(story)) first.set(story, text);
  }
  return [...first].map(([id, text]) => ({ id, title: storyTitle(text), firstAt: text.at }));
}
