import { numeral } from '../reading/numeral.ts';

const FIGURES = '(?:\\d{1,3}(?:,\\d{3})+|\\d+(?:\\.\\d+)?)[千万亿]?';
const HAN = '[一二两三四五六七八九十百千万亿][零〇一二两三四五六七八九十百千万亿]*';
const ABOUT = '约|大约|近|将近|超过|超|逾|至少|不少于';

/** A number with what makes it a rough one, as a pattern: 约1.2万, 3200余, 近百. No part of a longer one or a date. */
export const FIGURE = `(?:${ABOUT})?\\s*(?<![\\d.:/年第])(?:${FIGURES}|${HAN})\\s*[余多]?`;

/** The numbers that a written one may stand for, both ends included. */
export interface Span {
  readonly stated: number;
  readonly lo: number;
  readonly hi: number;
}

const PARTS = new RegExp(`^(${ABOUT})?\\s*(.+?)\\s*([余多])?$`);

/**
 * 约3200 is anything that rounds to it, 3200余 and 超3200 what lies above within its last figure, 近200 what lies below;
 * 1.2万 is round by itself, 3200 is exact. Null for what is no number.
 * @param times of the unit that comes after it: a number of hours is rounded to hours
 */
export function spanOf(written: string, times = 1): Span | null {
  const [, before = '', number = '', more = ''] = PARTS.exec(written.trim()) ?? [];
  const value = numeral(number);
  if (value === null) return null;
  const stated = value * times;
  const place = placeOf(number, value) * times;
  if (/至少|不少于/.test(before)) return { stated, lo: stated, hi: Number.POSITIVE_INFINITY };
  if (/超|逾/.test(before) || more !== '') return { stated, lo: stated, hi: stated + place };
  if (/近/.test(before)) return { stated, lo: stated - place / 2, hi: stated };
  const round = /约/.test(before) || /[千万亿]$/.test(number) || times > 1;
  return round
    ? { stated, lo: stated - place / 2, hi: stated + place / 2 }
    : { stated, lo: stated, hi: stated };
}

/** What one more in its last figure that is no nought is worth: 100 of 3200, 1000 of 1.2万. */
function placeOf(number: string, value: number): number {
  const digits = /^[\d,]*\.(\d+)/.exec(number)?.[1]?.length ?? 0;
  const scale = /万$/.test(number)
    ? 10_000
    : /千$/.test(number)
      ? 1_000
      : /亿$/.test(number)
        ? 100_000_000
        : 1;
  if (digits > 0) return scale / 10 ** digits;
  let place = 1;
  while (value > 0 && value % (place * 10) === 0) place *= 10;
  return place;
}
