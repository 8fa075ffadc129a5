import type { Ending, Outage } from '../../core/feed/feed-incident.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';

/** A feed out of order that nobody has to be notified of again. */
export interface FeedIncident {
  readonly id: number;
  readonly feedId: number;
  readonly health: Outage;
  /** The wall or failure it began with. */
  readonly reason: string | null;
  readonly detail: string;
  readonly openedAt: Instant;
}

export async function listOpenIncidents(db: Db): Promise<readonly FeedIncident[]> {
  const rows = await db
    .selectFrom('feed_incident')
    .select(['id', 'feed_id as feedId', 'health', 'reason', 'detail', 'opened_at as openedAt'])
    .where('closed_at', 'is', null)
    .orderBy('opened_at')
    .execute();
  return rows;
}

/** Null when the feed has an open one already. */
export async function openIncident(tx: Db, incident: Omit<FeedIncident, 'id'>): Promise<number | null> {
  const { feedId, openedAt, ...rest } = incident;
  const row = await tx
    .insertInto('feed_incident')
    .values({ ...rest, feed_id: feedId, opened_at: openedAt })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

/** What began as a silence is an outage by now, and keeps its number. False when somebody else has closed it. */
export async function turnToOutage(
  tx: Db,
  { id, ...outage }: Omit<FeedIncident, 'feedId'>,
): Promise<boolean> {
  const { openedAt, ...rest } = outage;
  const done = await tx
    .updateTable('feed_incident')
    .set({ ...rest, opened_at: openedAt })
    .where('id', '=', id)
    .where('closed_at', 'is', null)
    .where('health', '=', 'silent')
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

/** False when somebody else has closed it. */
export async function closeIncident(tx: Db, id: number, ending: Ending, at: Instant): Promise<boolean> {
  const done = await tx
    .updateTable('feed_incident')
    .set({ closed_at: at, ending })
    .where('id', '=', id)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}
