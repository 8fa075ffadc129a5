import type { Queue } from '../../core/job/job.ts';
import type { Watch } from '../../core/mention/watch.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../../db/database.ts';
import { getWatch, listWatches } from '../../db/watch/watches.ts';

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

/** Has every watch look once more at what is stored: a feed was marked as the subject's own, or is no more. */
export async function queueRemark(queue: Queue, db: Db, feedId: number, now: Instant): Promise<void> {
  for (const watch of await listWatches(db, { activeOnly: true })) {
    const { id: watchId, updatedAt } = watch;
    const key = `${keyOf(watch)}:feed:${feedId}:${now}`;
    await queue.add('rematch', { watchId, updatedAt, feedId }, { key });
  }
}

/** Whether another job than the one for `mine` waits or runs for the rule that a watch has now. */
export async function isLeftToAnother(
  queue: Queue,
  watch: Version,
  mine: number | undefined,
): Promise<boolean> {
  return watch.updatedAt !== mine && (await queue.stateOf('rematch', keyOf(watch))) === 'open';
}
