import { createThreadBus } from '../../server/bus/threads.ts';
import type { Queue } from '../../server/core/job/job.ts';
import type { Db } from '../../server/db/database.ts';
import { createEmbeddedQueue, type EmbeddedQueueDeps } from '../../server/queue/embedded.ts';
import { NOW } from './make.ts';
import { QUIET_LOG } from './quiet-log.ts';

/** A queue in this database, of whichever engine; its clock stands still unless it is given one. */
export function makeQueue(
  db: Db,
  { bus = createThreadBus(), now = () => NOW }: Partial<Pick<EmbeddedQueueDeps, 'bus' | 'now'>> = {},
): Queue {
  return createEmbeddedQueue({ db, bus, now, log: QUIET_LOG });
}
