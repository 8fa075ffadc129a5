import { type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { AlertChangeKind } from '../../core/alert/alert.ts';
import { FOLLOWED, OVER } from '../../core/alert/change-kinds.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import type { Database } from '../schema/schema.ts';

/**
 * Whether a message may go before those of its alert that wait for the same channel. An alarm may: nothing is to hold
 * it up. What programs follow may not, or one that hears of an end before the beginning never ends it. What became
 * untrue holds up nothing for longer than another worker may be sending it: it is not sent again.
 */
export function isItsTurn(leaseUntil: Instant) {
  return (eb: ExpressionBuilder<Database, 'delivery'>) => {
    const isOver = sql<SqlBool>`k.kind in (${sql.join(OVER)})`;
    const earlier = sql`select 1 from delivery e
      join alert_change k on k.id = e.change_id join alert a on a.id = e.alert_id
      where e.alert_id = delivery.alert_id and e.channel_id = delivery.channel_id and e.id < delivery.id
        and e.status = 'waiting' and (e.next_at <= ${leaseUntil} or (a.closed_at is null) <> (${isOver}))`;
    const followed = eb
      .selectFrom('alert_change as c')
      .select('c.id')
      .whereRef('c.id', '=', 'delivery.change_id')
      .where('c.kind', 'in', FOLLOWED);
    return eb.not(eb.and([eb.exists(followed), sql<SqlBool>`exists (${earlier})`]));
  };
}

/** What was sent of an alert through one channel, in the order in which it came about. */
export async function listTold(
  db: Db,
  { alertId, channelId }: { readonly alertId: number; readonly channelId: number },
): Promise<readonly { readonly id: number; readonly kind: AlertChangeKind }[]> {
  const rows = await db
    .selectFrom('delivery')
    .innerJoin('alert_change', 'alert_change.id', 'delivery.change_id')
    .select(['delivery.id', 'kind'])
    .where('delivery.alert_id', '=', alertId)
    .where('channel_id', '=', channelId)
    .where('status', '=', 'sent')
    .orderBy('delivery.id')
    .execute();
  return rows;
}
