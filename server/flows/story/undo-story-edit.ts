import { AppError } from '../../core/errors.ts';
import type { StoryEdit } from '../../core/story/story-edit.ts';
import type { Tx } from '../../db/database.ts';
import { findStory, markByHand, markMerged, setOwnTitle } from '../../db/story/stories.ts';
import {
  disinheritApart,
  insertStoryEdit,
  keepStoriesApart,
  lastEdit,
  letStoriesJoin,
  listStoryEdits,
  markEditUndone,
} from '../../db/story/story-edits.ts';
import { listStoryPosts, moveStoryPosts } from '../../db/story/story-posts.ts';
import { type EditDeps, type Edited, mustFind, settle } from './edit-story.ts';
import { joinInto } from './repair-stories.ts';

/**
 * Takes back the newest change of a story that still holds, a person's or the machine's. Posts that have
 * moved on since stay where they are. A merge taken back says that the two are two, a split taken back that
 * they are one.
 * @param input.edit the change that is meant; absent: whichever is the newest
 * @throws AppError('not_found') when there is no such story or nothing holds, AppError('conflict') when one of
 *   the two stories is gone or the change that is meant is not the newest any more
 */
export async function undoStoryEdit(
  deps: EditDeps,
  input: { readonly story: number; readonly by: string; readonly edit?: number },
): Promise<Edited> {
  return deps.db.transaction().execute(async (tx) => {
    const { id: story } = await mustFind(tx, input.story);
    const edit = lastEdit(await listStoryEdits(tx, story));
    if (input.edit !== undefined && input.edit !== edit?.id) {
      throw new AppError('conflict', `story ${story} was changed since: look at its history again`, {
        story,
      });
    }
    if (edit === null) throw new AppError('not_found', `nothing of story ${story} can be taken back`);
    const { fromStory, intoStory } = edit;
    await demandBoth(tx, edit);
    const at = deps.now();
    const posts = await takeBack(tx, edit, { at, by: input.by });
    await markEditUndone(tx, edit.id, at);
    const rest = { fromStory, intoStory, undoes: edit.id, fromTitle: edit.toTitle, toTitle: edit.fromTitle };
    await insertStoryEdit(tx, { at, by: input.by, kind: 'undo', posts, ...rest });
    await settle(tx, [...new Set([fromStory, intoStory])], at);
    return { story: edit.kind === 'split' ? fromStory : story };
  });
}

/** Both are there, as the change left them. */
async function demandBoth(tx: Tx, { kind, fromStory, intoStory }: StoryEdit): Promise<void> {
  const [from, into] = [await findStory(tx, fromStory), await findStory(tx, intoStory)];
  const fromHolds = kind === 'merge' ? from?.merged_into === intoStory : from?.merged_into === null;
  if (fromHolds && into?.merged_into === null) return;
  throw new AppError('conflict', `one of the stories ${fromStory} and ${intoStory} has gone elsewhere since`);
}

/** @returns the posts that were moved back */
async function takeBack(
  tx: Tx,
  { kind, fromStory: from, intoStory: into, ...edit }: StoryEdit,
  said: { readonly at: number; readonly by: string },
): Promise<readonly number[]> {
  if (kind === 'rename') {
    await setOwnTitle(tx, from, edit.fromTitle);
    return [];
  }
  const there = (await listStoryPosts(tx, into)).map(({ postId }) => postId);
  const moved = new Set(edit.posts);
  const back = kind === 'split' ? there : there.filter((id) => moved.has(id));
  if (kind === 'merge') {
    await markMerged(tx, from, null);
    await disinheritApart(tx, from, into);
    await keepStoriesApart(tx, [from, into], said);
    const { own_title } = await mustFind(tx, into);
    // Unless somebody named it again.
    if (own_title === edit.toTitle) await setOwnTitle(tx, into, edit.fromTitle);
  } else if (kind === 'move') {
    await letStoriesJoin(tx, [from, into], edit.at);
  } else if (kind === 'split') {
    await letStoriesJoin(tx, [from, into]);
    await joinInto(tx, { from: into, into: from });
  }
  await markByHand(tx, from);
  await moveStoryPosts(tx, { from: into, into: from, posts: back, pinned: kind === 'merge' });
  return back;
}
