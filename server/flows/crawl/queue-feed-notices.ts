import { noticeChannels } from '../../core/feed/feed-incident.ts';
import type { FeedTrouble } from '../../core/message/notice.ts';
import type { Notifier } from '../../core/message/notifier.ts';
import type { Instant } from '../../core/time.ts';
import { listChannels } from '../../db/channel/channels.ts';
import { listNoticesSince } from '../../db/channel/notices.ts';
import type { Tx } from '../../db/database.ts';
import { queueNotice } from '../deliver/queue-notice.ts';

/** Which kinds of channels lead to programs. */
export type ChannelKinds = ReadonlyMap<string, Pick<Notifier, 'family'>>;

/**
 * Queues notices about feeds that are out of order or no longer are, in the transaction in which that is decided.
 * People know of a feed that they paused themselves; a program keeps open what nobody calls off, and is sent the end. A
 * channel that did not hear that a feed is out of order, a new one say, does not hear that it recovered.
 * @returns how many channels will be notified
 */
export async function queueFeedNotices(
  tx: Tx,
  kinds: ChannelKinds,
  feeds: Readonly<Record<'down' | 'up' | 'paused', readonly FeedTrouble[]>>,
  at: Instant,
): Promise<number> {
  const { down, up } = feeds;
  const over = [...up, ...feeds.paused.map((each) => ({ ...each, paused: true }) as const)];
  const channels = noticeChannels(await listChannels(tx, { activeOnly: true }));
  const isProgram = ({ kind }: { readonly kind: string }) => kinds.get(kind)?.family === 'system';
  const heard = await heardOf(tx, over);
  let told = 0;
  for (const [ended, wanted] of [
    [up, channels.filter((channel) => !isProgram(channel))],
    [over, channels.filter(isProgram)],
  ] as const) {
    for (const channel of wanted) {
      const known = ended.filter(({ incidentId }) => heard.get(channel.id)?.has(incidentId));
      if (down.length + known.length === 0) continue;
      await queueNotice(tx, { down, up: known, at }, [channel], false);
      told += 1;
    }
  }
  return told;
}

/** By channel, the incidents among these that it heard of when they began. */
async function heardOf(
  tx: Tx,
  over: readonly FeedTrouble[],
): Promise<ReadonlyMap<number, ReadonlySet<number>>> {
  const heard = new Map<number, Set<number>>();
  if (over.length === 0) return heard;
  const since = Math.min(...over.map(({ openedAt }) => openedAt));
  for (const { channelId, notice } of await listNoticesSince(tx, since)) {
    if (!('down' in notice)) continue;
    const ids = heard.get(channelId) ?? new Set();
    for (const { incidentId } of notice.down) ids.add(incidentId);
    heard.set(channelId, ids);
  }
  return heard;
}
