import type { Instant } from '../../core/time.ts';
import type { Db } from '../../db/database.ts';
import { listOpenIncidents } from '../../db/feed/feed-incidents.ts';
import { deleteFeed, getFeed } from '../../db/feed/feeds.ts';
import { type ChannelKinds, queueFeedNotices } from './queue-feed-notices.ts';

/** Forgets a feed with its runs. Programs that keep its outage open hear that it is over. */
export async function forgetFeed(
  deps: { readonly db: Db; readonly notifiers: ChannelKinds; readonly now: () => Instant },
  id: number,
): Promise<{ readonly told: number }> {
  return deps.db.transaction().execute(async (tx) => {
    const feed = await getFeed(tx, id);
    if (feed === null) return { told: 0 };
    const open = (await listOpenIncidents(tx)).filter(({ feedId }) => feedId === id);
    const paused = open.map(({ id: incidentId, health, reason, openedAt }) => ({
      feedId: id,
      incidentId,
      name: feed.name,
      health,
      reason,
      openedAt,
      lastOkAt: null,
    }));
    const told = await queueFeedNotices(tx, deps.notifiers, { down: [], up: [], paused }, deps.now());
    await deleteFeed(tx, id);
    return { told };
  });
}
