import { noticeChannels } from '../../core/feed/feed-incident.ts';
import type { FeedTrouble } from '../../core/message/notice.ts';
import type { Notifier } from '../../core/message/notifier.ts';
import type { Instant } from '../../core/time.ts';
import { listChannels } from '../../db/channel/channels.ts';
import type { Tx } from '../../db/database.ts';
import { tellNotice } from '../deliver/tell-notice.ts';

/** Which kinds of channels lead to programs. */
export type ChannelKinds = ReadonlyMap<string, Pick<Notifier, 'family'>>;

/**
 * Tells of feeds that are out of order or no longer are, in the transaction in which that is decided. That a feed is read
 * no more people know who stopped it; a program keeps open what nobody calls off, and is told that it is over.
 * @returns how many channels will be told
 */
export async function tellFeeds(
  tx: Tx,
  kinds: ChannelKinds,
  feeds: Readonly<Record<'down' | 'up' | 'paused', readonly FeedTrouble[]>>,
  at: Instant,
): Promise<number> {
  const { down, up } = feeds;
  const over = [...up, ...feeds.paused.map((each) => ({ ...each, paused: true }) as const)];
  const channels = noticeChannels(await listChannels(tx, { activeOnly: true }));
  const isProgram = ({ kind }: { readonly kind: string }) => kinds.get(kind)?.family === 'system';
  let told = 0;
  for (const [ended, wanted] of [
    [up, channels.filter((channel) => !isProgram(channel))],
    [over, channels.filter(isProgram)],
  ] as const) {
    if (down.length + ended.length === 0) continue;
    await tellNotice(tx, { down, up: ended, at }, wanted, false);
    told += wanted.length;
  }
  return told;
}
