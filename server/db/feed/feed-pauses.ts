import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';

/**
 * Keeps since when a feed is not read, or that it is read again. Give it the transaction that switches the feed, and
 * call it only where the feed is switched.
 */
export async function keepPause(tx: Db, feedId: number, active: boolean, now: Instant): Promise<void> {
  if (!active) {
    await tx.insertInto('feed_pause').values({ feed_id: feedId, from_at: now }).execute();
    return;
  }
  await tx
    .updateTable('feed_pause')
    .set({ to_at: now })
    .where('feed_id', '=', feedId)
    .where('to_at', 'is', null)
    .execute();
}
