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
  /** Waits up to `graceMs`, then aborts what is left and gives it back. */
  finish(graceMs: number): Promise<void>;
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Waits for the work or for the time, whichever is over first; the clock never outlives the wait. */
async function within(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}

export function createHands(deps: CrewDeps, onFree: () => void): Hands {
  const running = new Map<string, Running>();

  function busy(kind: JobKind): number {
    let count = 0;
    for (const { job } of running.values()) if (job.kind === kind) count += 1;
    return count;
  }

  async function giveBack(each: Running): Promise<void> {
    each.stage = 'given back';
    await deps.store
      .release(each.job, { pauseMs: 0, uncounted: true })
      // The lease brings it back.
      .catch((fault) => deps.log.error({ err: fault, job: each.job.id }, 'a job could not be given back'));
  }

  return {
    free: () => KINDS.filter((kind) => busy(kind) < (deps.concurrency[kind] ?? 1)),
    held: () => [...running.values()].filter(({ stage }) => stage !== 'given back').map(({ job }) => job),
    begin(job) {
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
      await within(all(), graceMs);
      for (const each of running.values()) each.controller.abort();
      if (running.size > 0) await within(all(), 250);
      await Promise.all([...running.values()].filter(({ stage }) => stage === 'working').map(giveBack));
    },
  };
}
