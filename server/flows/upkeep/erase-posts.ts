import { AppError, notFound } from '../../core/errors.ts';
import type { Queue } from '../../core/job/job.ts';
import { authorMark, type ErasureScope, postMarks, wordsMark } from '../../core/mention/erasure.ts';
import { type Instant, SECOND } from '../../core/time.ts';
import { nextTurn } from '../../core/turn.ts';
import type { Db, Tx } from '../../db/database.ts';
import { inSlices } from '../../db/engine/calm.ts';
import { chunks } from '../../db/engine/chunks.ts';
import { emptyLog } from '../../db/engine/empty-log.ts';
import { forgetImportPosts } from '../../db/import/import-posts.ts';
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
import { lastPostId } from '../../db/post/posts.ts';
import { eraseTitles } from '../../db/story/erased-titles.ts';
import { removePosts } from '../../db/watch/retention.ts';
import { strikeQuotes } from './strike-quotes.ts';

/** Each takes its mentions, facts, counts and full text along. */
const SLICE = 200;
/** Posts that are looked for at a time, in the table and in reports. */
const AT_ONCE = 2_000;
/** Numbers of posts that are looked through for an author at a time: some tens of milliseconds. */
const WINDOW = 10_000;
/** Every copy outlives the original that goes. */
const NONE_OLDER = 0;
/** What was being stored when a deletion was asked for is stored by then, and found. */
const SETTLING_MS = 10 * SECOND;

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
  const at = now();
  const id = await db.transaction().execute(async (tx) => {
    const [post] = await listErasable(tx, [postId]);
    if (post === undefined) throw notFound('post', postId);
    if (scope === 'author' && post.author === null) {
      const faults = [{ field: 'scope', message: 'the post names no author' }];
      throw new AppError('bad_request', 'scope: the post names no author', { faults });
    }
    const found = foundBy(post, scope);
    const { author, contentHash } = found;
    await addMarks(
      tx,
      [
        ...(author === null ? postMarks(post) : [authorMark(author)]),
        ...(contentHash === null ? [] : [wordsMark(post.content)]),
      ],
      at,
    );
    return insertErasure(tx, { askedAt: at, askedBy: by, scope, note: note.trim(), postId, ...found });
  });
  await queue.add('erase-posts', { erasureId: id }, { key: keyOf(id), runAt: at + SETTLING_MS });
  return id;
}

/** By what all that is to go with a post is found. */
function foundBy(
  { id, author, content, rating, copyOf }: ErasablePost,
  scope: ErasureScope,
): Pick<RunningErasure, 'author' | 'originalId' | 'contentHash'> {
  const copies = scope === 'copies';
  // Many review a thing in the same few words, and none copies another.
  const known = copies && content.comparable && rating === null;
  return {
    author: scope === 'author' ? author : null,
    originalId: copies ? (copyOf ?? id) : null,
    contentHash: known ? content.hash : null,
  };
}

/** Asks again for erasures that a process left between the two steps. */
export async function resumeErasures(deps: { readonly db: Db; readonly queue: Queue }): Promise<void> {
  for (const erasureId of await listRunningErasures(deps.db)) {
    const state = await deps.queue.stateOf('erase-posts', keyOf(erasureId));
    if (state === null) await deps.queue.add('erase-posts', { erasureId }, { key: keyOf(erasureId) });
  }
}

/**
 * Deletes what a request asks for, with all that was read and counted from it, and strikes it out of reports; alerts keep
 * their numbers. In short transactions: ingest goes on in between, and a run that is stopped is continued by the next.
 * @param input.onGone hears after each transaction which watches had mentioned what is gone now
 * @returns posts deleted so far, by earlier runs too; null when there is nothing to do any more
 */
export async function erasePosts(
  { db, now }: { readonly db: Db; now(): Instant },
  input: {
    readonly erasureId: number;
    readonly signal?: AbortSignal;
    onGone?(watchIds: readonly number[]): void;
  },
): Promise<{ readonly posts: number } | null> {
  const { erasureId, signal, onGone } = input;
  const erasure = await getErasure(db, erasureId);
  if (erasure === null || erasure.endedAt !== null) return null;
  const reports = new Set(erasure.reports);
  let posts = erasure.posts;
  for await (const batch of batchesOf(db, erasure, signal)) {
    let ids = batch;
    const watchIds = new Set<number>();
    const said = await listErasable(db, ids);
    for (const id of await strikeQuotes(db, said, signal)) reports.add(id);
    const slice = async (tx: Tx): Promise<number> => {
      const found = await listErasable(tx, ids.slice(0, SLICE));
      const gone = found.length === 0 ? NOTHING : await eraseSome(tx, found, now());
      if (gone === null) return 1;
      for (const id of gone.watchIds) watchIds.add(id);
      posts += gone.posts;
      await noteErased(tx, erasureId, { posts, reports: [...reports] });
      ids = ids.slice(SLICE);
      return ids.length;
    };
    await inSlices(db, slice, signal, () => {
      onGone?.([...watchIds]);
      watchIds.clear();
    });
    // A report may have been made of them meanwhile.
    for (const id of await strikeQuotes(db, said, signal)) reports.add(id);
    await noteErased(db, erasureId, { posts, reports: [...reports] });
  }
  await endErasure(db, erasureId, now());
  await emptyLog(db);
  return { posts };
}

const NOTHING = { posts: 0, watchIds: [] };

/** Ids of what is still there of it, in batches; each is deleted before the next is looked for. */
async function* batchesOf(
  db: Db,
  erasure: RunningErasure,
  signal?: AbortSignal,
): AsyncGenerator<readonly number[]> {
  const { scope, postId, author } = erasure;
  if (author !== null) {
    const last = await lastPostId(db);
    for (let after = 0; after < last; after += WINDOW) {
      const ids = await listAuthorIds(db, author, { after, upTo: after + WINDOW });
      yield* chunks(ids, AT_ONCE);
      await nextTurn();
      signal?.throwIfAborted();
    }
    return;
  }
  if (postId === null) return;
  for (;;) {
    const copies = scope === 'copies' ? await listCopyIds(db, erasure) : [postId];
    const ids = copies.slice(0, AT_ONCE);
    if (ids.length === 0 || (await listErasable(db, ids)).length === 0) return;
    yield ids;
  }
}

/** Null where more copies outlive them than one transaction takes: nothing is deleted yet. */
async function eraseSome(tx: Tx, found: readonly ErasablePost[], at: Instant) {
  const ids = found.map(({ id }) => id);
  await eraseTitles(tx, ids);
  const gone = await removePosts(tx, ids, NONE_OLDER);
  if (gone === null) return null;
  await forgetImportPosts(tx, ids);
  await addMarks(tx, found.flatMap(postMarks), at);
  return gone;
}
