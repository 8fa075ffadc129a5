import type { Selectable } from 'kysely';
import type { HoldReason, Level } from '../core/alert.ts';
import type { Instant } from '../core/time.ts';
import type { Db } from './database.ts';
import type { DeliveryTable } from './schema.ts';

/** waiting: to be sent at `nextAt`. held: decided not to ring, `reason` says why. */
export type DeliveryStatus = 'waiting' | 'sent' | 'failed' | 'held';

export interface NewDelivery {
  readonly alertId: number;
  readonly changeId: number;
  readonly channelId: number;
  /** Null: it rings. */
  readonly held: HoldReason | null;
}

export interface Delivery {
  readonly id: number;
  readonly alertId: number;
  readonly changeId: number;
  readonly channelId: number;
  readonly status: DeliveryStatus;
  readonly reason: string | null;
  readonly attempts: number;
  readonly createdAt: Instant;
  readonly nextAt: Instant;
  readonly sentAt: Instant | null;
}

function toDelivery(row: Selectable<DeliveryTable>): Delivery {
  return {
    id: row.id,
    alertId: row.alert_id,
    changeId: row.change_id,
    channelId: row.channel_id,
    status: row.status as DeliveryStatus,
    reason: row.reason,
    attempts: row.attempts,
    createdAt: row.created_at,
    nextAt: row.next_at,
    sentAt: row.sent_at,
  };
}

/** Writes the outbox, in the transaction of the change it tells. A known pair stays as it is. */
export async function enqueueDeliveries(tx: Db, rows: readonly NewDelivery[], at: Instant): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insertInto('delivery')
    .values(
      rows.map((row) => ({
        alert_id: row.alertId,
        change_id: row.changeId,
        channel_id: row.channelId,
        status: row.held === null ? 'waiting' : 'held',
        reason: row.held,
        created_at: at,
        next_at: at,
      })),
    )
    .onConflict((conflict) => conflict.columns(['change_id', 'channel_id']).doNothing())
    .execute();
}

/** Deliveries that wait for a channel which has been switched off ring no more, and say so. */
export async function holdSwitchedOff(db: Db): Promise<number> {
  const off = db.selectFrom('channel').select('id').where('active', '=', 0);
  const held = await db
    .updateTable('delivery')
    .set({ status: 'held', reason: 'channel-off' })
    .where('status', '=', 'waiting')
    .where('channel_id', 'in', off)
    .executeTakeFirst();
  return Number(held.numUpdatedRows);
}

/**
 * Takes the longest due delivery by pushing its next try to `leaseUntil`: one statement, so two workers
 * never take the same, and a worker that dies gives it back by doing nothing. Null when none is due.
 */
export async function claimDue(db: Db, now: Instant, leaseUntil: Instant): Promise<Delivery | null> {
  const due = db
    .selectFrom('delivery')
    .select('id')
    .where('status', '=', 'waiting')
    .where('next_at', '<=', now)
    .orderBy('next_at')
    .limit(1);
  const any = await due.executeTakeFirst();
  if (!any) return null;
  const row = await db
    .updateTable('delivery')
    .set((eb) => ({ next_at: leaseUntil, attempts: eb('attempts', '+', 1) }))
    .where('id', '=', due)
    .returningAll()
    .executeTakeFirst();
  return row ? toDelivery(row) : null;
}

export type DeliveryEnd =
  | { readonly status: 'sent'; readonly at: Instant; readonly answer: string | null }
  | { readonly status: 'waiting'; readonly reason: string; readonly nextAt: Instant }
  | { readonly status: 'failed' | 'held'; readonly reason: string };

/** Records what a try came to, unless its lease ran out and another worker has tried since. */
export async function recordTry(db: Db, delivery: Delivery, end: DeliveryEnd): Promise<boolean> {
  const set =
    end.status === 'sent'
      ? { status: 'sent', sent_at: end.at, answer: end.answer, reason: null }
      : end.status === 'waiting'
        ? { status: 'waiting', reason: end.reason, next_at: end.nextAt }
        : { status: end.status, reason: end.reason };
  const done = await db
    .updateTable('delivery')
    .set(set)
    .where('id', '=', delivery.id)
    .where('status', '=', 'waiting')
    .where('attempts', '=', delivery.attempts)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

/** Everything sent, waiting, failed or held for an alert, oldest first. */
export async function listDeliveries(
  db: Db,
  alertId: number,
): Promise<readonly (Delivery & { readonly channel: string })[]> {
  const rows = await db
    .selectFrom('delivery')
    .innerJoin('channel', 'channel.id', 'delivery.channel_id')
    .selectAll('delivery')
    .select('channel.name as channel')
    .where('alert_id', '=', alertId)
    .orderBy('delivery.id')
    .execute();
  return rows.map((row) => ({ ...toDelivery(row), channel: row.channel }));
}

/** The last message that went, or is about to go, through each channel about a watch. */
export async function listLastRings(
  db: Db,
  watchId: number,
): Promise<readonly { readonly channelId: number; readonly level: Level; readonly at: Instant }[]> {
  const newest = db
    .selectFrom('delivery')
    .innerJoin('alert', 'alert.id', 'delivery.alert_id')
    .select((select) => select.fn.max('delivery.id').as('id'))
    .where('alert.watch_id', '=', watchId)
    .where('delivery.status', 'in', ['waiting', 'sent'])
    .groupBy('delivery.channel_id');
  const rows = await db
    .selectFrom('delivery')
    .innerJoin('alert_change', 'alert_change.id', 'delivery.change_id')
    .select(['channel_id as channelId', 'to_level as level', 'delivery.created_at as at'])
    .where('delivery.id', 'in', newest)
    .execute();
  return rows.map((row) => ({ ...row, level: row.level as Level }));
}
