import type { Queue } from '../core/job/job.ts';
import type { Bus } from '../core/job/live.ts';
import type { Instant } from '../core/time.ts';
import { waitForAnswer } from './answer.ts';
import { type Crew, createCrew } from './crew.ts';
import type { CrewDeps } from './perform.ts';
import type { JobStore } from './store.ts';

export interface QueueDeps {
  readonly store: JobStore;
  readonly bus: Bus;
  readonly now: () => Instant;
  readonly log: CrewDeps['log'];
}

/** The part of a queue that is the same whatever its jobs are kept in. */
export function createQueue({ store, bus, now, log }: QueueDeps, pollMs: number): Queue {
  let crew: Crew | null = null;
  let deaf = () => {};
  const wake = () => bus.publish({ kind: 'wake', at: now() });

  const add: Queue['add'] = async (kind, payload, options = {}) => {
    const waitMs = Math.max(0, (options.runAt ?? 0) - now());
    const id = await store.add({ kind, payload, key: options.key ?? null, waitMs });
    if (waitMs === 0) wake();
    return id;
  };

  return {
    add,
    ask: (kind, payload, timeoutMs) =>
      waitForAnswer({ store, bus, pollMs, kind }, () => add(kind, payload), timeoutMs),
    stateOf: (kind, key) => store.stateOf(kind, key),
    work(handlers, concurrency) {
      if (crew) throw new Error('this queue already works');
      const onEnd = (jobId: string, status: 'done' | 'dead') =>
        bus.publish({ kind: 'job', at: now(), jobId, status });
      const started = createCrew({ store, log, handlers, concurrency, onEnd }, pollMs);
      crew = started;
      deaf = bus.subscribe((event) => {
        if (event.kind === 'wake') started.wake();
      });
    },
    stalledMs: () => crew?.unansweredMs() ?? 0,
    async drain(graceMs) {
      deaf();
      await crew?.drain(graceMs);
      crew = null;
    },
    async replay(ids) {
      const waiting = ids.length === 0 ? 0 : await store.replay(ids);
      if (waiting > 0) wake();
      return waiting;
    },
    discard: async (ids) => (ids.length === 0 ? 0 : store.discard(ids)),
  };
}
