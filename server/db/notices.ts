import type { Notice } from '../core/notice.ts';
import type { Instant } from '../core/time.ts';
import type { Db } from './database.ts';
import { parseJson } from './json.ts';
import { claim, type Parcel } from './outbox.ts';

/** Writes a notice for each channel, in the transaction of what it tells. */
export async function enqueueNotice(tx: Db, notice: Notice, channelIds: readonly number[]): Promise<void> {
  if (channelIds.length === 0) return;
  const { at } = notice;
  const each = { notice_json: JSON.stringify(notice), status: 'waiting', created_at: at, next_at: at };
  await tx
    .insertInto('notice')
    .values(channelIds.map((channel_id) => ({ channel_id, ...each })))
    .execute();
}

/** Takes the longest due notice; see `claim`. Null when none is due. */
export async function claimNotice(
  db: Db,
  now: Instant,
  leaseUntil: Instant,
): Promise<(Parcel & { readonly notice: Notice }) | null> {
  const row = await claim(db, 'notice', now, leaseUntil);
  if (row === null) return null;
  const { id, attempts, channel_id: channelId, created_at: createdAt } = row;
  return { id, attempts, channelId, createdAt, notice: parseJson<Notice>(row.notice_json) };
}
