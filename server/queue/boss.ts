import type { Queue } from '../core/job/job.ts';
import { MINUTE } from '../core/time.ts';
import { openBoss } from './boss-open.ts';
import { createBossStore } from './boss-store.ts';
import { createQueue, type QueueDeps } from './queue.ts';

export interface BossQueueDeps extends Omit<QueueDeps, 'store'> {
  /** postgres://… of the installation's database. */
  readonly url: string;
}

export interface BossQueueTimes {
  readonly pollMs?: number;
  readonly leaseMs?: number;
  /** A statement that gets no answer for so long lost its connection. */
  readonly answerMs?: number;
}

export interface BossQueue extends Queue {
  /** Lets go of the connections. What still runs is given back: `drain` first. */
  close(): Promise<void>;
}

/**
 * Jobs in pg-boss, in the installation's PostgreSQL database: any number of processes add, ask and work, and
 * behave as those of the embedded queue do. Resolves when its tables stand (it makes them itself, in a schema of
 * their own). One instance per process or thread, with four connections of its own at most. The bus carries
 * "there is work" and "it is done" at once; without it, both sides look every `pollMs`.
 *
 * A worker that is gone loses its jobs after `leaseMs` (10 s at least); somebody notices within 35 s more. Which
 * kinds a process works is said by the bounds it gives to `work`: 0 for those it leaves to others.
 * @throws whatever the database says when it cannot be reached
 */
export async function createBossQueue(
  deps: BossQueueDeps,
  { pollMs = 500, leaseMs = MINUTE, answerMs }: BossQueueTimes = {},
): Promise<BossQueue> {
  const boss = await openBoss(deps.url, { leaseMs, answerMs }, deps.log);
  const queue = createQueue({ ...deps, store: createBossStore(boss) }, pollMs);
  return {
    ...queue,
    async close() {
      await queue.drain(0);
      await boss.stop({ graceful: false });
    },
  };
}
