import { DAY } from '../../time.ts';
import type { TroubleCheck } from '../operational-trouble.ts';
import { isHeld } from '../pruning-hold.ts';

/** What is old is not forgotten for now, because the time may be wrong. */
export const pruningHeld: TroubleCheck<'pruning-held'> = {
  kind: 'pruning-held',
  find({ at, pruning }) {
    if (!isHeld(pruning, at)) return [];
    const detail = { awayMs: Math.max(0, at - pruning.lastAt), clockOff: pruning.isClockOff };
    return [{ kind: 'pruning-held', subject: 'posts', detail }];
  },
  words: ({ awayMs, clockOff }) => ({
    title: '暂缓清理到期内容',
    what: clockOff ? '本机时钟偏快' : `按本机时钟，上次清理是 ${Math.floor(awayMs / DAY)} 天前`,
    next: clockOff
      ? '校准本机时钟；时钟不准时清理，会误删还没到期的内容。'
      : '核对本机的日期和时间：没有错就不用处理，再运行一天后照常清理；有错请校准，以免误删内容。',
  }),
};
