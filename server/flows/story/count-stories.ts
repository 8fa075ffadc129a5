import type { Instant } from '../../core/time.ts';
import type { Db } from '../../db/database.ts';
import { inSlices } from '../../db/engine/calm.ts';
import { dueStories, type StaleStory, staleStories, unmarkStories } from '../../db/story/stories.ts';
import { recountStories } from '../../db/story/story-figures.ts';
import { rereadStoryPosts } from '../../db/story/story-posts.ts';
import { type OpenStories, STORY_WINDOW, type StoryMemory } from './story-memory.ts';

export interface GroupDeps {
  readonly db: Db;
  readonly stories: StoryMemory;
  now(): Instant;
}

/** Stories counted in one transaction, and how many posts they may have together. */
const COUNTED = 50;
const COUNTED_POSTS = 5_000;

/**
 * Counts the stories that are marked, whoever marked them, each once: what long work beside it marks over and over
 * waits for the next run, or this one would not end before that work. Before the memory is open, only those to be
 * read again.
 */
export async function countStale(
  deps: GroupDeps,
  open: OpenStories | null,
  signal?: AbortSignal,
): Promise<number> {
  const now = deps.now();
  let last: StaleStory | null = null;
  return inSlices(
    deps.db,
    async (tx) => {
      await open?.follow(tx);
      const marked = await staleStories(tx, now, COUNTED, last);
      const stale = marked.filter(({ reread }) => reread || open !== null);
      if (stale.length === 0) return null;
      const batch = countedTogether(stale);
      last = batch.at(-1) ?? last;
      const gone = await rereadStoryPosts(
        tx,
        batch.filter(({ reread }) => reread).map(({ id }) => id),
      );
      // What the grouper still holds and nobody mentions any more would be joined.
      if (gone.some((at) => at >= now - STORY_WINDOW)) deps.stories.reset();
      // In the order in which whoever marks them locks them.
      const ids = batch.map(({ id }) => id).toSorted((a, b) => a - b);
      await recountStories(tx, ids, now, open === null ? undefined : (story) => open.grouper.describe(story));
      await unmarkStories(tx, ids);
      return batch.length;
    },
    signal,
  );
}

/** Of some stories those that one transaction counts: the first, however large, and what fits beside it. */
function countedTogether<Story extends { readonly posts: number }>(
  stories: readonly Story[],
): readonly Story[] {
  let posts = 0;
  return stories.filter((each, i) => {
    posts += each.posts;
    return i === 0 || posts <= COUNTED_POSTS;
  });
}

/** Stories grow old although nothing is added to them. */
export async function reviewDue(deps: GroupDeps, signal?: AbortSignal): Promise<void> {
  const now = deps.now();
  await inSlices(
    deps.db,
    async (tx) => {
      const due = countedTogether(await dueStories(tx, now, COUNTED));
      const ids = due.map(({ id }) => id).toSorted((a, b) => a - b);
      await recountStories(tx, ids, now);
      return ids.length;
    },
    signal,
  );
}
