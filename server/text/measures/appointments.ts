import { hitsOf } from '../../core/reading/hits.ts';
import { numeral } from '../../core/reading/numeral.ts';
import type { Measure } from './measure.ts';

const HAN = '十[一二]?|[一二两三四五六七八九]';
const HOUR = `(?:\\d{1,2}|${HAN})`;
const MINUTES = '[:点](?:[0-5]\\d)分?|点(?:半|一刻|三刻|钟|[一二三四五]?十[一二三四五六七八九]?分?)?';
const PART_OF_DAY = '凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|夜里';
const CLOCK = new RegExp(
  `(?<![\\d.:点第])(?:(?<part>${PART_OF_DAY})的?)?(?<hour>${HOUR})(?<rest>${MINUTES})(?![\\d:]|[点多]?(?:儿|样|评|赞|单|餐|菜|了个|外卖))`,
  'g',
);
// Who was told when: 约的九点, 说两点发货, 通知9:00开始; or 十点约的.
const FIXED =
  '(?:约[的了好]?|预约(?:的|了|好)?|约定|说好?(?:的|是|了)?|定[的好]|答应|承诺|通知|告知|原定|票上|写[着的明]|显示)';
const BEFORE = new RegExp(
  `${FIXED}(?:在|是|今天|当天|的)?(?:[^,。!?\\d]{0,4})(?:(?:${PART_OF_DAY})?(?:${HOUR})(?:${MINUTES})?[到至~-])?$`,
);
const AFTER = /^[^,。!?]{0,2}(?:约|预约|定|说好|通知)[的了好]/;
// It came late, or has not come yet.
const LATE =
  /^(?:多|左右)?(?:(?:师傅|工人|人|他们|骑手|快递员?|外卖|车|飞机|列车|医生|大夫|客服)?才|还(?:没|不|锁|在等)|都没|仍|依然|[了都][^,。!?]{0,4}(?:还|都|没|不见|锁))/;
const REACH = 26;
// Of another day, or two things that were both planned.
const APART = /第二天|次日|隔天|明天|昨天|后天|[。!?]|(?<![等拖])到$|至$/;
const DAY = 24 * 60;
const HALF = DAY / 2;
/** Whoever waits longer than this speaks of another day; where the part of the day is a guess, sooner. */
const MAX_WAIT_MINUTES = 14 * 60;
const MAX_GUESSED_WAIT_MINUTES = 6 * 60;

interface Clock {
  readonly start: number;
  readonly end: number;
  /** Minutes since midnight that may be meant: two where no part of the day is named. */
  readonly minutes: readonly number[];
}

/** Waits past an agreed time of day: 约的九点，十一点半才到 is 150 minutes. */
export function waitsPast(text: string): readonly Measure[] {
  const clocks = clocksIn(text);
  const found: Measure[] = [];
  for (const [at, agreed] of clocks.entries()) {
    const came = clocks[at + 1];
    if (came === undefined) break;
    const between = text.slice(agreed.end, came.start);
    if (between.length > REACH || APART.test(between) || !isAgreed(text, agreed)) continue;
    if (!LATE.test(text.slice(came.end, came.end + 8))) continue;
    const minutes = minutesBetween(agreed, came);
    if (minutes === null) continue;
    const [start, end] = [agreed.start, came.end];
    found.push({ kind: 'wait', about: 'waiting', start, end, actual: minutes, unit: 'minute', worse: true });
  }
  return found;
}

function isAgreed(text: string, { start, end }: Clock): boolean {
  return BEFORE.test(text.slice(Math.max(0, start - 16), start)) || AFTER.test(text.slice(end, end + 6));
}

function clocksIn(text: string): readonly Clock[] {
  return hitsOf(CLOCK, text).flatMap((hit) => {
    const { part, hour = '', rest = '' } = hit.groups ?? {};
    const hours = numeral(hour);
    const more = minutesOf(rest);
    if (hours === null || hours > 24 || more === null) return [];
    const own = hours * 60 + more;
    return [{ start: hit.index, end: hit.index + hit[0].length, minutes: meant(own, part) }];
  });
}

function minutesOf(rest: string): number | null {
  const written = rest.replace(/^[:点]/, '').replace(/分$/, '');
  if (written === '' || written === '钟') return 0;
  if (written === '半') return 30;
  if (written === '一刻') return 15;
  if (written === '三刻') return 45;
  return /^\d+$/.test(written) ? Number(written) : numeral(written);
}

function meant(minutes: number, part: string | undefined): readonly number[] {
  if (minutes >= HALF + 60) return [minutes];
  if (part === undefined) return [minutes, minutes + HALF];
  const isLate = part === '中午' ? minutes < 4 * 60 : '下午傍晚晚上夜里'.includes(part) && minutes < HALF;
  return [isLate ? minutes + HALF : minutes];
}

/** The least that lies between the two; null where the later is none, or of another day. */
function minutesBetween(agreed: Clock, came: Clock): number | null {
  const apart = agreed.minutes.flatMap((one) => came.minutes.map((other) => other - one));
  const least = Math.min(...apart.filter((minutes) => minutes > 0));
  return least <= (apart.length > 1 ? MAX_GUESSED_WAIT_MINUTES : MAX_WAIT_MINUTES) ? least : null;
}
