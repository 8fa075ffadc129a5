import { sql } from 'kysely';
import type { HoldReason } from '../../core/alert/alert.ts';
import { NO_RINGS } from '../../core/alert/change-kinds.ts';
import { RINGS_LATER, TOLD_TOGETHER } from '../../core/alert/ring.ts';
import type { HeldBy } from '../../core/notices/held-notice.ts';
import type { Level } from '../../core/risk/grade.ts';
import type { Instant } from '../../core/time.ts';
import type { Db, Tx } from '../database.ts';

/** Held, and to be sent when what holds it is over, in the words that the index of such rows is found by. */
const OWED = sql<boolean>`owed = 1`;

export async function hasOwed(db: Db): Promise<boolean> {
  for (const outbox of ['delivery', 'notice'] as const) {
    const found = await db
      .selectFrom(outbox as 'delivery')
      .select('id')
      .where(OWED)
      .limit(1)
      .execute();
    if (found.length > 0) return true;
  }
  return false;
}

/** A change that a silence, the pause after a ring, or the wait of its group keeps from one channel. */
export interface HeldDelivery {
  readonly id: number;
  readonly alertId: number;
  readonly changeId: number;
  readonly channelId: number;
  readonly silenceId: number | null;
  /** When it is sent; null: a silence holds it. */
  readonly dueAt: Instant | null;
}

/** What one channel was to be told later, and by what it was held. */
export type OwedElsewhere = HeldDelivery & { readonly held: HoldReason };

/** One alert and one channel that it is kept from. */
export type HeldPair = Pick<HeldDelivery, 'alertId' | 'channelId'>;

/**
 * All that rings by itself when what holds it is over, or what of it one channel is kept from of one alert; in the
 * order of time.
 */
export async function listHeldAlone(db: Db, pair?: HeldPair): Promise<readonly HeldDelivery[]> {
  const held = db
    .selectFrom('delivery')
    .select(['id', 'alert_id as alertId', 'change_id as changeId', 'channel_id as channelId'])
    .select(['silence_id as silenceId', 'due_at as dueAt'])
    .where(OWED)
    .where('reason', 'in', RINGS_LATER)
    .orderBy('id');
  if (pair === undefined) return held.execute();
  return held.where('alert_id', '=', pair.alertId).where('channel_id', '=', pair.channelId).execute();
}

/** Takes from a channel what it was to be told later. @returns it as it was held, oldest first */
export async function takeOwed(tx: Tx, channelId: number, reason: string): Promise<readonly OwedElsewhere[]> {
  const rows = await tx
    .selectFrom('delivery')
    .select(['id', 'alert_id as alertId', 'change_id as changeId', 'channel_id as channelId'])
    .select(['silence_id as silenceId', 'due_at as dueAt', 'reason'])
    .where(OWED)
    .where('channel_id', '=', channelId)
    .orderBy('id')
    .execute();
  await tx
    .updateTable('delivery')
    .set({ owed: 0, reason })
    .where(OWED)
    .where('channel_id', '=', channelId)
    .execute();
  return rows.map(({ reason: held, ...row }) => ({ ...row, held: held as HoldReason }));
}

/** What could not be sent now is due again then. */
export async function postponeHeld(db: Db, pair: HeldPair, now: Instant, until: Instant): Promise<void> {
  await db
    .updateTable('delivery')
    .set({ due_at: until })
    .where(OWED)
    .where('reason', 'in', RINGS_LATER)
    .where('alert_id', '=', pair.alertId)
    .where('channel_id', '=', pair.channelId)
    .where('due_at', '<=', now)
    .execute();
}

/** Whether a later change of the alert was sent through the channel, or will be; see `NO_RINGS`. */
export async function isToldSince(tx: Tx, held: HeldDelivery): Promise<boolean> {
  const later = await tx
    .selectFrom('delivery')
    .innerJoin('alert_change', 'alert_change.id', 'delivery.change_id')
    .select('delivery.id')
    .where('delivery.alert_id', '=', held.alertId)
    .where('channel_id', '=', held.channelId)
    .where('delivery.id', '>', held.id)
    .where('kind', 'not in', NO_RINGS)
    .where((where) => where.or([where('status', '<>', 'held'), where('owed', '=', 1)]))
    .limit(1)
    .executeTakeFirst();
  return later !== undefined;
}

/** They need not be sent any more: what held them stays written. */
export async function settle(tx: Tx, ids: readonly number[], at: Instant): Promise<void> {
  if (ids.length === 0) return;
  await tx.updateTable('delivery').set({ owed: 0, released_at: at }).where('id', 'in', ids).execute();
}

/** It rings now, before what came after it. */
export async function ringAfterAll(tx: Tx, id: number, at: Instant): Promise<void> {
  await tx
    .updateTable('delivery')
    .set({ status: 'waiting', reason: null, owed: 0, released_at: at })
    .where('id', '=', id)
    .execute();
}

/** Something else holds it from now on. */
export async function holdOn(
  tx: Tx,
  id: number,
  by: { readonly reason: HoldReason; readonly silenceId: number | null; readonly owed: boolean },
): Promise<void> {
  const silence = by.silenceId === null ? {} : { silence_id: by.silenceId };
  await tx
    .updateTable('delivery')
    .set({ reason: by.reason, owed: by.owed ? 1 : 0, due_at: null, ...silence })
    .where('id', '=', id)
    .execute();
}

const DIGESTED = sql`(${sql.join(TOLD_TOGETHER.map((reason) => sql.lit(reason)))})`;

/** What is to be sent together of one alert. */
export interface OwedAlert {
  readonly alertId: number;
  /** The last of its changes that were held. */
  readonly changeId: number;
  /** As it was then. */
  readonly level: Level;
  readonly changes: number;
  readonly firstAt: Instant;
}

/** What a channel is owed in one message, in the order in which it began; and by what it was held. */
export async function listOwed(
  tx: Tx,
  channelId: number,
): Promise<{ readonly alerts: readonly OwedAlert[]; readonly why: readonly HeldBy[] }> {
  const alerts = await sql<OwedAlert>`
    select o."alertId", o."changeId", c.to_level as level, o.changes, o."firstAt"
    from (select alert_id as "alertId", max(change_id) as "changeId", count(*) as changes,
        min(created_at) as "firstAt", min(id) as first_id
      from delivery where channel_id = ${channelId} and owed = 1 and reason in ${DIGESTED} group by alert_id) o
    join alert_change c on c.id = o."changeId" order by o.first_id`.execute(tx);
  const why = await sql<{ reason: HeldBy }>`
    select distinct reason from delivery where channel_id = ${channelId} and owed = 1 and reason in ${DIGESTED}
    order by reason`.execute(tx);
  return { alerts: alerts.rows, why: why.rows.map(({ reason }) => reason) };
}

/** Everything that a channel was owed goes into this notice; null: the channel is off, and nothing is sent. */
export async function tellTogether(
  tx: Tx,
  channelId: number,
  noticeId: number | null,
  at: Instant,
): Promise<void> {
  await sql`update delivery set owed = 0, released_at = ${at}, notice_id = ${noticeId}
    where channel_id = ${channelId} and owed = 1 and reason in ${DIGESTED}`.execute(tx);
  await sql`update notice set owed = 0, released_at = ${at} where channel_id = ${channelId} and owed = 1`.execute(
    tx,
  );
}

/** How many messages each channel is owed, by what holds them. */
export async function countOwed(
  db: Db,
): Promise<readonly { readonly channelId: number; readonly reason: HoldReason; readonly count: number }[]> {
  const owed = (outbox: 'delivery' | 'notice') =>
    sql`select channel_id, reason from ${sql.table(outbox)} where owed = 1`;
  const { rows } = await sql<{ channelId: number; reason: HoldReason; count: number }>`
    select channel_id as "channelId", reason, count(*) as count
    from (${owed('delivery')} union all ${owed('notice')}) o
    group by channel_id, reason order by reason, channel_id`.execute(db);
  return rows;
}
