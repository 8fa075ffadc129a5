import { randomUUID } from 'node:crypto';
import type { StoryGrouper } from '../../core/story/story.ts';
import type { StoryEdit } from '../../core/story/story-edit.ts';
import { DAY, type Instant } from '../../core/time.ts';
import { createBreather } from '../../core/turn.ts';
import type { Db, Tx } from '../../db/database.ts';
import { getSetting, setSetting } from '../../db/installation/settings.ts';
import { firstPostStoredSince } from '../../db/post/near-posts.ts';
import { lastPostId } from '../../db/post/posts.ts';
import { storiesByHand } from '../../db/story/stories.ts';
import {
  areKeptApart,
  findStoryEdit,
  lastStoryEditId,
  listStoriesApart,
  readEditsAfter,
} from '../../db/story/story-edits.ts';
import { readOpenTexts, readStoryTexts } from '../../db/story/story-posts.ts';

/** A post joins stories of the time before it no older than this; what comes later is a story of its own. */
export const STORY_WINDOW = 14 * DAY;
/** No more posts than this are held open, however many came. */
const MAX_OPEN_POSTS = 100_000;
const PAGE = 200;
/** Who gives stories: the mark of the memory that was opened last. */
const GROUPER = 'story.grouper';

/** Makes an empty grouper; `nextStory` gives the number of a new story. */
export type MakeGrouper = (options: { readonly nextStory: () => number }) => StoryGrouper;

/** The open stories, held between two turns of grouping and read again after a restart or a fault. */
export interface StoryMemory {
  /** The grouper, seeded from the database where it was not yet. Not inside a transaction. */
  open(db: Db): Promise<OpenStories>;
  /** What it holds is not what is stored: it is read again the next time. */
  reset(): void;
}

export interface OpenStories {
  readonly grouper: StoryGrouper;
  /**
   * Tells the grouper what people did since. Inside the transaction that uses it: nobody can do more meanwhile.
   * Throws once another process has begun to group: what is held here is then not all that is stored.
   */
  follow(tx: Tx): Promise<void>;
  /** False once another process has begun to group. */
  isOurs(db: Db): Promise<boolean>;
  /** Numbers given to new stories are above this; it is moved on by every new one. */
  lastStory: number;
  /** Stories still to be looked at for what should be one or two, so that all that changed once were. */
  unlooked: number;
}

export function createStoryMemory(deps: { readonly makeGrouper: MakeGrouper; now(): Instant }): StoryMemory {
  let held: OpenStories | null = null;
  return {
    async open(db) {
      if (held !== null && !(await held.isOurs(db))) held = null;
      held ??= await seed(db, deps);
      return held;
    },
    reset() {
      held = null;
    },
  };
}

async function seed(
  db: Db,
  deps: { readonly makeGrouper: MakeGrouper; now(): Instant },
): Promise<OpenStories> {
  const mark = randomUUID();
  // Before anything is read: whoever grouped until now stores nothing after this.
  await db.transaction().execute((tx) => setSetting(tx, GROUPER, mark));
  let told = await lastStoryEditId(db);
  const open: OpenStories = {
    lastStory: 0,
    unlooked: 0,
    grouper: deps.makeGrouper({
      nextStory: () => {
        open.lastStory += 1;
        return open.lastStory;
      },
    }),
    isOurs: async (from) => (await getSetting(from, GROUPER)) === mark,
    async follow(tx) {
      if (!(await open.isOurs(tx))) throw new Error('another process gives stories now');
      for (const edit of await readEditsAfter(tx, told)) {
        await applyEdit(tx, open.grouper, edit);
        told = edit.id;
      }
    },
  };
  await readOpen(db, open.grouper, deps.now() - STORY_WINDOW);
  for (const [one, other] of await listStoriesApart(db)) open.grouper.keepApart(one, other);
  for (const story of await storiesByHand(db)) open.grouper.keepWhole(story);
  return open;
}

async function readOpen(db: Db, grouper: StoryGrouper, since: Instant): Promise<void> {
  const last = await lastPostId(db);
  const first = (await firstPostStoredSince(db, since)) ?? last + 1;
  const breathe = createBreather();
  for (let after = Math.max(first - 1, last - MAX_OPEN_POSTS); ; ) {
    const rows = await readOpenTexts(db, { after, since, limit: PAGE });
    for (const { story, ...text } of rows) {
      grouper.place(text, story);
      await breathe();
    }
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.id ?? after;
  }
}

/** Forgets what is too old to be joined, and the oldest of what is too much. */
export function forgetOld(grouper: StoryGrouper, now: Instant): void {
  grouper.forget(now - STORY_WINDOW, MAX_OPEN_POSTS);
}

async function applyEdit(tx: Tx, grouper: StoryGrouper, edit: StoryEdit): Promise<void> {
  if (edit.kind === 'rename') return;
  const undone = edit.undoes === null ? null : await findStoryEdit(tx, edit.undoes);
  const kind = undone?.kind ?? edit.kind;
  const { fromStory, intoStory, posts } = edit;
  if (kind === 'merge') {
    // Taking a merge back says that they are two.
    if (undone === null) grouper.merge(fromStory, intoStory);
    else grouper.split(intoStory, fromStory, posts);
  } else if (kind === 'split') {
    if (undone === null) grouper.split(fromStory, intoStory, posts);
    else grouper.merge(intoStory, fromStory);
  } else if (kind === 'move') {
    const story = undone === null ? intoStory : fromStory;
    for (const text of await readStoryTexts(tx, posts)) grouper.place(text, story);
    grouper.keepWhole(story);
    if (await areKeptApart(tx, [fromStory, intoStory])) grouper.keepApart(fromStory, intoStory);
    else grouper.letJoin(fromStory, intoStory);
  }
}
