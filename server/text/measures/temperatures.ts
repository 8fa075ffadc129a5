import type { Amount } from './amounts.ts';
import type { Measure } from './measure.ts';

/** National minimum for heated rooms, °C. */
const WARM_ENOUGH = 18;

const REACH = 20;
const ROOM =
  /(?<![体水气高低油])(?:室温|温度|家里|我家|屋里|屋内|室内|房间|卧室|客厅|暖气|测温)([^。!?,]{0,8})$/;
// Warmth of something else: water, weather, a body, a machine.
const ELSEWHERE =
  /空调|热水|水温|[进回供]水|暖气[片管]|冰箱|冷藏|冷冻|体温|发烧|烧到|[今明昨]天|天气|气温|室外|外面|户外|外头|[山海湖]|温泉|泳池|洗澡|烤箱|车里|车内|降温|升温/;
// What ought to be: 不低于18度. What is not reached: 不到18度.
const DEMANDED = /不低于|不少于|不得低|高于|至少|规定|标准|应该?|要求|达标/;
const UNREACHED = /不到|没到|达不到|没有?达|低于|还没|不足|没有|没(?:上|到|超)过|上不[了去]|不上/;
/** 14、5度: fourteen or fifteen. */
const TENS = /(?<!\d)(\d)\d、$/;
const UNREACHED_MOST = 24;
const COLDEST = -30;
const WARMEST = 35;
/** Colder only below zero: 一度, 1度 are seldom of a room. */
const PLAIN_LEAST = 2;

/** Whether a text speaks of the warmth of something that is no room. */
export function ofNoRoom(text: string): boolean {
  return ELSEWHERE.test(text);
}

/** The warmth of a room that an amount tells, null where it tells none. `from` as in `waitIn`. */
export function temperatureIn(text: string, amount: Amount, from: number): Measure | null {
  const { unit, end } = amount;
  const tens =
    amount.value >= 0 && amount.value < 10 ? TENS.exec(text.slice(0, amount.start).slice(-4)) : null;
  const value = amount.value + Number(tens?.[1] ?? 0) * 10;
  if (unit !== 'celsius' || value < COLDEST || (value >= 0 && value < PLAIN_LEAST) || value > WARMEST)
    return null;
  const before = text.slice(Math.max(from, amount.start - REACH), amount.start);
  const hit = ROOM.exec(before);
  if (hit === null) return null;
  const gap = hit[1] ?? '';
  const clause = before.slice(Math.max(0, hit.index - 6));
  if (ofNoRoom(clause) || DEMANDED.test(gap)) return null;
  // What is never reached is what ought to be, as far as rooms are heated to it.
  const unreached = UNREACHED.test(gap) && value >= WARM_ENOUGH && value <= UNREACHED_MOST;
  return {
    kind: 'temperature',
    about: 'warmth',
    start: amount.start - before.length + hit.index,
    end,
    actual: value,
    expected: unreached ? value : WARM_ENOUGH,
    unit,
    worse: value < WARM_ENOUGH || unreached,
  };
}
