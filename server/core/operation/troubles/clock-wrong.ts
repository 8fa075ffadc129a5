import { duration } from '../../quantity-words.ts';
import { MINUTE, SECOND } from '../../time.ts';
import type { ClockSource, TroubleCheck } from '../operational-trouble.ts';

/** Milliseconds: services refuse signatures from an hour on, and posts are dated wrongly long before. */
export const MAX_CLOCK_OFFSET_MS = MINUTE;
/** Milliseconds below which it is over. */
const CALM = 30 * SECOND;

const OTHER: Readonly<Record<ClockSource, string>> = { database: '数据库服务器', web: '网上的时间' };

/** This machine's clock and another one disagree. */
export const clockWrong: TroubleCheck<'clock-wrong'> = {
  kind: 'clock-wrong',
  find({ clocks }, isOpen) {
    if (clocks.length === 0) return null;
    return clocks
      .filter(({ against, offsetMs }) => Math.abs(offsetMs) > (isOpen(against) ? CALM : MAX_CLOCK_OFFSET_MS))
      .map((detail) => ({ kind: 'clock-wrong', subject: detail.against, detail }));
  },
  words: ({ against, offsetMs }) => ({
    title: '时钟不准',
    what: `本机时钟比${OTHER[against]}${offsetMs > 0 ? '快' : '慢'} ${offset(Math.abs(offsetMs))}`,
    next: '打开时间同步（NTP）；时钟不准时，发布时间、签名和值守排班都会错。',
  }),
};

function offset(ms: number): string {
  return ms < 2 * MINUTE ? `${Math.round(ms / SECOND)} 秒` : duration(ms / MINUTE);
}
