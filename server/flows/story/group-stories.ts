import { DAY, type Instant } from '../../core/time.ts';
import type { Db, Tx } from '../../db/database.ts';
import { inSlices } from '../../db/engine/calm.ts';
import { getSetting, setSetting } from '../../db/installation/settings.ts';
import { firstPostStoredSince } from '../../db/post/near-posts.ts';
import { lastPostId } from '../../db/post/posts.ts';
import { keepLastStoryId } from '../../db/story/stories.ts';
import { readMissed, readStoryTexts, readUngrouped } from '../../db/story/story-posts.ts';
import { assign, begin } from './assign-stories.ts';
import { countStale, type GroupDeps, reviewDue } from './count-stories.ts';
import { applyRepairs } from './repair-stories.ts';
import { forgetOld, type OpenStories } from './story-memory.ts';

export interface GroupReport {
  /** Posts that were given a story. */
  readonly grouped: number;
  readonly merged: number;
  readonly split: number;
  /** Stories whose figures were counted again. */
  readonly counted: number;
}

const CURSOR = 'story.cursor';
/** Posts given a story in one transaction: some 50 ms of the write lock. */
const SLICE = 100;
/** Slices between two looks at what should be one or two, and between two counts of what changed. */
const TURN = 10;
/** Stories looked at in one transaction for what should be one or two. */
const LOOKED_AT = 200;
/** A watch that looks back, and a first start, find stories of this time. */
const LOOK_BACK = 28 * DAY;
const MAX_MISSED_POSTS = 100_000;

/**
 * Gives every post that a watch counts its story, in the order they were stored; then repairs what was touched, and
 * counts the figures of all stories that changed, for whatever reason. Each slice is a short transaction that also
 * keeps how far it came: killed at any moment it goes on there, and doing it again changes nothing. After a fault the
 * memory is read again, so it never says what is not stored. Stories are closed by the times of the posts, not by the
 * clock, while posts come: a history that is brought in by several runs holds together. One at a time.
 * @param input.watchId a watch that has just looked at what is stored: its older posts get their stories too
 */
export async function groupStories(
  deps: GroupDeps,
  input: { readonly watchId?: number | null; readonly signal?: AbortSignal } = {},
): Promise<GroupReport> {
  const { db, stories, now } = deps;
  try {
    const sum = { grouped: 0, merged: 0, split: 0, counted: await countStale(deps, null, input.signal) };
    const open = await stories.open(db);
    const round = { deps, open, sum, signal: input.signal };
    if (input.watchId != null) await groupMissed(round, input.watchId);
    await groupNew(round);
    await repairRest(round);
    sum.counted += await countStale(deps, open, input.signal);
    await reviewDue(deps, input.signal);
    if (sum.grouped === 0) forgetOld(open.grouper, now());
    return sum;
  } catch (fault) {
    stories.reset();
    throw fault;
  }
}

type Sum = { -readonly [K in keyof GroupReport]: number };

interface Round {
  readonly deps: GroupDeps;
  readonly open: OpenStories;
  readonly sum: Sum;
  readonly signal: AbortSignal | undefined;
}

async function groupNew(round: Round): Promise<void> {
  const { deps } = round;
  for (;;) {
    let oldest = Number.POSITIVE_INFINITY;
    const slices = await inTurn(round, async (tx) => {
      const after = await cursorOf(tx, deps.now());
      const { upTo, texts } = await readUngrouped(tx, after, SLICE);
      if (upTo === after) return null;
      round.sum.grouped += await assign(tx, round.open, texts, deps.now());
      await setSetting(tx, CURSOR, String(upTo));
      oldest = Math.min(oldest, ...texts.map(({ at }) => at));
      return 1;
    });
    if (oldest < Number.POSITIVE_INFINITY) forgetOld(round.open.grouper, Math.min(oldest, deps.now()));
    if (slices < TURN) return;
  }
}

/** Posts that were passed over because nobody mentioned them then. */
async function groupMissed(round: Round, watchId: number): Promise<void> {
  const { db, now } = round.deps;
  const upTo = await cursorOf(db, now());
  const missed = await readMissed(db, { watchId, since: now() - LOOK_BACK, upTo, most: MAX_MISSED_POSTS });
  let at = 0;
  while (at < missed.length) {
    await inTurn(round, async (tx) => {
      if (at >= missed.length) return null;
      const texts = await readStoryTexts(tx, missed.slice(at, at + SLICE));
      round.sum.grouped += await assign(tx, round.open, texts, now());
      at += SLICE;
      return 1;
    });
  }
}

/** Some slices, then a look at what should be one or two, then figures. @returns how many slices there were */
async function inTurn(round: Round, slice: (tx: Tx) => Promise<1 | null>): Promise<number> {
  const { deps, open, sum, signal } = round;
  let left = TURN;
  const done = await inSlices(deps.db, async (tx) => (left-- > 0 ? slice(tx) : null), signal);
  if (done === 0) return 0;
  open.unlooked = open.grouper.touched;
  await deps.db.transaction().execute((tx) => repairSome(tx, round));
  sum.counted += await countStale(deps, open, signal);
  return done;
}

/** Each story that was changed is looked at once; what the looks themselves change waits for new posts. */
async function repairRest(round: Round): Promise<void> {
  const { deps, open, signal } = round;
  await inSlices(deps.db, async (tx) => (open.unlooked > 0 ? repairSome(tx, round) : null), signal);
}

async function repairSome(tx: Tx, { deps, open, sum }: Round): Promise<1> {
  await begin(tx, open);
  const repairs = await applyRepairs(tx, open.grouper.repair(LOOKED_AT), deps.now());
  open.unlooked -= LOOKED_AT;
  if (repairs.refused > 0) deps.stories.reset();
  sum.merged += repairs.merged;
  sum.split += repairs.split;
  await keepLastStoryId(tx, open.lastStory);
  return 1;
}

/** How far grouping came; at the very first start, to the posts of the last four weeks. */
async function cursorOf(db: Db, now: Instant): Promise<number> {
  const kept = await getSetting(db, CURSOR);
  if (kept !== null) return Number(kept);
  return ((await firstPostStoredSince(db, now - LOOK_BACK)) ?? (await lastPostId(db)) + 1) - 1;
}
