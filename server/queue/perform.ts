import { AppError } from '../core/errors.ts';
import type { Job, JobHandlers, JobKind } from '../core/job.ts';
import type { Instant } from '../core/time.ts';
import type { Db } from '../db/database.ts';
import { endJob, type JobRow, releaseJob } from '../db/jobs.ts';
import { writeFault } from './fault-note.ts';
import { pauseAfter, triesOf } from './tries.ts';

export interface CrewDeps {
  readonly db: Db;
  readonly handlers: JobHandlers;
  readonly concurrency: Readonly<Partial<Record<JobKind, number>>>;
  readonly now: () => Instant;
  readonly log: { warn(facts: object, message: string): void; error(facts: object, message: string): void };
  readonly onEnd: (jobId: number, status: 'done' | 'dead') => void;
}

/** Runs one taken job and records what it came to. Throws only when the database cannot be written. */
export async function perform(deps: CrewDeps, row: JobRow, signal: AbortSignal): Promise<void> {
  const kind = row.kind as JobKind;
  try {
    const result = await run(deps.handlers, row, kind, signal);
    if (await endJob(deps.db, row, { status: 'done', result }, deps.now())) deps.onEnd(row.id, 'done');
  } catch (fault) {
    const error = writeFault(fault);
    if (signal.aborted) return releaseJob(deps.db, row, deps.now(), { uncounted: true });
    // A caller's mistake stays one however often it is tried.
    if (!(fault instanceof AppError) && row.attempts < triesOf(kind)) {
      deps.log.warn({ err: fault, job: row.id, kind, attempts: row.attempts }, 'a job failed and waits');
      return releaseJob(deps.db, row, deps.now() + pauseAfter(row.attempts), { error });
    }
    deps.log.error({ err: fault, job: row.id, kind }, 'a job is dead');
    if (await endJob(deps.db, row, { status: 'dead', error }, deps.now())) deps.onEnd(row.id, 'dead');
  }
}

/** `kind` names the handler that takes this payload: the table keeps both in one row. */
function run<K extends JobKind>(handlers: JobHandlers, row: JobRow, kind: K, signal: AbortSignal) {
  const job: Job<K> = { id: row.id, kind, payload: JSON.parse(row.payload_json), attempts: row.attempts };
  return handlers[kind](job, signal);
}
