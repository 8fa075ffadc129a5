import { AppError } from '../../core/errors.ts';
import type { Queue } from '../../core/job/job.ts';
import type { Instant } from '../../core/time.ts';
import type { Db, Tx } from '../../db/database.ts';
import { inSlices } from '../../db/engine/calm.ts';
import { emptyLog } from '../../db/engine/empty-log.ts';
import {
  beginWithdrawal,
  changeImportFile,
  getImportFile,
  withdrawingFiles,
} from '../../db/import/import-files.ts';
import { listImportPosts, releaseImportPosts } from '../../db/import/import-posts.ts';
import { removePosts } from '../../db/watch/retention.ts';
import { demandFile } from './receive-file.ts';

/** Each takes its mentions, facts, counts and full text along. */
const SLICE = 200;
/** Every copy outlives the original that goes. */
const NONE_OLDER = 0;

const NOTHING = { posts: 0, watchIds: [] };

const keyOf = (importId: number) => `withdraw:${importId}`;

/**
 * Begins to take an import back.
 * @throws AppError('not_found'); AppError('conflict') while it runs, and where no post is known that it alone brought
 */
export async function askWithdrawal(
  { db, queue }: { readonly db: Db; readonly queue: Queue },
  id: number,
): Promise<void> {
  const file = await demandFile(db, id);
  if (!file.withdrawable)
    throw new AppError('conflict', `no post is left that only ${file.name} brought, or it was not recorded`);
  if (!(await beginWithdrawal(db, id)))
    throw new AppError('conflict', `${file.name} is being imported or withdrawn`);
  await queue.add('withdraw-import', { importId: id }, { key: keyOf(id) });
}

/** Asks again for withdrawals that a process left between the two steps. */
export async function resumeWithdrawals(deps: { readonly db: Db; readonly queue: Queue }): Promise<void> {
  for (const importId of await withdrawingFiles(deps.db)) {
    const state = await deps.queue.stateOf('withdraw-import', keyOf(importId));
    if (state === null) await deps.queue.add('withdraw-import', { importId }, { key: keyOf(importId) });
  }
}

export interface Withdrawn {
  readonly posts: number;
  /** Watches whose counts are other ones now. */
  readonly watchIds: readonly number[];
}

/**
 * Removes the posts that only this import brought, and those whose other imports were taken back, with all that was
 * read and counted from them; alerts keep what they say. In short transactions: ingest goes on in between, and a run
 * that is stopped is continued by the next.
 * @returns null when there is nothing to withdraw any more
 */
export async function withdrawImport(
  { db, now }: { readonly db: Db; now(): Instant },
  { importId, signal }: { readonly importId: number; readonly signal?: AbortSignal },
): Promise<Withdrawn | null> {
  const file = await getImportFile(db, importId);
  if (file?.state !== 'withdrawing' || file.progress === null) return null;
  const { progress } = file;
  const watchIds = new Set<number>();
  let posts = progress.withdrawn ?? 0;
  const slice = async (tx: Tx): Promise<number> => {
    const brought = await listImportPosts(tx, importId, SLICE);
    if (brought.length === 0) return 0;
    const ids = brought.map(({ id }) => id);
    const own = brought.flatMap(({ id, kept }) => (kept ? [] : [id]));
    const gone = own.length === 0 ? NOTHING : await removePosts(tx, own, NONE_OLDER);
    if (gone === null) return 1;
    for (const id of gone.watchIds) watchIds.add(id);
    await releaseImportPosts(tx, importId, ids);
    const withdrawn = posts + gone.posts;
    await changeImportFile(tx, importId, { progress: { ...progress, withdrawn } });
    posts = withdrawn;
    return 1;
  };
  await inSlices(db, slice, signal);
  await changeImportFile(db, importId, { state: 'withdrawn', endedAt: now() });
  await emptyLog(db);
  return { posts, watchIds: [...watchIds] };
}
