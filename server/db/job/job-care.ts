import { sql } from 'kysely';
import type { JobKind } from '../../core/job/job.ts';
import { KEPT, LAMENTED } from '../../core/job/job-kinds.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { endJob, releaseJob } from './jobs.ts';

/** Longer leases for the jobs still in work. */
export async function extendLeases(db: Db, ids: readonly number[], leaseUntil: Instant): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable('job')
    .set({ lease_until: leaseUntil })
    .where('id', 'in', ids)
    .where('status', '=', 'running')
    .execute();
}

/**
 * Running jobs whose lease ended before `before` belonged to a worker that is gone: they wait again,
 * or are dead when `tries(kind)` says they have been taken too often. Returns the ids now dead.
 */
export async function reclaimJobs(
  db: Db,
  before: Instant,
  now: Instant,
  tries: (kind: JobKind) => number,
  error: string,
): Promise<readonly number[]> {
  const lost = await db
    .selectFrom('job')
    .selectAll()
    .where('status', '=', 'running')
    .where('lease_until', '<', before)
    .execute();
  const dead: number[] = [];
  for (const job of lost) {
    if (job.attempts < tries(job.kind)) await releaseJob(db, job, now, { error });
    else if (await endJob(db, job, { status: 'dead', error }, now)) dead.push(job.id);
  }
  return dead;
}

/** Forgets jobs that ended long enough ago, a small batch at a time. */
export async function pruneJobs(db: Db, now: Instant): Promise<number> {
  const old = db
    .selectFrom('job')
    .select('id')
    // Written out, or SQLite does not see that the index of ended jobs holds them and walks the whole table.
    .where(sql<boolean>`status in ('done', 'dead')`)
    .where('ended_at', '<', now - KEPT.done)
    .where((eb) =>
      eb.or([
        eb('status', '=', 'done'),
        eb('kind', 'not in', LAMENTED),
        eb('ended_at', '<', now - KEPT.dead),
      ]),
    )
    .limit(1000);
  const gone = await db.deleteFrom('job').where('id', 'in', old).executeTakeFirst();
  return Number(gone.numDeletedRows);
}
