import { deadlineIn } from '../core/deadline.ts';
import type { Job, JobKind } from '../core/job/job.ts';
import { KINDS } from '../core/job/job-kinds.ts';
import { type CrewDeps, perform } from './perform.ts';

interface Running {
  readonly job: Job;
  readonly controller: AbortController;
  /** Given back, its end is recorded by whoever takes it next; while that is recorded here, it is not given back. */
  stage: 'working' | 'ending' | 'given back';
  ended: Promise<void>;
}

/** The jobs in work, bounded per kind. */
export interface Hands {
  /** Kinds that could take one more, most pressing first. */
  free(): readonly JobKind[];
  held(): readonly Job[];
  begin(job: Job): void;
  /**
   * Waits up to `graceMs`, then aborts what is left and gives it back: within a second, whether the store answers or
   * not.
   */
  finish(graceMs: number): Promise<void>;
}

/** From the abort until all that is left is given back: well within what a thread has to close what it opened. */
const LAST_MS = 1_000;
const ABORT_MS = 250;

async function release({ store, log }: CrewDeps, job: Job): Promise<void> {
  await store
    .release(job, { pauseMs: 0, uncounted: true })
    // The lease brings it back.
    .catch((fault) => log.error({ err: fault, job: job.id }, 'a job could not be given back'));
}

export function createHands(deps: CrewDeps, onFree: () => void): Hands {
  const running = new Map<string, Running>();
  let finished = false;

  function busy(kind: JobKind): number {
    let count = 0;
    for (const { job } of running.values()) if (job.kind === kind) count += 1;
    return count;
  }

  function giveBack(each: Running): Promise<void> {
    each.stage = 'given back';
    return release(deps, each.job);
  }

  return {
    free: () => KINDS.filter((kind) => busy(kind) < (deps.concurrency[kind] ?? 1)),
    held: () => [...running.values()].filter(({ stage }) => stage !== 'given back').map(({ job }) => job),
    begin(job) {
      // The answer that brought it came late.
      if (finished) return void release(deps, job);
      const each: Running = {
        job,
        controller: new AbortController(),
        stage: 'working',
        ended: Promise.resolve(),
      };
      const settle = () => {
        if (each.stage === 'working') each.stage = 'ending';
        return each.stage === 'ending';
      };
      each.ended = perform(deps, { job, signal: each.controller.signal, settle })
        // The database itself failed: the lease brings the job back.
        .catch((fault) => deps.log.error({ err: fault, job: job.id }, 'a job could not be recorded'))
        .finally(() => {
          running.delete(job.id);
          onFree();
        });
      running.set(job.id, each);
    },
    async finish(graceMs) {
      const all = () => Promise.all([...running.values()].map((each) => each.ended));
      await deadlineIn(graceMs).keep(all());
      finished = true;
      for (const each of running.values()) each.controller.abort();
      const last = deadlineIn(LAST_MS);
      if (running.size > 0) await deadlineIn(ABORT_MS).keep(all());
      const working = [...running.values()].filter(({ stage }) => stage === 'working');
      await last.keep(Promise.all(working.map(giveBack)));
    },
  };
}
