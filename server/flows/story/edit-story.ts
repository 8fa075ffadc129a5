import { AppError, notFound } from '../../core/errors.ts';
import { storyTitle } from '../../core/story/story-title.ts';
import type { Instant } from '../../core/time.ts';
import type { Db, Tx } from '../../db/database.ts';
import {
  insertStories,
  keepLastStoryId,
  lastStoryId,
  markByHand,
  markStories,
  resolveStory,
  type StoredStory,
  setOwnTitle,
} from '../../db/story/stories.ts';
import { insertStoryEdit, keepStoriesApart, letStoriesJoin } from '../../db/story/story-edits.ts';
import { recountStories } from '../../db/story/story-figures.ts';
import { listStoryPosts, moveStoryPosts, readStoryTexts } from '../../db/story/story-posts.ts';
import { joinAlerts } from '../alert/join-alerts.ts';
import { joinInto } from './repair-stories.ts';

export interface EditDeps {
  readonly db: Db;
  now(): Instant;
}

interface By {
  readonly by: string;
}

/** The story to look at now. Its title is chosen again when the grouper next runs. */
export interface Edited {
  readonly story: number;
}

/**
 * A person says that two stories are one. The older one stays, the other leads to it, and the machine keeps
 * to it.
 * @throws AppError('not_found'), AppError('conflict') when they are one already
 */
export async function mergeStories(
  deps: EditDeps,
  input: By & { readonly story: number; readonly other: number },
): Promise<Edited> {
  return deps.db.transaction().execute(async (tx) => {
    const pair = [await mustFind(tx, input.story), await mustFind(tx, input.other)] as const;
    const [into, from] = pair.map(({ id }) => id).toSorted((a, b) => a - b) as [number, number];
    if (into === from) throw new AppError('conflict', `story ${input.other} is in story ${into} already`);
    const at = deps.now();
    await letStoriesJoin(tx, [from, into]);
    await joinAlerts(tx, { from, into }, { at, by: input.by });
    const titles = await joinInto(tx, { from, into });
    await markByHand(tx, into);
    const posts = (await listStoryPosts(tx, from)).map(({ postId }) => postId);
    const both = { fromStory: from, intoStory: into, posts };
    await insertStoryEdit(tx, { at, by: input.by, kind: 'merge', ...both, ...titles });
    await moveStoryPosts(tx, { from, into, posts });
    await settle(tx, [from, into], at);
    return { story: into };
  });
}

/**
 * A person says that some posts are a story of their own; copies go with their originals. The machine never
 * joins the two again.
 * @throws AppError('not_found'), AppError('bad_request') when none of the posts is there, AppError('conflict')
 *   when all of them are meant
 */
export async function splitStory(
  deps: EditDeps,
  input: By & { readonly story: number; readonly posts: readonly number[] },
): Promise<Edited> {
  return deps.db.transaction().execute(async (tx) => {
    const { id: from } = await mustFind(tx, input.story);
    const posts = await choose(tx, from, input.posts);
    const texts = (await readStoryTexts(tx, posts)).toSorted((a, b) => a.at - b.at || a.id - b.id);
    const [first] = texts;
    if (first === undefined) throw new AppError('bad_request', 'these posts are gone');
    const at = deps.now();
    const into = (await lastStoryId(tx)) + 1;
    await keepLastStoryId(tx, into);
    await insertStories(tx, [{ id: into, title: storyTitle(first), firstAt: first.at }], at);
    await markByHand(tx, into);
    await keepStoriesApart(tx, [from, into], { at, by: input.by });
    await insertStoryEdit(tx, { at, by: input.by, kind: 'split', fromStory: from, intoStory: into, posts });
    await moveStoryPosts(tx, { from, into, posts, pinned: true });
    await settle(tx, [from, into], at);
    return { story: into };
  });
}

/**
 * A person puts posts, with their copies, into another story. The two are two then: the machine never joins them.
 * @throws AppError('not_found'), AppError('bad_request') when none is there, AppError('conflict') when they
 *   would not move, or nothing would be left: then the stories are to be merged
 */
export async function movePosts(
  deps: EditDeps,
  input: By & { readonly story: number; readonly posts: readonly number[]; readonly into: number },
): Promise<Edited> {
  return deps.db.transaction().execute(async (tx) => {
    const { id: from } = await mustFind(tx, input.story);
    const { id: into } = await mustFind(tx, input.into);
    if (from === into) throw new AppError('conflict', `these posts are in story ${into} already`);
    const posts = await choose(tx, from, input.posts);
    const at = deps.now();
    await markByHand(tx, into);
    await keepStoriesApart(tx, [from, into], { at, by: input.by });
    await insertStoryEdit(tx, { at, by: input.by, kind: 'move', fromStory: from, intoStory: into, posts });
    await moveStoryPosts(tx, { from, into, posts, pinned: true });
    await settle(tx, [from, into], at);
    return { story: from };
  });
}

/**
 * A person names a story; null gives it the machine's title again.
 * @throws AppError('not_found')
 */
export async function renameStory(
  deps: EditDeps,
  input: By & { readonly story: number; readonly title: string | null },
): Promise<Edited> {
  return deps.db.transaction().execute(async (tx) => {
    const story = await mustFind(tx, input.story);
    const titles = { fromTitle: story.own_title, toTitle: input.title };
    if (titles.fromTitle === titles.toTitle) return { story: story.id };
    const both = { fromStory: story.id, intoStory: story.id, posts: [] };
    await insertStoryEdit(tx, { at: deps.now(), by: input.by, kind: 'rename', ...both, ...titles });
    await setOwnTitle(tx, story.id, input.title);
    return { story: story.id };
  });
}

/** @throws AppError('not_found') */
export async function mustFind(db: Db, id: number): Promise<StoredStory> {
  const story = await resolveStory(db, id);
  if (story === null) throw notFound('story', id);
  return story;
}

/** Those of the posts that are in the story, with their copies there. */
async function choose(tx: Tx, story: number, wanted: readonly number[]): Promise<readonly number[]> {
  const there = await listStoryPosts(tx, story);
  const set = new Set(wanted);
  const chosen = there.filter(
    ({ postId, copyOf }) => set.has(postId) || (copyOf !== null && set.has(copyOf)),
  );
  if (chosen.length === 0) throw new AppError('bad_request', `none of these posts is in story ${story}`);
  if (chosen.length === there.length) {
    throw new AppError('conflict', `nothing would be left of story ${story}`, { story });
  }
  return chosen.map(({ postId }) => postId);
}

/** Figures are right at once; titles and keywords are the worker's, who is left the mark. */
export async function settle(tx: Tx, stories: readonly number[], now: Instant): Promise<void> {
  await recountStories(tx, stories, now);
  await markStories(tx, stories, 'figures');
}
