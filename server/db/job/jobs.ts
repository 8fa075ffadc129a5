import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { JobKind } from '../../core/job/job.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import type { JobTable } from '../schema/schema.ts';

export type JobRow = Selectable<JobTable>;

/** A job as its holder knows it: of another try it may no longer say anything. */
export type HeldJob = Pick<JobRow, 'id' | 'kind' | 'attempts'>;

export interface NewJob {
  readonly kind: JobKind;
  readonly payload: unknown;
  readonly key: string | null;
  readonly runAt: Instant;
}

/**
 * Adds a job, or returns the id of the one that already waits or runs under the same key. Single
 * statements, not a transaction: whoever adds never keeps others from writing.
 */
export async function addJob(db: Db, job: NewJob, now: Instant): Promise<number> {
  const row = { kind: job.kind, unique_key: job.key, payload_json: JSON.stringify(job.payload) };
  for (;;) {
    const added = await db
      .insertInto('job')
      .values({ ...row, status: 'waiting', run_at: job.runAt, created_at: now })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (added) return added.id;
    const known = await db
      .selectFrom('job')
      .select('id')
      .where('unique_key', '=', job.key)
      // Written out, or SQLite does not see that the index of keys holds them and walks the whole table.
      .where(sql<boolean>`status in ('waiting', 'running')`)
      .executeTakeFirst();
    if (known) return known.id;
    // It ended between the two statements: the key is free.
  }
}

/** Whether a job of a key waits or runs, or else one of it died; see `Queue.stateOf`. */
export async function stateOfKey(db: Db, key: string): Promise<'open' | 'dead' | null> {
  const held = (status: RawBuilder<boolean>) =>
    db.selectFrom('job').select('id').where('unique_key', '=', key).where(status).limit(1).executeTakeFirst();
  // Written out, each finds the index that holds no more than these.
  if (await held(sql<boolean>`status in ('waiting', 'running')`)) return 'open';
  return (await held(sql<boolean>`status = 'dead'`)) ? 'dead' : null;
}

/**
 * Takes the most pressing due job of the given kinds (in their order) until `leaseUntil`. Looks before
 * it takes, so that an idle worker never asks for the write lock; the taking itself is one statement,
 * so two workers never take the same job.
 */
export async function claimJob(
  db: Db,
  kinds: readonly JobKind[],
  now: Instant,
  leaseUntil: Instant,
): Promise<JobRow | null> {
  if (kinds.length === 0) return null;
  const rank = sql`case kind ${sql.join(
    kinds.map((kind, i) => sql`when ${kind} then ${sql.lit(i)}`),
    sql` `,
  )} end`;
  const due = await db
    .selectFrom('job')
    .select('id')
    .where('status', '=', 'waiting')
    // What was added in the future was so before the clock was set back: its time means nothing any more.
    .where((where) => where.or([where('run_at', '<=', now), where('created_at', '>', now)]))
    .where('kind', 'in', kinds)
    .orderBy(rank)
    .orderBy('run_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  if (!due) return null;
  const taken = await db
    .updateTable('job')
    .set((eb) => ({ status: 'running', lease_until: leaseUntil, attempts: eb('attempts', '+', 1) }))
    .where('id', '=', due.id)
    .where('status', '=', 'waiting')
    .returningAll()
    .executeTakeFirst();
  // Another worker was faster: look again.
  return taken ?? claimJob(db, kinds, now, leaseUntil);
}

/** Ends a job that this worker still holds; false when its lease went to somebody else. */
export async function endJob(
  db: Db,
  job: HeldJob,
  end: { readonly status: 'done' | 'dead'; readonly result?: unknown; readonly error?: string },
  now: Instant,
): Promise<boolean> {
  const ended = await db
    .updateTable('job')
    .set({
      status: end.status,
      ended_at: now,
      lease_until: null,
      result_json: end.result === undefined ? null : JSON.stringify(end.result),
      error: end.error ?? null,
      // Settings somebody tries may hold a key: it is kept no longer than it is needed.
      ...(job.kind === 'preview' ? { payload_json: '{}' } : {}),
    })
    .where('id', '=', job.id)
    .where('status', '=', 'running')
    .where('attempts', '=', job.attempts)
    .executeTakeFirst();
  return ended.numUpdatedRows === 1n;
}

/** Puts a job back to be tried at `runAt`; `uncounted` for one that was stopped rather than failed. */
export async function releaseJob(
  db: Db,
  job: HeldJob,
  runAt: Instant,
  options: { readonly error?: string; readonly uncounted?: boolean } = {},
): Promise<void> {
  await db
    .updateTable('job')
    .set({
      status: 'waiting',
      run_at: runAt,
      lease_until: null,
      attempts: options.uncounted ? job.attempts - 1 : job.attempts,
      error: options.error ?? null,
    })
    .where('id', '=', job.id)
    .where('status', '=', 'running')
    .where('attempts', '=', job.attempts)
    .execute();
}

/** A job nobody waits for any more, if it has not begun. */
export async function dropWaitingJob(db: Db, id: number): Promise<void> {
  await db.deleteFrom('job').where('id', '=', id).where('status', '=', 'waiting').execute();
}

export async function getJob(db: Db, id: number): Promise<JobRow | null> {
  return (await db.selectFrom('job').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}
