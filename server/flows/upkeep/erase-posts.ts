import { AppError, notFound } from '../../core/errors.ts';
import type { Queue } from '../../core/job/job.ts';
import { authorMark, type ErasureScope, postMark, quoteOf } from '../../core/mention/erasure.ts';
import type { Instant } from '../../core/time.ts';
import type { Db, Tx } from '../../db/database.ts';
import { inSlices } from '../../db/engine/calm.ts';
import { chunks } from '../../db/engine/chunks.ts';
import { emptyLog } from '../../db/engine/empty-log.ts';
import {
  addMarks,
  type ErasablePost,
  endErasure,
  getErasure,
  insertErasure,
  listAuthorIds,
  listCopyIds,
  listErasable,
  listRunningErasures,
  noteErased,
  type RunningErasure,
} from '../../db/post/erasures.ts';
import { findQuotes } from '../../db/report/quotes.ts';
import { removePosts } from '../../db/watch/retention.ts';

/** Each takes its mentions, facts, counts and full text along. */
const SLICE = 200;
/** Ids that are held at a time. */
const AT_ONCE = 20_000;
/** Every copy outlives the original that goes. */
const NONE_OLDER = 0;

const keyOf = (erasureId: number) => `erase:${erasureId}`;

/**
 * Somebody asked to have a post deleted, or all of its author: from now on it is not taken in any more, and a job deletes
 * what is stored.
 * @returns the number of the request
 * @throws AppError('not_found'), AppError('bad_request') for the author of a post that names none
 */
export async function askErasure(
  { db, queue, now }: { readonly db: Db; readonly queue: Queue; now(): Instant },
  input: {
    readonly postId: number;
    readonly scope: ErasureScope;
    readonly by: string;
    readonly note: string;
  },
): Promise<number> {
  const { postId, scope, by, note } = input;
  const id = await db.transaction().execute(async (tx) => {
    const [post] = await listErasable(tx, [postId]);
    if (post === undefined) throw notFound('post', postId);
    const { author } = post;
    if (scope === 'author' && author === null) {
      const faults = [{ field: 'scope', message: 'the post names no author' }];
      throw new AppError('bad_request', 'scope: the post names no author', { faults });
    }
    const ofAuthor = scope === 'author' && author !== null;
    const at = now();
    await addMarks(tx, ofAuthor ? [authorMark(author)] : [postMark(post)], at);
    const asked = { askedAt: at, askedBy: by, scope, note: note.trim() };
    return insertErasure(tx, { ...asked, postId, author: ofAuthor ? author : null });
  });
  await queue.add('erase-posts', { erasureId: id }, { key: keyOf(id) });
  return id;
}

/** Asks again for erasures that a process left between the two steps. */
export async function resumeErasures(deps: { readonly db: Db; readonly queue: Queue }): Promise<void> {
  for (const erasureId of await listRunningErasures(deps.db)) {
    const state = await deps.queue.stateOf('erase-posts', keyOf(erasureId));
    if (state === null) await deps.queue.add('erase-posts', { erasureId }, { key: keyOf(erasureId) });
  }
}

/**
 * Deletes what a request asks for, with all that was read and counted from it; alerts keep their numbers. In short
 * transactions: ingest goes on in between, and a run that is stopped is continued by the next.
 * @returns null when there is nothing to do any more
 */
export async function erasePosts(
  { db, now }: { readonly db: Db; now(): Instant },
  { erasureId, signal }: { readonly erasureId: number; readonly signal?: AbortSignal },
): Promise<{ readonly posts: number; readonly watchIds: readonly number[] } | null> {
  const erasure = await getErasure(db, erasureId);
  if (erasure === null || erasure.endedAt !== null) return null;
  const watchIds = new Set<number>();
  const reports = new Set(erasure.reports);
  let posts = erasure.posts;
  for (;;) {
    let ids = await idsOf(db, erasure);
    if (ids.length === 0) break;
    for (const id of await reportsQuoting(db, ids)) reports.add(id);
    const slice = async (tx: Tx): Promise<number> => {
      const found = await listErasable(tx, ids.slice(0, SLICE));
      if (found.length > 0) {
        const gone = await eraseSome(tx, found, now());
        if (gone === null) return 1;
        for (const id of gone.watchIds) watchIds.add(id);
        posts += gone.posts;
        await noteErased(tx, erasureId, { posts, reports: [...reports] });
      }
      ids = ids.slice(SLICE);
      return ids.length;
    };
    await inSlices(db, slice, signal);
  }
  await endErasure(db, erasureId, now());
  await emptyLog(db);
  return { posts, watchIds: [...watchIds] };
}

/** What is still there of it. */
async function idsOf(db: Db, { scope, postId, author }: RunningErasure): Promise<readonly number[]> {
  if (author !== null) return listAuthorIds(db, author, AT_ONCE);
  if (postId === null) return [];
  const [post] = await listErasable(db, [postId]);
  if (post === undefined) return [];
  if (scope === 'post') return [postId];
  const original = post.copyOf ?? post.id;
  const copies = await listCopyIds(db, original);
  // By the post that was named the others are found: it goes last, whatever stops this in between.
  const last = [original, postId];
  return [...copies.filter((id) => !last.includes(id)), ...new Set(last)];
}

async function reportsQuoting(db: Db, ids: readonly number[]): Promise<readonly number[]> {
  const quotes: string[] = [];
  for (const part of chunks(ids, SLICE)) {
    const found = await listErasable(db, part);
    quotes.push(...found.flatMap(({ text }) => quoteOf(text) ?? []));
  }
  return findQuotes(db, quotes);
}

/** Null where more copies outlive them than one transaction takes: nothing is deleted yet. */
async function eraseSome(tx: Tx, found: readonly ErasablePost[], at: Instant) {
  const gone = await removePosts(
    tx,
    found.map(({ id }) => id),
    NONE_OLDER,
  );
  if (gone === null) return null;
  await addMarks(tx, found.map(postMark), at);
  return gone;
}
