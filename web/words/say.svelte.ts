import { clock } from '../state/clock.svelte.ts';
import { preferences } from '../state/preferences.svelte.ts';
import { en } from './en.ts';
import * as format from './format.ts';
import { type Words, zh } from './zh.ts';

/** The words of the language in use. */
export const t = (): Words => (preferences.language === 'zh' ? zh : en);

/** The formatters in the language in use. */
export const f = {
  compact: (value: number): string => format.compact(value, preferences.language),
  exact: format.exact,
  percent: format.percent,
  signed: format.signed,
  bounds: format.bounds,
  interval: format.interval,
  usual: format.usual,
  times: format.times,
  clockTime: format.clockTime,
  stamp: format.stamp,
  day: (at: number): string => format.day(at, clock.now, preferences.language),
  moment: (at: number): string => format.moment(at, clock.now, preferences.language),
  ago: (at: number): string => format.ago(at, clock.now, preferences.language),
  duration: (milliseconds: number): string => format.duration(milliseconds, preferences.language),
  lag: (milliseconds: number): string => format.lag(milliseconds, preferences.language),
};

/** The word of a code; a code without a word is shown as it is, never hidden. */
export function word(table: Readonly<Record<string, string>>, code: string | number): string {
  const key = String(code);
  return Object.hasOwn(table, key) ? (table[key] ?? key) : key;
}
