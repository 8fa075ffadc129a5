import type { Queue } from '../core/job/job.ts';
import type { Instant } from '../core/time.ts';
import type { Db } from '../db/database.ts';
import { createQueue, type QueueDeps } from './queue.ts';
import { createSqlStore } from './sql-store.ts';

export interface EmbeddedQueueDeps extends Omit<QueueDeps, 'store'> {
  readonly db: Db;
  readonly now: () => Instant;
}

/**
 * Jobs in the installation's own database. One instance per thread, each with its own connection: any
 * may `add` and `ask`, one process works. The bus carries "there is work" and "it is done" at once;
 * where no bus joins the two sides, both look every `pollMs`. Never call it with the connection of an
 * open transaction: adding a job takes one of its own.
 */
export function createEmbeddedQueue(deps: EmbeddedQueueDeps, pollMs = 500): Queue {
  return createQueue({ ...deps, store: createSqlStore(deps.db, deps.now) }, pollMs);
}
