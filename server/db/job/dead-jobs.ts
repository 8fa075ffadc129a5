import { sql } from 'kysely';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';

/**
 * Dead jobs wait again, as if never tried. One whose key is taken by a job that waits or runs is only forgotten:
 * what it would do is done anyway. Returns how many wait again.
 */
export async function replayJobs(db: Db, ids: readonly number[], now: Instant): Promise<number> {
  let waiting = 0;
  for (const id of ids) {
    const { numUpdatedRows } = await db
      .updateTable('job')
      .set({ status: 'waiting', run_at: now, attempts: 0, error: null, ended_at: null })
      .where('id', '=', id)
      .where('status', '=', 'dead')
      .where(
        sql<boolean>`not exists (
          select 1 from job other where other.unique_key = job.unique_key and other.status in ('waiting', 'running')
        )`,
      )
      .executeTakeFirst();
    if (numUpdatedRows === 1n) waiting += 1;
    else await discardJobs(db, [id]);
  }
  return waiting;
}

/** Forgets dead jobs. */
export async function discardJobs(db: Db, ids: readonly number[]): Promise<number> {
  const gone = await db
    .deleteFrom('job')
    .where('id', 'in', ids)
    .where('status', '=', 'dead')
    .executeTakeFirst();
  return Number(gone.numDeletedRows);
}
