import type { Queue } from '../core/job.ts';
import type { Bus } from '../core/live.ts';
import type { Instant } from '../core/time.ts';
import type { Db } from '../db/database.ts';
import { addJob } from '../db/jobs.ts';
import { waitForAnswer } from './answer.ts';
import { type Crew, createCrew } from './crew.ts';
import type { CrewDeps } from './perform.ts';

export interface EmbeddedQueueDeps {
  readonly db: Db;
  readonly bus: Bus;
  readonly now: () => Instant;
  readonly log: CrewDeps['log'];
}

/**
 * Jobs in the installation's own database. One instance per thread, each with its own connection: any
 * may `add` and `ask`, one process works. The bus carries "there is work" and "it is done" at once;
 * where no bus joins the two sides, both look every `pollMs`. Never call it with the connection of an
 * open transaction: adding a job takes one of its own.
 */
export function createEmbeddedQueue(deps: EmbeddedQueueDeps, pollMs = 500): Queue {
  const { db, bus, now } = deps;
  let crew: Crew | null = null;
  let deaf = () => {};

  const add: Queue['add'] = async (kind, payload, options = {}) => {
    const at = now();
    const job = { kind, payload, key: options.key ?? null, runAt: options.runAt ?? at };
    const id = await addJob(db, job, at);
    if (job.runAt <= at) bus.publish({ kind: 'wake', at });
    return id;
  };

  return {
    add,
    ask: (kind, payload, timeoutMs) =>
      waitForAnswer({ db, bus, pollMs }, () => add(kind, payload), timeoutMs),
    work(handlers, concurrency) {
      if (crew) throw new Error('this queue already works');
      const onEnd = (jobId: number, status: 'done' | 'dead') =>
        bus.publish({ kind: 'job', at: now(), jobId, status });
      const started = createCrew({ ...deps, handlers, concurrency, onEnd }, pollMs);
      crew = started;
      deaf = bus.subscribe((event) => {
        if (event.kind === 'wake') started.wake();
      });
    },
    async drain(graceMs) {
      deaf();
      await crew?.drain(graceMs);
      crew = null;
    },
  };
}
