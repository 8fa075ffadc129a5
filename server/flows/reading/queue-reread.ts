import { AppError } from '../../core/errors.ts';
import type { Queue } from '../../core/job/job.ts';
import { isRereadDue } from '../../core/reading/reread.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../../db/database.ts';
import { readRunningOverlay } from '../../db/reading/overlays.ts';
import { getReread } from '../../db/reading/rereads.ts';
import { beginReread } from './reread.ts';

/**
 * Has stored posts read by what reads now, where they are not. Asked again and again it runs once for each version of
 * the reader; one that died is left to the people who see it among the dead jobs.
 */
export async function queueReread({ db, queue }: { readonly db: Db; readonly queue: Queue }): Promise<void> {
  const reader = (await readRunningOverlay(db))?.version ?? '';
  if (reader === '' || !isRereadDue(await getReread(db), reader)) return;
  const key = `reread:${reader}`;
  if ((await queue.stateOf('reread', key)) === null) await queue.add('reread', { reader }, { key });
}

/**
 * Has everything that is stored read by what reads now, however old it is: a person asks for it, who compares years.
 * @throws AppError('busy') when no worker has said yet what it reads by
 */
export async function rereadEverything(deps: {
  readonly db: Db;
  readonly queue: Queue;
  now(): Instant;
}): Promise<void> {
  const reader = (await readRunningOverlay(deps.db))?.version ?? '';
  if (reader === '') throw new AppError('busy', 'no worker has said yet what it reads by');
  await beginReread(deps, { reader, since: 0 });
  await queueReread(deps);
}
