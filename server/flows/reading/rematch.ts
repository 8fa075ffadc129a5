import { compileWatches, type Matcher, matchPost } from '../../core/mention/match.ts';
import type { Post } from '../../core/mention/post.ts';
import type { Watch } from '../../core/mention/watch.ts';
import type { ReadingPool } from '../../core/reading/reading-pool.ts';
import { lookBack } from '../../core/reading/reread.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../../db/database.ts';
import { inSlices } from '../../db/engine/calm.ts';
import { freshenStatistics } from '../../db/engine/statistics.ts';
import type { NewFact } from '../../db/mention/facts.ts';
import type { NewMention } from '../../db/mention/mentions.ts';
import { keepExisting, postNumbers, readPostsAfter } from '../../db/post/post-pages.ts';
import { lastPostId } from '../../db/post/posts.ts';
import { findAnalyses, insertAnalyses, type NewAnalysis } from '../../db/reading/analyses.ts';
import { getReread } from '../../db/reading/rereads.ts';
import { END, type Place } from '../../db/watch/mention-slices.ts';
import { closeStage, nextSliceStart, openStage, type Stage, stage, swapSlice } from '../../db/watch/stage.ts';
import { forgetFormerNames, formerNames, getWatch } from '../../db/watch/watches.ts';
import { readTexts } from '../ingest/read-posts.ts';
import { describeMention } from '../ingest/store-mentions.ts';
import { settleCorrections } from './correct.ts';
import { settleReplaced } from './mention-anew.ts';
import { type Cause, createOwnSuspects, type OwnSuspects, remarkOwn } from './remark-own.ts';
import { settleRereads } from './reread.ts';

const PAGE = 500;
/** Mentions that change places in one transaction: some 40 ms of the write lock. */
const SLICE = 1_000;

interface RematchDeps {
  readonly db: Db;
  readonly reading: ReadingPool;
  /** What authors are marked by; see `pseudonym`. */
  readonly hashKey: Buffer;
  now(): Instant;
  /** True when somebody else looks by the rule that the watch has now. */
  isLeft?(watch: Watch): Promise<boolean>;
  /** Hears of all watches whose counts moved because somebody else speaks than it seemed. */
  onRemarked?(watchIds: ReadonlySet<number>): void;
}

/**
 * A new or changed watch sees the posts that are stored already. Matching and reading go on beside ingest;
 * then, slice by slice from the newest, the new mentions, facts and counts take the place of the old. Each
 * slice is a short transaction that leaves the counts right, so nobody waits long to write. Doing it twice
 * changes nothing, and a run that was stopped half-way is healed by the next: it begins from the stored
 * posts again. Why not all at once: 200,000 mentions hold the write lock for seconds.
 * @param sinceAt how far back; by default the last 28 days, or everything while little is stored
 * @param feedId a feed that was marked as the subject's own, or is no more
 * @returns the mentions found, or null when the watch is gone or paused, or somebody else looks for it
 */
export async function rematchWatch(
  deps: RematchDeps,
  watchId: number,
  sinceAt?: Instant,
  { feedId }: Pick<Cause, 'feedId'> = {},
): Promise<{ readonly scanned: number; readonly mentions: number } | null> {
  const { db } = deps;
  for (;;) {
    const watch = await getWatch(db, watchId);
    if (watch === null || !watch.active || (await deps.isLeft?.(watch))) return null;
    const since = sinceAt ?? lookBack((await postNumbers(db)).count, deps.now());
    // In a turn of its own: a batch that is being stored under the rule before is stored when this is read.
    const last = await db.transaction().execute((tx) => lastPostId(tx));
    const began = deps.now();
    const reread = await getReread(db);
    await freshenStatistics(db);
    const own = await openStage(db, watchId, began);
    const cause = { former: await formerNames(db, watchId), feedId };
    const suspects = await createOwnSuspects(deps, watch, cause);
    try {
      const look = { matcher: compileWatches([watch]), suspects };
      const scanned = await stageMatches(deps, own, look, since, last);
      const mentions = await swap(deps, own, watch, since, last);
      if (mentions === null) continue;
      await settleRereads(deps, reread);
      await settleReplaced(deps, began);
      const moved = await remarkOwn(deps, suspects.ids, cause);
      deps.onRemarked?.(moved);
      await forgetFormerNames(db, watch);
      await settleCorrections(deps, began);
      return { scanned, mentions };
    } finally {
      await closeStage(db, own);
    }
  }
}

/** Null when the watch was changed once more meanwhile: what is staged belongs to yesterday's rule. */
async function swap(
  { db, now }: RematchDeps,
  own: Stage,
  watch: Watch,
  since: Instant,
  last: number,
): Promise<number | null> {
  const start: Place = { at: since, postId: 0 };
  let [to, mentions, changed] = [END, 0, false];
  await inSlices(db, async (tx) => {
    if (to === start) return null;
    changed = (await getWatch(tx, watch.id))?.updatedAt !== watch.updatedAt;
    if (changed) return null;
    const rest = { watchId: watch.id, to, lastPostId: last };
    const next = await nextSliceStart(tx, rest, SLICE, own);
    const from = next === null || next.at < since ? start : next;
    mentions += await swapSlice(tx, own, { ...rest, from }, now());
    to = from;
    return 1;
  });
  return changed ? null : mentions;
}

async function stageMatches(
  deps: RematchDeps,
  own: Stage,
  look: MatchContext,
  since: Instant,
  last: number,
): Promise<number> {
  let scanned = 0;
  for (let after = 0; ; ) {
    const posts = await readPostsAfter(deps.db, { after, last, since, limit: PAGE });
    if (posts.length === 0) return scanned;
    await stage(deps.db, own, await matchPage(deps, look, posts));
    scanned += posts.length;
    after = posts.at(-1)?.id ?? last;
  }
}

/** What posts are looked at with. */
interface MatchContext {
  readonly matcher: Matcher;
  readonly suspects: OwnSuspects;
}

async function matchPage(
  deps: RematchDeps,
  { matcher, suspects }: MatchContext,
  posts: readonly Post[],
): Promise<{ readonly mentions: readonly NewMention[]; readonly facts: readonly NewFact[] }> {
  const hits = posts.flatMap((post) => matchPost(post, matcher).map((match) => ({ post, match })));
  await suspects.note(hits.map(({ post }) => post));
  const own = await suspects.ownAmong(hits, matcher);
  const kept = await findAnalyses(
    deps.db,
    hits.map(({ post }) => post.id),
  );
  const unread = hits.map(({ post }) => post).filter((post) => !kept.has(post.id));
  const outcomes = await readTexts(deps.reading, unread);
  // A post that cannot be read is no mention; ingest refused such ones by name.
  const fresh = unread.flatMap((post, index) => {
    const outcome = outcomes[index];
    if (outcome === undefined || 'fault' in outcome) return [];
    return [{ postId: post.id, reader: outcome.reader, analysis: outcome.analysis }];
  });
  // Harmless by themselves and dear to make: kept at once, not in the transaction of the swap.
  await insertExisting(deps.db, fresh);
  const analyses = new Map([...kept, ...fresh.map(({ postId, analysis }) => [postId, analysis] as const)]);
  const described = hits.flatMap(({ post, match }) => {
    const analysis = analyses.get(post.id);
    const mention = { watchId: match.watchId, post, match, own: own.has(post.id) };
    return analysis === undefined ? [] : [describeMention({ ...mention, analysis })];
  });
  return { mentions: described.map(({ row }) => row), facts: described.flatMap(({ facts }) => facts) };
}

/** A post may have been forgotten since it was read. */
async function insertExisting(db: Db, analyses: readonly NewAnalysis[]): Promise<void> {
  if (analyses.length === 0) return;
  await db.transaction().execute(async (tx) => {
    const ids = analyses.map(({ postId }) => postId);
    const existing = await keepExisting(tx, ids);
    await insertAnalyses(
      tx,
      analyses.filter(({ postId }) => existing.has(postId)),
    );
  });
}
