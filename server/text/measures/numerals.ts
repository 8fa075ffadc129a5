import { MINUTES_OF } from '../../core/reading/amount-unit.ts';
import { DIGITS, numeral } from '../../core/reading/numeral.ts';

/** A price in tenths: 八折 and 8折 are 80 percent of it, 八五折 and 8.5折 are 85, 10折 is all. Null for no number. */
export function priceShare(written: string): number | null {
  const digits = /^[一二三四五六七八九]{2}$/.test(written)
    ? [...written].reduce((sum, sign) => sum * 10 + (DIGITS[sign] ?? 0), 0)
    : numeral(written);
  return digits === null || digits > 10 ? digits : digits * 10;
}

/** Units as analyses name them, and how many of them one of what is written makes. */
const UNITS: Readonly<Record<string, readonly [unit: string, times: number]>> = {
  秒: ['second', 1],
  秒钟: ['second', 1],
  分钟: ['minute', 1],
  分: ['minute', 1],
  刻钟: ['minute', 15],
  min: ['minute', 1],
  小时: ['hour', 1],
  h: ['hour', 1],
  钟头: ['hour', 1],
  天: ['day', 1],
  工作日: ['day', 1],
  周: ['week', 1],
  星期: ['week', 1],
  礼拜: ['week', 1],
  月: ['month', 1],
  年: ['year', 1],
  度: ['celsius', 1],
  摄氏度: ['celsius', 1],
  '℃': ['celsius', 1],
  '°c': ['celsius', 1],
  元: ['yuan', 1],
  块: ['yuan', 1],
  块钱: ['yuan', 1],
  毛: ['yuan', 0.1],
  角: ['yuan', 0.1],
  k: ['yuan', 1_000],
  w: ['yuan', 10_000],
  km: ['km', 1],
  公里: ['km', 1],
  千米: ['km', 1],
  kg: ['kg', 1],
  公斤: ['kg', 1],
  千克: ['kg', 1],
  斤: ['kg', 0.5],
  g: ['gram', 1],
  克: ['gram', 1],
  '%': ['percent', 1],
  折: ['percent', 1],
  兆: ['mbps', 1],
  m: ['mbps', 1],
};

/** `刻钟` → 15 times `minute`; null for what is no unit here. */
export function unitOf(written: string): readonly [unit: string, times: number] | null {
  return UNITS[written] ?? null;
}

/** Whether a unit is one of time. */
export function isTime(unit: string): boolean {
  return MINUTES_OF.has(unit);
}

const GRAMS_OF: ReadonlyMap<string, number> = new Map([
  ['gram', 1],
  ['kg', 1_000],
]);

/** An amount in another unit of time or of weight, exact to a thousandth; null where they are not of one kind. */
export function convert(amount: number, from: string, to: string): number | null {
  const sizes = MINUTES_OF.has(from) ? MINUTES_OF : GRAMS_OF;
  const [a, b] = [sizes.get(from), sizes.get(to)];
  if (from === to) return rounded(amount);
  return a === undefined || b === undefined ? null : rounded((amount * a) / b);
}

/** To a thousandth: 0.1 + 0.2 is 0.3. */
export function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
