import { type Instant, MINUTE } from '../../time.ts';
import type { ChannelVitals, TroubleCheck, TroubleDetails } from '../operational-trouble.ts';

/** So many messages in a row that failed for good. */
export const FAILED_IN_A_ROW = 3;
/** Milliseconds that messages may wait while none arrives. */
export const MAX_STUCK_MS = 15 * MINUTE;
/** Characters of what the service said: it goes into one sentence. */
const MAX_REASON_LENGTH = 120;

/** Nobody is reached through a channel any more; reported through the others. */
export const channelFailing: TroubleCheck<'channel-failing'> = {
  kind: 'channel-failing',
  find: ({ channels, at }) =>
    channels.flatMap((channel) => {
      const detail = failing(channel, at);
      return detail === null ? [] : [{ kind: 'channel-failing', subject: String(channel.id), detail }];
    }),
  words: ({ name, why, waiting, reason }) => ({
    title: `渠道“${oneLine(name)}”发不出去`,
    what: [
      why === 'refused'
        ? `最近 ${FAILED_IN_A_ROW} 条都没有送达`
        : `${waiting} 条消息等了一刻钟以上，一条也没有送达`,
      ...(reason === null ? [] : [`对方的回答：${shortened(reason)}`]),
    ].join('，'),
    next: '打开通知渠道，核对设置后发送测试；此间的预警请看别的渠道。',
  }),
};

function failing(
  { id, name, lastEnds, waiting, waitingSince, arrivedAt, waitingReason }: ChannelVitals,
  now: Instant,
): TroubleDetails['channel-failing'] | null {
  const about = { channelId: id, name, waiting };
  const last = lastEnds.slice(0, FAILED_IN_A_ROW);
  if (last.length === FAILED_IN_A_ROW && last.every(({ status }) => status === 'failed'))
    return { ...about, why: 'refused', reason: last[0]?.reason ?? null };
  const quiet = waitingSince === null ? 0 : now - Math.max(waitingSince, arrivedAt ?? waitingSince);
  return quiet > MAX_STUCK_MS ? { ...about, why: 'stuck', reason: waitingReason } : null;
}

/** In one line, and no longer than fits in a sentence. */
export function shortened(reason: string): string {
  const letters = [...oneLine(reason)];
  return letters.length <= MAX_REASON_LENGTH
    ? letters.join('')
    : `${letters.slice(0, MAX_REASON_LENGTH - 1).join('')}…`;
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
