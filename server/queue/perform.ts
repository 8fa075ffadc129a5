import { AppError } from '../core/errors.ts';
import { writeFault } from '../core/fault-note.ts';
import type { Job, JobHandlers, JobKind } from '../core/job/job.ts';
import { pauseAfter, triesOf } from '../core/job/job-kinds.ts';
import { asReachable } from '../db/engine/connectivity.ts';
import { asDiskFull } from '../db/engine/full.ts';
import type { JobStore } from './store.ts';

export interface CrewDeps {
  readonly store: JobStore;
  readonly handlers: JobHandlers;
  /** How many of a kind run side by side: 1 unless said, 0 for none at all. */
  readonly concurrency: Readonly<Partial<Record<JobKind, number>>>;
  readonly log: { warn(facts: object, message: string): void; error(facts: object, message: string): void };
  readonly onEnd: (jobId: string, status: 'done' | 'dead') => void;
}

/** Runs one taken job and records what it came to. Throws only when that cannot be written. */
export async function perform(deps: CrewDeps, job: Job, signal: AbortSignal): Promise<void> {
  const { store, log } = deps;
  const { id, kind, attempts } = job;
  try {
    const result = await run(deps.handlers, job, signal);
    if (await store.end(job, { status: 'done', result })) deps.onEnd(id, 'done');
  } catch (error) {
    const fault = writeFault(asDiskFull(asReachable(error)));
    if (signal.aborted) return store.release(job, { pauseMs: 0, uncounted: true });
    if (!isMistake(error) && attempts < triesOf(kind)) {
      log.warn({ err: error, job: id, kind, attempts }, 'a job failed and waits');
      return store.release(job, { pauseMs: pauseAfter(attempts), fault });
    }
    log.error({ err: error, job: id, kind }, 'a job is dead');
    if (await store.end(job, { status: 'dead', fault })) deps.onEnd(id, 'dead');
  }
}

/** A caller's mistake stays one however often it is tried; what somebody else has in hand is free later. */
function isMistake(error: unknown): boolean {
  return error instanceof AppError && error.code !== 'busy';
}

/** `kind` names the handler that takes this payload: the store keeps both together. */
function run<K extends JobKind>(handlers: JobHandlers, job: Job<K>, signal: AbortSignal) {
  return handlers[job.kind](job, signal);
}
