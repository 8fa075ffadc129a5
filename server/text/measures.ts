import { sortByStart } from './in-order.ts';
import { convert, numeral, unitOf } from './numerals.ts';
import type { Reading } from './reading.ts';
import { TRAIT } from './traits.ts';

/** An amount that the text states: a wait, a temperature, a promise and what came of it. */
export interface Measure {
  readonly kind: 'wait' | 'temperature' | 'promise';
  readonly start: number;
  readonly end: number;
  readonly actual: number;
  readonly expected?: number;
  readonly unit: string;
  /** Below what was promised or required. */
  readonly worse: boolean;
}

const N = '(\\d{1,6}(?:\\.\\d{1,3})?|[一二两三四五六七八九十百半几]{1,5})';
const TIME = '(分钟|小时|钟头|天|日|周|星期|个月|月|年)';
const UNIT = '(秒|分钟|小时|钟头|天|周|星期|个月|度|℃|°c|元|块|%)';
const WAIT = new RegExp(
  `(?:等|排|拖|催|打|修|退|延误|晚点|迟到)了?(?:我|我们)?(?:整整|足足|快|近|将近|超过|都|已经|有)?${N}多?个?(半)?多?${TIME}`,
  'g',
);
const PROMISE = new RegExp(
  `(?:说好|说是|承诺|标准|应该|号称|规定|说)[^。,!?]{0,8}?${N}个?${UNIT}[^。!?]{0,16}?(?:结果|却|实际|才|只有|等了|花了|用了|拖了|变成|到现在)[^。,!?]{0,6}?${N}个?${UNIT}`,
  'g',
);
const TEMPERATURE =
  /(?:室温|温度|家里|屋里|屋内|室内|房间|卧室|客厅|暖气)[^。!?\d]{0,8}?(\d{1,2}(?:\.\d)?)(?:度|℃|°c)/g;
/** National minimum for heated rooms, °C. */
const WARM_ENOUGH = 18;

/** Every stated amount, promises first; a wait inside a promise is not told twice. */
export function measuresOf({ text, traits }: Reading): Measure[] {
  const found: Measure[] = [];
  const has = (trait: number) => (traits & trait) !== 0;
  if (has(TRAIT.time | TRAIT.warmth | TRAIT.amount) && has(TRAIT.promise)) promises(text, found);
  if (has(TRAIT.time) && has(TRAIT.wait)) waits(text, found);
  if (has(TRAIT.warmth)) temperatures(text, found);
  return sortByStart(found);
}

function promises(text: string, found: Measure[]): void {
  for (const hit of text.matchAll(PROMISE)) {
    const [whole, said = '', saidUnit = '', was = '', wasUnit = ''] = hit;
    const [expected, actual, unit, actualUnit] = [
      numeral(said),
      numeral(was),
      unitOf(saidUnit),
      unitOf(wasUnit),
    ];
    if (expected === null || actual === null || unit === null || actualUnit === null) continue;
    const same = convert(actual, actualUnit, unit);
    if (same === null) continue;
    // Less time or money is better; more warmth or a larger share is.
    const worse = unit === 'celsius' || unit === 'percent' ? same < expected : same > expected;
    found.push({
      kind: 'promise',
      start: hit.index,
      end: hit.index + whole.length,
      expected,
      actual: same,
      unit,
      worse,
    });
  }
}

function waits(text: string, found: Measure[]): void {
  for (const hit of text.matchAll(WAIT)) {
    const [whole, amount = '', half, written = ''] = hit;
    const unit = unitOf(written);
    const actual = numeral(amount);
    if (unit === null || actual === null || inside(found, hit.index)) continue;
    const value = actual + (half === undefined ? 0 : 0.5);
    found.push({
      kind: 'wait',
      start: hit.index,
      end: hit.index + whole.length,
      actual: value,
      unit,
      worse: true,
    });
  }
}

function temperatures(text: string, found: Measure[]): void {
  for (const hit of text.matchAll(TEMPERATURE)) {
    const actual = Number(hit[1]);
    if (inside(found, hit.index) || actual < 2 || actual > 35) continue;
    const end = hit.index + hit[0].length;
    const worse = actual < WARM_ENOUGH;
    found.push({
      kind: 'temperature',
      start: hit.index,
      end,
      actual,
      expected: WARM_ENOUGH,
      unit: 'celsius',
      worse,
    });
  }
}

function inside(found: readonly Measure[], at: number): boolean {
  return found.some((measure) => at >= measure.start && at < measure.end);
}
