import type { Amount } from './amounts.ts';
import type { Measure } from './measure.ts';
import { convert, isTime } from './numerals.ts';
import { ofNoRoom } from './temperatures.ts';

// More is better: what lasts, what is paid out; of shares all but charges. Of the cold, less is.
const LASTS = new RegExp(
  [
    '(?:续航|[质延]保|保修|待机|寿命|试用|[课时][时长]|节课|按摩|能用|可用|电池|播放',
    '|(?<![工周到延日学分货交预长短])期)',
    '(?:时间)?(?:说好|[是有达能用写着]|至少|长达|号称|承诺){0,3}$|(?<![配派运发外快])送$',
  ].join(''),
);
// It ended before its time: 45分钟就下课了.
const ENDED = /^(?:左右)?就(?:结束|下课|没[电了用]|完[事了]|停|坏|断|过期|不[给能])/;
const LASTING = /^的?(?:超长)?(?:会员|vip|[质延]保|保修|续航|待机|有效|体验|试用|维修期|假|课|按摩)/;
const PAID_OUT = /[赔返补送减奖省薪]|退(?![房票货订])|红包|优惠|便宜|工资|提成/;
const COSTS = /利率|利息|费|涨|抽成|扣|税/;
const COLD = /冷藏|冷冻|冰箱|冷柜|冷链|制冷/;
/** An air conditioner cools, unless somebody freezes beside it. */
const COOLING = /空调|冷气|降温|保鲜/;
const HEATING = /制热|暖|冻|冷(?!气)|冬/;
const SPEED = /宽带|网|测|带宽|光纤|wifi|上行|下行|速率/;
/** 50G of data are no weight. */
const DATA = /流量|内存|网|套餐|存储|硬盘|[云网]盘|会员|空间|手机/;
/** What is to be small: luggage, a detour, what one weighs. */
const LESS = /限重|超重|行李|体重|瘦|减|油耗|绕|里程表/;
// So long each day: neither more nor less of it is better.
const OFTEN = /每[天日周月年晚][^,。!?]{0,6}$/;

const SIZES: ReadonlySet<string> = new Set(['km', 'kg', 'gram']);

/** Whether words before a sum say that the customer is to get it. */
export function paidOut(text: string): boolean {
  return PAID_OUT.test(text);
}

/**
 * A promised amount beside what came of it, in the unit of the promise; `start` is where the promise begins. Null
 * where the two cannot be compared, or where neither more nor less is worse.
 */
export function compared(text: string, start: number, promised: Amount, outcome: Amount): Measure | null {
  const { unit, value: expected } = promised;
  const actual = convert(outcome.value, outcome.unit, unit);
  const from = Math.min(start, outcome.start);
  const end = Math.max(promised.end, outcome.end);
  const around = text.slice(Math.max(0, from - 8), end + 4);
  const lead = text.slice(Math.max(0, start - 6), promised.start);
  const rest = text.slice(promised.end, promised.end + 6);
  if (actual === null || (isTime(unit) && OFTEN.test(lead))) return null;
  if (unit === 'mbps' && !SPEED.test(around)) return null;
  if (SIZES.has(unit) && (LESS.test(around) || (unit === 'gram' && DATA.test(around)))) return null;
  const ended = ENDED.test(text.slice(outcome.end, outcome.end + 6));
  const lasts = isTime(unit) && (ended || LASTS.test(lead) || LASTING.test(rest));
  const cools = unit === 'celsius' && COOLING.test(lead) && !HEATING.test(around);
  const more = lasts || (!cools && moreIsBetter(promised, lead + rest.slice(0, 3)));
  const warmth = unit === 'celsius' && !ofNoRoom(around);
  const about = warmth ? 'warmth' : isTime(unit) && !lasts ? 'waiting' : 'other';
  const worse = more ? actual < expected : actual > expected;
  const untaught = promised.untaught || outcome.untaught;
  return { kind: 'promise', about, start: from, end, expected, actual, unit, worse, untaught };
}

function moreIsBetter({ unit, form, value }: Amount, near: string): boolean {
  if (unit === 'yuan') return form !== 'free' && paidOut(near);
  if (unit === 'celsius') return value >= 0 && !COLD.test(near);
  if (unit === 'percent') return form !== 'share' && !COSTS.test(near);
  return unit === 'mbps' || SIZES.has(unit);
}
