import { sql } from 'kysely';
import type { HoldReason } from '../../core/alert/alert.ts';
import type { AnyNotice } from '../../core/notices/notice-kinds.ts';
import type { Instant } from '../../core/time.ts';
import type { Db, Tx } from '../database.ts';
import { parseJson } from '../engine/json.ts';
import { claim, type Parcel } from './outbox.ts';

/** Writes a notice for each channel, in the transaction of what it reports. */
export async function enqueueNotice(tx: Db, notice: AnyNotice, channelIds: readonly number[]): Promise<void> {
  if (channelIds.length === 0) return;
  const { at } = notice;
  const each = { notice_json: JSON.stringify(notice), status: 'waiting', created_at: at, next_at: at };
  await tx
    .insertInto('notice')
    .values(channelIds.map((channel_id) => ({ channel_id, ...each })))
    .execute();
}

/** Writes one for one channel. Returns its id. */
export async function addNotice(tx: Db, notice: AnyNotice, channelId: number): Promise<number> {
  const { at } = notice;
  const row = await tx
    .insertInto('notice')
    .values({
      channel_id: channelId,
      notice_json: JSON.stringify(notice),
      status: 'waiting',
      created_at: at,
      next_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Keeps one for later, together with what else the channel was spared. */
export async function holdNotice(
  tx: Db,
  notice: AnyNotice,
  channelId: number,
  reason: HoldReason,
): Promise<void> {
  const { at } = notice;
  await tx
    .insertInto('notice')
    .values({
      channel_id: channelId,
      notice_json: JSON.stringify(notice),
      status: 'held',
      reason,
      owed: 1,
      created_at: at,
      next_at: at,
    })
    .execute();
}

/** Notices that a channel is owed, in the order of time, and by what they were held. */
export async function listOwedNotices(
  tx: Db,
  channelId: number,
): Promise<readonly { readonly notice: AnyNotice; readonly at: Instant; readonly reason: string | null }[]> {
  const rows = await tx
    .selectFrom('notice')
    .select(['notice_json', 'created_at as at', 'reason'])
    .where('channel_id', '=', channelId)
    .where(sql<boolean>`owed = 1`)
    .orderBy('id')
    .execute();
  return rows.map(({ notice_json, ...row }) => ({ ...row, notice: parseJson<AnyNotice>(notice_json) }));
}

/** What a channel is never told any more, whether it waits or is owed. */
export async function dropNotices(tx: Tx, channelId: number, reason: string): Promise<void> {
  await tx
    .updateTable('notice')
    .set({ status: 'failed', reason, owed: 0 })
    .where('channel_id', '=', channelId)
    .where((where) => where.or([where('status', '=', 'waiting'), where('owed', '=', 1)]))
    .execute();
}

/** Takes the longest due notice; see `claim`. Null when none is due. */
export async function claimNotice(
  db: Db,
  now: Instant,
  leaseUntil: Instant,
): Promise<(Parcel & { readonly notice: AnyNotice }) | null> {
  const row = await claim(db, 'notice', now, leaseUntil);
  if (row === null) return null;
  const { id, attempts, channel_id: channelId, created_at: createdAt, done } = row;
  return { id, attempts, channelId, createdAt, done, notice: parseJson<AnyNotice>(row.notice_json) };
}

/** What channels were sent, or are about to be, from a moment on; not what failed for good. */
export async function listNoticesSince(
  tx: Tx,
  since: Instant,
): Promise<readonly { readonly channelId: number; readonly notice: AnyNotice }[]> {
  const rows = await tx
    .selectFrom('notice')
    .select(['channel_id as channelId', 'notice_json'])
    .where('created_at', '>=', since)
    .where('status', '<>', 'failed')
    .execute();
  return rows.map(({ channelId, notice_json }) => ({ channelId, notice: parseJson<AnyNotice>(notice_json) }));
}
