import type { Instant } from '../../core/time.ts';

const STAMP = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** Whether a text is a day and nothing more: YYYY-MM-DD. */
export function isBareDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text);
}

/**
 * An ISO time, also with a blank for its T; without a zone it is China's. A bare date is the start of that day
 * in China. NaN for what is none of these.
 */
export function readChinaTime(text: string): Instant {
  if (!STAMP.test(text) || Number(text.slice(8, 10)) > daysIn(text)) return Number.NaN;
  const time = isBareDate(text) ? `${text}T00:00` : text.replace(' ', 'T');
  return Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(time) ? time : `${time}+08:00`);
}

/** Days of the month that a text begins with: the engine takes 30 February for 2 March. */
function daysIn(text: string): number {
  return new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0)).getUTCDate();
}
