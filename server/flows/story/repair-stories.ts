import type { StoryRepair } from '../../core/story/story.ts';
import { storyTitle } from '../../core/story/story-title.ts';
import type { Instant } from '../../core/time.ts';
import type { Tx } from '../../db/database.ts';
import {
  findStory,
  inheritHand,
  insertStories,
  markMerged,
  markStories,
  type StoredStory,
} from '../../db/story/stories.ts';
import { areKeptApart, inheritApart, insertStoryEdit } from '../../db/story/story-edits.ts';
import { listStoryPosts, moveStoryPosts, readStoryTexts } from '../../db/story/story-posts.ts';
import { joinAlerts } from '../alert/join-alerts.ts';

export interface Repaired {
  readonly merged: number;
  readonly split: number;
  /** What would have gone against a person's word and was not done: the memory is not what is stored. */
  readonly refused: number;
}

/**
 * Stores what the machine found to be one story, or two, and keeps it in the history. What a person said
 * holds: stories taken apart are not joined, and posts put somewhere by hand stay there.
 */
export async function applyRepairs(tx: Tx, repairs: readonly StoryRepair[], now: Instant): Promise<Repaired> {
  const sum = { merged: 0, split: 0, refused: 0 };
  for (const repair of repairs) {
    const done = repair.kind === 'merge' ? await merge(tx, repair, now) : await split(tx, repair, now);
    if (!done) sum.refused += 1;
    else if (repair.kind === 'merge') sum.merged += 1;
    else sum.split += 1;
  }
  return sum;
}

type Merge = Extract<StoryRepair, { kind: 'merge' }>;
type Split = Extract<StoryRepair, { kind: 'split' }>;

async function merge(tx: Tx, { from, into }: Merge, now: Instant): Promise<boolean> {
  if (await areKeptApart(tx, [from, into])) return false;
  if (!isHere(await findStory(tx, from)) || !isHere(await findStory(tx, into))) return false;
  await joinAlerts(tx, { from, into }, { at: now, by: 'tingchao' });
  const titles = await joinInto(tx, { from, into });
  const posts = (await listStoryPosts(tx, from)).map(({ postId }) => postId);
  const both = { fromStory: from, intoStory: into, posts };
  await insertStoryEdit(tx, { at: now, by: null, kind: 'merge', ...both, ...titles });
  await moveStoryPosts(tx, { from, into, posts });
  await markStories(tx, [from, into], 'figures');
  return true;
}

/**
 * The row of the one that goes leads to the one that stays, and what people said of it holds for the other.
 * @returns the title by hand of the one that stays, before and after; null: the machine's
 */
export async function joinInto(
  tx: Tx,
  { from, into }: { readonly from: number; readonly into: number },
): Promise<{ readonly fromTitle: string | null; readonly toTitle: string | null }> {
  const before = (await findStory(tx, into))?.own_title ?? null;
  await inheritApart(tx, from, into);
  await inheritHand(tx, from, into);
  await markMerged(tx, from, into);
  return { fromTitle: before, toTitle: (await findStory(tx, into))?.own_title ?? null };
}

function isHere(story: StoredStory | undefined): boolean {
  return story?.merged_into === null;
}

async function split(tx: Tx, { from, into, posts }: Split, now: Instant): Promise<boolean> {
  const there = await listStoryPosts(tx, from);
  const wanted = new Set(posts);
  const chosen = there.filter(({ postId }) => wanted.has(postId));
  const first = (
    await readStoryTexts(
      tx,
      chosen.map(({ postId }) => postId),
    )
  ).toSorted((a, b) => a.at - b.at)[0];
  if (first === undefined || chosen.length === there.length || chosen.some(({ pinned }) => pinned))
    return false;
  if ((await findStory(tx, into)) === undefined) {
    await insertStories(tx, [{ id: into, title: storyTitle(first), firstAt: first.at }], now);
  }
  await inheritApart(tx, from, into);
  const moved = chosen.map(({ postId }) => postId);
  await insertStoryEdit(tx, {
    at: now,
    by: null,
    kind: 'split',
    fromStory: from,
    intoStory: into,
    posts: moved,
  });
  await moveStoryPosts(tx, { from, into, posts: moved });
  await markStories(tx, [from, into], 'figures');
  return true;
}
