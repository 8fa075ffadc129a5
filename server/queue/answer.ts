import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '../core/errors.ts';
import { readFault } from '../core/fault-note.ts';
import type { JobKind, JobResults } from '../core/job/job.ts';
import type { Bus } from '../core/job/live.ts';
import type { JobEnd, JobStore } from './store.ts';

interface AnswerDeps<K extends JobKind> {
  readonly store: JobStore;
  readonly bus: Bus;
  readonly pollMs: number;
  readonly kind: K;
}

/**
 * Adds a job and waits for what its handler returned. The bus says at once that it ended; the store is
 * looked at every `pollMs` besides, for where no bus joins the two sides.
 * @throws the handler's AppError; AppError('internal') for any other fault; AppError('busy') when the
 *   time is over, and then the job is taken back unless it has begun.
 */
export async function waitForAnswer<K extends JobKind>(
  { store, bus, pollMs, kind }: AnswerDeps<K>,
  addJob: () => Promise<string>,
  timeoutMs: number,
): Promise<JobResults[K]> {
  // Not the clock on the wall: nobody waits longer because that was set back.
  const until = performance.now() + timeoutMs;
  const ended = new Set<string>();
  // Listens before it adds: the news may come before the id does.
  const stop = bus.subscribe((event) => {
    if (event.kind === 'job') ended.add(event.jobId);
  });
  try {
    const id = await addJob();
    for (;;) {
      const end = await store.look(kind, id);
      if (end !== null) return readAnswer<K>(end);
      if (performance.now() >= until) break;
      const lookAt = Math.min(performance.now() + pollMs, until);
      while (!ended.delete(id) && performance.now() < lookAt) await pause(10);
    }
    await store.drop(kind, id);
    throw new AppError('busy', `no answer within ${timeoutMs} ms`, { timeoutMs });
  } finally {
    stop();
  }
}

/** The store keeps what the handler of the kind returned, and `JobHandlers` says what that is. */
function readAnswer<K extends JobKind>(end: JobEnd): JobResults[K] {
  if (end.status === 'dead') throw readFault(end.fault);
  return end.result as JobResults[K];
}
