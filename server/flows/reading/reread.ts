import { applyLabel } from '../../core/reading/correction.ts';
import { type ReadingPool, type ReadOutcome, versionOf } from '../../core/reading/reading-pool.ts';
import { lookBack, type Reread } from '../../core/reading/reread.ts';
import type { Instant } from '../../core/time.ts';
import type { Db, Tx } from '../../db/database.ts';
import { inSlices } from '../../db/engine/calm.ts';
import { chunks } from '../../db/engine/chunks.ts';
import { postNumbers } from '../../db/post/post-pages.ts';
import { renewAnalyses } from '../../db/reading/analyses.ts';
import { findReadings, type StoredReading } from '../../db/reading/readings.ts';
import { getReread, keepReread, readOutdated, readRead } from '../../db/reading/rereads.ts';
import { readTexts } from '../ingest/read-posts.ts';
import { type Placed, placeReadings } from '../placing/place-reading.ts';

/** Numbers of posts looked through at once, and posts read at once. */
const WINDOW = 4_000;
const PAGE = 400;
/** Posts that change places in one transaction: some 40 ms of the write lock. */
const SLICE = 80;

export interface RereadDeps {
  readonly db: Db;
  readonly reading: ReadingPool;
  now(): Instant;
  /** Told after each slice that is committed: how far it is, and the watches whose counts moved. */
  readonly onSlice?: (reread: Reread, watchIds: readonly number[]) => void;
}

/**
 * Reads stored posts again that another version of the reader read, oldest first: what detectors compare with is right
 * before what they judge. Reading goes on beside ingest; then, slice by slice, readings, mentions, facts and counts are
 * put in place, each slice a short transaction that leaves the counts right. What people labelled stays as they said. A
 * post that cannot be read any more keeps the reading that it has. Stopped half-way, the next run goes on from there;
 * run twice it changes nothing.
 * @param reader the version that shall have read them. A process that reads by another one leaves them alone
 * @returns how far it came; null where it left them alone
 * @throws the signal's reason once it is aborted
 */
export async function rereadPosts(
  deps: RereadDeps,
  reader: string,
  signal?: AbortSignal,
): Promise<Reread | null> {
  if ((await versionOf(deps.reading)) !== reader) return null;
  let reread = await beginReread(deps, { reader });
  while (reread.endedAt === null) {
    signal?.throwIfAborted();
    const next = (await rereadWindow(deps, reread, signal)) ?? (await getReread(deps.db));
    // Another overlay was put into use meanwhile: its own run begins again.
    if (next === null || next.reader !== reader || isStill(next, reread)) return reread;
    reread = next;
  }
  return reread;
}

/**
 * What is to be read again, kept where everybody sees it: a run that is under way goes on.
 * @param wanted.since from when on; by default four weeks back, or everything while little is stored
 */
export async function beginReread(
  { db, now }: Pick<RereadDeps, 'db' | 'now'>,
  wanted: { readonly reader: string; readonly since?: Instant },
): Promise<Reread> {
  return db.transaction().execute(async (tx) => {
    const { reader, since } = wanted;
    const kept = await getReread(tx);
    const goesOn = kept !== null && kept.reader === reader && (since === undefined || since >= kept.since);
    if (goesOn && (kept.endedAt === null || since !== undefined)) return kept;
    const { first, last, count } = await postNumbers(tx);
    const fresh: Reread = {
      reader,
      since: since ?? lookBack(count, now()),
      after: first - 1,
      first,
      last,
      read: 0,
      moved: 0,
      startedAt: now(),
      endedAt: null,
    };
    await keepReread(tx, fresh);
    return fresh;
  });
}

/** One page of one window of numbers. Null when the reader is another one by now, or another run took its place. */
async function rereadWindow(
  deps: RereadDeps,
  reread: Reread,
  signal: AbortSignal | undefined,
): Promise<Reread | null> {
  const { after, last, reader, since } = reread;
  const upTo = Math.min(last, after + WINDOW);
  const ids = await readOutdated(deps.db, { after, upTo }, { reader, since, limit: PAGE });
  const outcomes = await readPage(deps, ids);
  const others = [...outcomes.values()].some((each) => 'reader' in each && each.reader !== reader);
  if (others) return null;
  const parts = [...chunks(ids, SLICE)];
  // The rest of the window holds nothing to read, unless the page was full.
  const end = ids.length < PAGE ? upTo : (ids.at(-1) as number);
  let step: Step | null = { reread, watchIds: [] };
  let at = 0;
  await inSlices(
    deps.db,
    async (tx) => {
      const part = parts[at] ?? [];
      const isLast = at >= parts.length - 1;
      const came = isLast ? end : (part.at(-1) as number);
      step = step && (await goOn(tx, step.reread, { ids: part, outcomes, came, now: deps.now() }));
      at += 1;
      return isLast || step === null ? null : 1;
    },
    signal,
    () => step && deps.onSlice?.(step.reread, step.watchIds),
  );
  return (step as Step | null)?.reread ?? null;
}

/** How far a run came, and whose counts moved on its last step. */
interface Step {
  readonly reread: Reread;
  readonly watchIds: readonly number[];
}

interface StepInput {
  readonly ids: readonly number[];
  readonly outcomes: ReadonlyMap<number, ReadOutcome>;
  /** The number up to which all is read then. */
  readonly came: number;
  readonly now: Instant;
}

/** Null where another run took its place: somebody asked for more of the past, or another reader reads now. */
async function goOn(tx: Tx, reread: Reread, { came, ...slice }: StepInput): Promise<Step | null> {
  if (!isSameRun(reread, await getReread(tx))) return null;
  const placed = await placeSlice(tx, { ...slice, reader: reread.reader });
  const next: Reread = {
    ...reread,
    after: came,
    endedAt: came >= reread.last ? slice.now : null,
    read: reread.read + placed.read,
    moved: reread.moved + placed.posts,
  };
  await keepReread(tx, next);
  return { reread: next, watchIds: placed.watchIds };
}

async function readPage(
  { db, reading }: RereadDeps,
  ids: readonly number[],
): Promise<ReadonlyMap<number, ReadOutcome>> {
  const posts = (await findReadings(db, ids)).map(({ post }) => post);
  const outcomes = await readTexts(reading, posts);
  return new Map(posts.flatMap(({ id }, at) => (outcomes[at] === undefined ? [] : [[id, outcomes[at]]])));
}

interface SliceInput {
  readonly ids: readonly number[];
  readonly outcomes: ReadonlyMap<number, ReadOutcome>;
  readonly reader: string;
  readonly now: Instant;
}

/** Looks once more at what is stored: posts may be gone, or labelled, since they were read. */
async function placeSlice(tx: Tx, { ids, outcomes, reader, now }: SliceInput) {
  const stored = await findReadings(tx, ids);
  const fresh = stored.flatMap((reading) => {
    const outcome = outcomes.get(reading.post.id);
    if (outcome === undefined || 'fault' in outcome || reading.reader === reader) return [];
    return [renewedOf(reading, outcome.analysis)];
  });
  const keep = () =>
    renewAnalyses(
      tx,
      fresh.map(({ post, analysis, machine }) => ({ postId: post.id, reader, analysis, machine })),
    );
  return { ...(await placeReadings(tx, fresh, now, keep)), read: fresh.length };
}

function renewedOf({ post, analysis: before, override }: StoredReading, machine: Placed['analysis']) {
  const judged = override?.sentiment ?? null;
  if (override === null) return { post, before, judged, analysis: machine, machine: null };
  return { post, before, judged, analysis: applyLabel(machine, override), machine };
}

/**
 * Puts readings into place that were renewed while something else wrote mentions, which it could not know.
 * @param since how far the reread was when that began
 * @returns how many posts were looked at
 */
export async function settleRereads(
  { db, now }: Pick<RereadDeps, 'db' | 'now'>,
  since: Reread | null,
): Promise<number> {
  const state = await getReread(db);
  if (state === null || (isSameRun(state, since) && state.after === since?.after)) return 0;
  let after = isSameRun(state, since) ? since.after : state.first - 1;
  const end = isSameRun(state, since) ? state.after : state.last;
  let posts = 0;
  await inSlices(db, async (tx) => {
    if (after >= end) return null;
    const numbers = { after, upTo: Math.min(end, after + SLICE) };
    after = numbers.upTo;
    const stored = await findReadings(tx, await readRead(tx, numbers));
    const placed = stored.map(({ post, analysis, override }) => ({
      post,
      analysis,
      judged: override?.sentiment ?? null,
    }));
    await placeReadings(tx, placed, now(), async () => {});
    posts += placed.length;
    return 1;
  });
  return posts;
}

/**
 * Whether nothing came of a step: a run that goes on is further than it was, and one in its place began at another time
 * or place.
 */
function isStill(a: Reread, b: Reread): boolean {
  return isSameRun(a, b) && a.after === b.after && a.endedAt === b.endedAt;
}

function isSameRun(a: Reread, b: Reread | null): b is Reread {
  return b !== null && a.reader === b.reader && a.startedAt === b.startedAt && a.since === b.since;
}
