import { DAY, HOUR, MINUTE, SECOND, startOfDay } from '../../server/core/time.ts';
import { chinaDay, civil, type Form, HALF_DAY, mayBeFrom, placeOnDay } from './clock.ts';

const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(秒|sec)/i, SECOND],
  [/^(分|min)/i, MINUTE],
  [/^(小时|钟头|hour|hr)/i, HOUR],
  [/^(天|日|day)/i, DAY],
  [/^(周|星期|礼拜|week)/i, 7 * DAY],
  [/^(月|month)/i, 30 * DAY],
  [/^(年|year)/i, 365 * DAY],
];
const COUNTS: Readonly<Record<string, number>> = { 半: 0.5, 几: 5, 两: 2, a: 1, an: 1 };

const UNIT = '秒|分|小时|钟头|天|日|周|星期|礼拜|月|年|sec|min|hour|hr|day|week|month|year';
const COUNT = `(\\d{1,4}(?:\\.\\d)?|[半几两]|an?) ?个?多? ?(${UNIT})(?:钟|[a-rt-z]*s?)?`;
/** 1小时30分钟前 has two of them. */
const AGO = new RegExp(`^${COUNT} ?(?:${COUNT} ?)?(?:之前|以前|前|ago)(.*)$`, 'i');
/** After the time may come what was done then, or, set apart, where; anything else makes it no time. */
const AFTER = /^(?:更新|发布|发表|回复|编辑|提问|回答)?(?:\s.*)?$/;
const JUST_NOW = /^(?:刚刚|刚才|just now)(.*)$/i;

const ago: Form = (text, now) => {
  const just = JUST_NOW.exec(text);
  if (just !== null) return AFTER.test(just[1] ?? '') ? { at: now, precision: 'minute' } : null;
  const found = AGO.exec(text);
  const unit = unitOf(found?.[2]);
  const rest = found?.[5] ?? '';
  if (found === null || unit === undefined) return null;
  const count = countOf(found[1]) * unit + countOf(found[3]) * (unitOf(found[4]) ?? 0);
  const at = Math.floor(now - count);
  if (!mayBeFrom(at)) return null;
  if (unit >= DAY && /\d:\d/.test(rest)) return placeOnDay(chinaDay(at), rest);
  if (!AFTER.test(rest)) return null;
  if (unit >= DAY) return { at: startOfDay(at), precision: 'day' };
  return { at, precision: unit === SECOND && found[1] !== '几' ? 'second' : 'minute' };
};

function unitOf(name = ''): number | undefined {
  return UNITS.find(([pattern]) => pattern.test(name))?.[1];
}

function countOf(word = '0'): number {
  return COUNTS[word.toLowerCase()] ?? Number(word);
}

const DAYS_BACK: Readonly<Record<string, number>> = { 今: 0, 昨: 1, 前: 2, today: 0, yesterday: 1 };

/** 今天天气 is no time, and neither is 周三聚餐. */
const FOLLOWS = new RegExp(`^(?:\\s|\\d|${HALF_DAY}|(?:更新|发布|发表|回复|编辑)$|$)`, 'i');

const dayWord: Form = (text, now) => {
  const found = /^(?:(大)?([今昨前])[天日]|(today|yesterday)(?: at)?)(.*)$/i.exec(text);
  if (found === null || !FOLLOWS.test(found[4] ?? '')) return null;
  const back =
    (DAYS_BACK[(found[2] ?? found[3] ?? '').toLowerCase()] ?? 0) + (found[1] === undefined ? 0 : 1);
  return placeOnDay(chinaDay(now - back * DAY), found[4] ?? '');
};

/** 周三 12:00 is the latest such day that has come; 上周三 the one in the week before this. */
const weekday: Form = (text, now) => {
  const found = /^(上)?(?:本|这)?(?:周|星期|礼拜)([一二三四五六日天])(.*)$/.exec(text);
  if (found === null || !FOLLOWS.test(found[3] ?? '')) return null;
  const wanted = '一二三四五六日'.indexOf(found[2] === '天' ? '日' : (found[2] ?? ''));
  const today = (Math.floor((startOfDay(now) + 8 * HOUR) / DAY) + 3) % 7;
  const back = found[1] === undefined ? (today - wanted + 7) % 7 : today - wanted + 7;
  const read = placeOnDay(chinaDay(now - back * DAY), found[3] ?? '');
  // Today, but at an hour that has not come: a week ago.
  return read !== null && read.at > now + HOUR ? { ...read, at: read.at - 7 * DAY } : read;
};

const yearless: Form = (text, now) => {
  const found = /^(\d{1,2})[-/](\d{1,2})(?!\d)(.*)$/.exec(text);
  if (found === null) return null;
  const thisYear = chinaDay(now).year;
  // Back to a leap year for 02-29.
  for (let year = thisYear; year > thisYear - 5; year -= 1) {
    const read = placeOnDay(civil(String(year), found[1], found[2]), found[3] ?? '');
    if (read !== null && read.at <= now + DAY) return read;
  }
  return null;
};

const clockOnly: Form = (text, now) => {
  if (!/\d:\d/.test(text)) return null;
  const today = placeOnDay(chinaDay(now), text);
  return today === null || today.at <= now + HOUR ? today : { ...today, at: today.at - DAY };
};

/** Times that only mean something beside the moment of fetching, in the order to try them. */
export const RELATIVE_FORMS: readonly Form[] = [ago, dayWord, weekday, yearless, clockOnly];
