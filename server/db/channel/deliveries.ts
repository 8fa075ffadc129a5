import { type Selectable, sql } from 'kysely';
import type { AlertChangeKind, HoldReason } from '../../core/alert/alert.ts';
import { NO_RINGS } from '../../core/alert/change-kinds.ts';
import { isToldLater } from '../../core/alert/ring.ts';
import type { StandIn } from '../../core/alert/stand-in.ts';
import type { Level } from '../../core/risk/grade.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { joinInOrder } from '../engine/dialect.ts';
import type { DeliveryTable } from '../schema/schema.ts';
import { isItsTurn } from './delivery-order.ts';
import { claim, type Parcel } from './outbox.ts';

/** waiting: to be sent at `nextAt`. held: decided not to ring, `reason` says why. */
export type DeliveryStatus = 'waiting' | 'sent' | 'failed' | 'held';

export interface NewDelivery {
  readonly alertId: number;
  readonly changeId: number;
  readonly channelId: number;
  /** Null: it rings. */
  readonly held: HoldReason | null;
  /** The silence that holds it, where one does. */
  readonly silenceId?: number | null;
  /** When what a group holds is sent; that is for others to say if not given. */
  readonly dueAt?: Instant | null;
  /** The branch of the routes that leads there, by its names; none if not given. */
  readonly route?: string | null;
  /** Why it stands in for a channel that could not; it was its own turn if not given. */
  readonly standsIn?: StandIn | null;
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
  /** The branch of the routes that led there, by its names then; null: none did. */
  readonly route: string | null;
  /** Why it stands in for a channel that could not; null: it was its own turn. */
  readonly standsIn: StandIn | null;
  /** When what a group holds is sent. */
  readonly dueAt: Instant | null;
  /** The silence that holds it, or held it. */
  readonly silenceId: number | null;
  /** Held, and to be sent when what holds it is over. */
  readonly owed: boolean;
  /** When it was sent after all, or was found not to need sending. */
  readonly releasedAt: Instant | null;
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
    route: row.route,
    standsIn: row.stands_in,
    dueAt: row.due_at,
    silenceId: row.silence_id,
    owed: row.owed === 1,
    releasedAt: row.released_at,
  };
}

/** Writes the outbox, in the transaction of the change it reports. A known pair stays as it is. */
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
        silence_id: row.silenceId ?? null,
        route: row.route ?? null,
        due_at: row.dueAt ?? null,
        stands_in: row.standsIn ?? null,
        owed: isToldLater(row.held) ? 1 : 0,
        created_at: at,
        next_at: at,
      })),
    )
    .onConflict((conflict) => conflict.columns(['change_id', 'channel_id']).doNothing())
    .execute();
}

/** Channels of some kinds, switched on, through which something of an alert was sent, or is about to be. */
export async function toldThrough(
  db: Db,
  alertId: number,
  kinds: readonly string[],
): Promise<readonly number[]> {
  if (kinds.length === 0) return [];
  const rows = await db
    .selectFrom('delivery')
    .innerJoin('channel', 'channel.id', 'delivery.channel_id')
    .select('channel_id')
    .distinct()
    .where('alert_id', '=', alertId)
    .where('status', 'in', ['sent', 'waiting'])
    .where('active', '=', 1)
    .where('kind', 'in', kinds)
    .orderBy('channel_id')
    .execute();
  return rows.map((row) => row.channel_id);
}

/** Takes the longest due delivery whose turn it is; see `claim` and `isItsTurn`. Null when there is none. */
export async function claimDue(
  db: Db,
  now: Instant,
  leaseUntil: Instant,
): Promise<(Delivery & Pick<Parcel, 'done'>) | null> {
  const row = await claim(db, 'delivery', now, leaseUntil, isItsTurn(leaseUntil));
  return row ? { ...toDelivery(row), done: row.done } : null;
}

/** What waits for a channel that takes nothing any more has failed. @returns it, oldest first */
export async function failWaiting(tx: Db, channelId: number, reason: string): Promise<readonly Delivery[]> {
  const rows = await tx
    .updateTable('delivery')
    .set({ status: 'failed', reason })
    .where('channel_id', '=', channelId)
    .where('status', '=', 'waiting')
    .returningAll()
    .execute();
  return rows.map(toDelivery).sort((a, b) => a.id - b.id);
}

/** What came of sending a change through one channel. */
export interface Try {
  readonly channelId: number;
  readonly status: DeliveryStatus;
  /** Held, and to be sent later. */
  readonly owed: boolean;
  readonly reason: string | null;
  readonly attempts: number;
  readonly nextAt: Instant;
}

/** Through which channels a change was to be sent, and what came of it. */
export async function listTries(db: Db, changeId: number): Promise<readonly Try[]> {
  const rows = await db
    .selectFrom('delivery')
    .select(['channel_id', 'status', 'owed', 'reason', 'attempts', 'next_at'])
    .where('change_id', '=', changeId)
    .execute();
  return rows.map((row) => ({
    channelId: row.channel_id,
    status: row.status as DeliveryStatus,
    owed: row.owed === 1,
    reason: row.reason,
    attempts: row.attempts,
    nextAt: row.next_at,
  }));
}

/** Everything sent, waiting, failed or held for an alert, oldest first. */
export async function listDeliveries(
  db: Db,
  alertId: number,
): Promise<
  readonly (Delivery & {
    readonly channel: string;
    /** When the change it reports was found. */
    readonly foundAt: Instant;
    /** The level that change led to. */
    readonly level: Level;
    readonly change: AlertChangeKind;
    /** How the message stands that carried it together with others; null: none did. */
    readonly together: DeliveryStatus | null;
  })[]
> {
  const rows = await db
    .selectFrom('delivery')
    .innerJoin('channel', 'channel.id', 'delivery.channel_id')
    .innerJoin('alert_change', 'alert_change.id', 'delivery.change_id')
    .leftJoin('notice', 'notice.id', 'delivery.notice_id')
    .selectAll('delivery')
    .select(['channel.name as channel', 'notice.status as together'])
    .select(['alert_change.at as found_at', 'alert_change.to_level as level', 'alert_change.kind as change'])
    .where('delivery.alert_id', '=', alertId)
    .orderBy('delivery.id')
    .execute();
  return rows.map((row) => ({
    ...toDelivery(row),
    channel: row.channel,
    foundAt: row.found_at,
    level: row.level,
    change: row.change,
    together: row.together as DeliveryStatus | null,
  }));
}

export interface LastRing {
  readonly channelId: number;
  readonly level: Level;
  readonly at: Instant;
  readonly alertId: number;
  readonly changeId: number;
}

/** The last message about an alert of a watch through each channel, sent or about to be; see `NO_RINGS`. */
export async function listLastRings(db: Db, watchId: number): Promise<readonly LastRing[]> {
  // From the alerts of the watch: from the channels it would walk along everything ever sent.
  const newest = sql`select max(d.id) as id from alert a ${joinInOrder(db)} delivery d on d.alert_id = a.id
      ${joinInOrder(db)} alert_change k on k.id = d.change_id
    where a.watch_id = ${watchId} and d.status in ('waiting', 'sent') and k.kind not in (${sql.join(NO_RINGS)})
    group by d.channel_id`;
  const { rows } = await sql<LastRing>`
    select d.channel_id as "channelId", c.to_level as level, coalesce(d.released_at, d.created_at) as at,
      d.alert_id as "alertId", d.change_id as "changeId"
    from (${newest}) n ${joinInOrder(db)} delivery d on d.id = n.id
      ${joinInOrder(db)} alert_change c on c.id = d.change_id`.execute(db);
  return rows;
}
