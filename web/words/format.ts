import { CHINA, DAY, HOUR, MINUTE, SECOND } from '../time.ts';
export type Tongue = 'zh' | 'en';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function parts(at: number): { year: number; month: number; day: number; hour: string; minute: string } {
  const date = new Date(at + CHINA);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: String(date.getUTCHours()).padStart(2, '0'),
    minute: String(date.getUTCMinutes()).padStart(2, '0'),
  };
}

const dayNumber = (at: number): number => Math.floor((at + CHINA) / DAY);
const trim = (value: number): string => value.toFixed(1).replace(/\.0$/, '');

/** `12,345` */
export function exact(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** `1.2万` or `12.3k`: for tiles; the exact number belongs beside it on hover. */
export function compact(value: number, tongue: Tongue): string {
  const size = Math.abs(value);
  if (tongue === 'zh') {
    if (size >= 1e8) return `${trim(value / 1e8)}亿`;
    if (size >= 1e4) return `${trim(value / 1e4)}万`;
    return exact(value);
  }
  if (size >= 1e9) return `${trim(value / 1e9)} billion`;
  if (size >= 1e6) return `${trim(value / 1e6)}M`;
  if (size >= 1e4) return `${trim(value / 1e3)}k`;
  return exact(value);
}

/**
 * `31.4%` of a share 0..1: what was counted has one decimal, what was set or is likely has none. What is not nothing,
 * or not all, is never called so.
 */
export function percent(share: number): string {
  if (share > 0 && share < 0.0005) return '<0.1%';
  if (share < 1 && share >= 0.9995) return '>99.9%';
  return `${(share * 100).toFixed(1)}%`;
}

/** `+12`, `−7`: a difference of shares, −1..1, in hundredths. */
export function signed(value: number): string {
  const points = Math.round(value * 100);
  return `${points > 0 ? '+' : ''}${points}`.replace('-', '−');
}

/** `28.9–34.0`: the ends of the interval of a share, as finely as the share itself. */
export function bounds(low: number, high: number): string {
  return `${(low * 100).toFixed(1)}–${(high * 100).toFixed(1)}`;
}

/** `31.4% (28.9–34.0)`: a share with its interval. */
export function interval(share: number, low: number, high: number): string {
  return `${percent(share)} (${bounds(low, high)})`;
}

/** A quantity of the baseline: one decimal below ten, whole above. */
export function usual(value: number): string {
  return value < 10 ? trim(value) : exact(value);
}

/** `9.6`: how many times the usual; null where there is no usual, or so little that a ratio says nothing. */
export function times(observed: number, expected: number | null): string | null {
  if (expected === null || expected < 1) return null;
  const ratio = observed / expected;
  return ratio >= 100 ? exact(ratio) : trim(ratio);
}

/** `07:12` */
export function clockTime(at: number): string {
  const { hour, minute } = parts(at);
  return `${hour}:${minute}`;
}

/** `11月22日` or `Nov 22`, with the year where it is not this one. */
export function day(at: number, now: number, tongue: Tongue): string {
  const { year, month, day } = parts(at);
  const same = year === parts(now).year;
  if (tongue === 'zh') return `${same ? '' : `${year}年`}${month}月${day}日`;
  return `${MONTHS[month - 1]} ${day}${same ? '' : `, ${year}`}`;
}

/** `22`: where the month is said beside it. */
export function dayOfMonth(at: number): string {
  return String(parts(at).day);
}

/** `今天 07:12`, `昨天 07:12`, `明天 07:12`, `11月20日 07:12`. */
export function moment(at: number, now: number, tongue: Tongue): string {
  const distance = dayNumber(now) - dayNumber(at);
  const time = clockTime(at);
  if (distance === 0) return `${tongue === 'zh' ? '今天' : 'today'} ${time}`;
  if (distance === 1) return `${tongue === 'zh' ? '昨天' : 'yesterday'} ${time}`;
  if (distance === -1) return `${tongue === 'zh' ? '明天' : 'tomorrow'} ${time}`;
  return `${day(at, now, tongue)} ${time}`;
}

/** `2026-11-22 07:12`: the whole truth, for titles and tables. */
export function stamp(at: number): string {
  const { year, month, day, hour, minute } = parts(at);
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')} ${hour}:${minute}`;
}

/** `1 小时 20 分`, `45 秒`; at most two units. */
export function duration(milliseconds: number, tongue: Tongue): string {
  const zh = tongue === 'zh';
  const left = Math.max(0, milliseconds);
  if (left < MINUTE) return `${Math.floor(left / SECOND)} ${zh ? '秒' : 's'}`;
  const days = Math.floor(left / DAY);
  const hours = Math.floor((left % DAY) / HOUR);
  const minutes = Math.floor((left % HOUR) / MINUTE);
  if (days > 0)
    return zh ? `${days} 天${hours ? ` ${hours} 小时` : ''}` : `${days} d${hours ? ` ${hours} h` : ''}`;
  if (hours > 0) {
    return zh
      ? `${hours} 小时${minutes ? ` ${minutes} 分` : ''}`
      : `${hours} h${minutes ? ` ${minutes} min` : ''}`;
  }
  return zh ? `${minutes} 分钟` : `${minutes} min`;
}

/** `刚刚`, `5 分钟前`, then the moment itself. */
export function ago(at: number, now: number, tongue: Tongue): string {
  const age = now - at;
  if (age < MINUTE) return tongue === 'zh' ? '刚刚' : 'just now';
  if (age < HOUR)
    return tongue === 'zh' ? `${Math.floor(age / MINUTE)} 分钟前` : `${Math.floor(age / MINUTE)} min ago`;
  if (age < 6 * HOUR)
    return tongue === 'zh' ? `${Math.floor(age / HOUR)} 小时前` : `${Math.floor(age / HOUR)} h ago`;
  return moment(at, now, tongue);
}

/** `1.2 秒`, `3 分 10 秒`: for lags, where seconds matter. */
export function lag(milliseconds: number, tongue: Tongue): string {
  if (milliseconds < 10 * SECOND) return `${trim(milliseconds / SECOND)} ${tongue === 'zh' ? '秒' : 's'}`;
  return duration(milliseconds, tongue);
}
