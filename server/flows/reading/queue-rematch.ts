import type { Queue } from '../../core/job/job.ts';
import type { Watch } from '../../core/mention/watch.ts';
import type { Db } from '../../db/database.ts';
import { getWatch } from '../../db/watch/watches.ts';

type Version = Pick<Watch, 'id' | 'updatedAt'>;

/** A change made while a rematch runs is looked at again, and each change once. */
const keyOf = ({ id, updatedAt }: Version) => `rematch:${id}:${updatedAt}`;

/** Has a watch look at what is stored, by the rule that it has now. */
export async function queueRematch(queue: Queue, db: Db, watchId: number): Promise<void> {
  const watch = await getWatch(db, watchId);
  if (watch === null) return;
  const { updatedAt } = watch;
  await queue.add('rematch', { watchId, updatedAt }, { key: keyOf(watch) });
}

/** Whether another job than the one for `mine` waits or runs for the rule that a watch has now. */
export async function isLeftToAnother(
  queue: Queue,
  watch: Version,
  mine: number | undefined,
): Promise<boolean> {
  return watch.updatedAt !== mine && (await queue.stateOf('rematch', keyOf(watch))) === 'open';
}
