import type { AnyNotice } from '../core/notice-kinds.ts';
import type { Instant } from '../core/time.ts';
import type { Db } from './database.ts';
import { parseJson } from './json.ts';
import { claim, type Parcel } from './outbox.ts';

/** Writes a notice for each channel, in the transaction of what it tells. */
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
      ...{ channel_id: channelId, notice_json: JSON.stringify(notice), status: 'waiting' },
      ...{ created_at: at, next_at: at },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Takes the longest due notice; see `claim`. Null when none is due. */
export async function claimNotice(
  db: Db,
  now: Instant,
  leaseUntil: Instant,
): Promise<(Parcel & { readonly notice: AnyNotice }) | null> {
  const row = await claim(db, 'notice', now, leaseUntil);
  if (row === null) return null;
  const { id, attempts, channel_id: channelId, created_at: createdAt } = row;
  return { id, attempts, channelId, createdAt, notice: parseJson<AnyNotice>(row.notice_json) };
}
