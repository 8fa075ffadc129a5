import type { JobKind } from '../core/job.ts';
import { DAY, type Instant } from '../core/time.ts';
import type { Db } from './database.ts';
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
): Promise<readonly number[]> {
  const lost = await db
    .selectFrom('job')
    .selectAll()
    .where('status', '=', 'running')
    .where('lease_until', '<', before)
    .execute();
  const dead: number[] = [];
  for (const job of lost) {
    const error = 'the worker that ran it ended';
    if (job.attempts < tries(job.kind as JobKind)) await releaseJob(db, job, now, { error });
    else if (await endJob(db, job, { status: 'dead', error }, now)) dead.push(job.id);
  }
  return dead;
}

/** Forgets jobs that ended more than a day ago, a small batch at a time. */
export async function pruneJobs(db: Db, now: Instant): Promise<number> {
  const old = db
    .selectFrom('job')
    .select('id')
    .where('status', 'in', ['done', 'dead'])
    .where('ended_at', '<', now - DAY)
    .limit(1000);
  const gone = await db.deleteFrom('job').where('id', 'in', old).executeTakeFirst();
  return Number(gone.numDeletedRows);
}
