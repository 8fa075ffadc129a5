import { noticeHeldBy } from '../../core/notices/notice-hold.ts';
import type { AnyNotice } from '../../core/notices/notice-kinds.ts';
import { readChannelLoads } from '../../db/channel/channel-loads.ts';
import type { Channel } from '../../db/channel/channels.ts';
import { enqueueNotice, holdNotice } from '../../db/channel/notices.ts';
import type { Tx } from '../../db/database.ts';

/**
 * Writes a notice about the installation for each of these channels, in the transaction of what it reports. A channel
 * in its quiet hours, or at its limit for the hour, gets it later, in the message that says what it was spared.
 * @param isUrgent alerts cannot be delivered: then nothing holds it
 */
export async function queueNotice(
  tx: Tx,
  notice: AnyNotice,
  channels: readonly Channel[],
  isUrgent: boolean,
): Promise<void> {
  const { at } = notice;
  const loads = isUrgent || channels.length === 0 ? new Map() : await readChannelLoads(tx, at);
  const now: number[] = [];
  for (const channel of channels) {
    const load = loads.get(channel.id) ?? { lastHour: 0, owes: false };
    const reason = isUrgent ? null : noticeHeldBy(channel, load, at);
    if (reason === null) now.push(channel.id);
    else await holdNotice(tx, notice, channel.id, reason);
  }
  await enqueueNotice(tx, notice, now);
}
