import { CHINA_OFFSET, type Instant, MINUTE } from './time.ts';

/** `近 6 小时` */
export function windowWord(minutes: number): string {
  return `近 ${duration(minutes)}`;
}

/** `15 分钟`, `6 小时`, `3 小时 20 分钟`, `3 天`, `2 天 3 小时`: never more than two units. */
export function duration(minutes: number): string {
  const whole = Math.round(minutes);
  if (whole >= 2880)
    return units([Math.floor(whole / 1440), '天'], [Math.floor((whole % 1440) / 60), '小时']);
  if (whole < 60 || (whole < 180 && whole % 60 !== 0)) return `${whole} 分钟`;
  return units([Math.floor(whole / 60), '小时'], [whole % 60, '分钟']);
}

function units(...parts: readonly (readonly [number, string])[]): string {
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}

export function amount(value: number): string {
  return value >= 10 || Number.isInteger(value) ? String(Math.round(value)) : value.toFixed(1);
}

/** A share 0..1, or a difference of shares, in thousandths: what a text can show of it. */
export function tenths(share: number): number {
  return Math.round(share * 1000);
}

/** 0..1 as `62.3%`, as finely as the pages have it; what is not nothing, or not all, is never called so. */
export function percent(share: number | string | undefined): string {
  const part = Number(share);
  const shown = tenths(part);
  if (part > 0 && shown === 0) return '<0.1%';
  return part < 1 && shown === 1000 ? '>99.9%' : `${(shown / 10).toFixed(1)}%`;
}

export function people(value: number): string {
  if (value >= 1e8) return `${amount(value / 1e8)} 亿人`;
  return value >= 10_000 ? `${amount(value / 10_000)} 万人` : `${Math.round(value)} 人`;
}

/** `11月21日 18:00–19:00`, or with both days where they differ; by China's clock, to the nearest minute. */
export function spanWord(from: Instant, to: Instant): string {
  const [first, last] = [from, to].map((at) => momentWord(Math.round(at / MINUTE) * MINUTE)) as [
    string,
    string,
  ];
  const [day, clock] = [first.split(' ')[0], last.split(' ')[1]];
  return last.startsWith(`${day} `) ? `${first}–${clock}` : `${first} 至 ${last}`;
}

/** `11月21日`, by China's clock. */
export function dayWord(at: Instant): string {
  const china = new Date(at + CHINA_OFFSET);
  return `${china.getUTCMonth() + 1}月${china.getUTCDate()}日`;
}

/** `11月21日 19:05`, by China's clock. */
export function momentWord(at: Instant): string {
  const china = new Date(at + CHINA_OFFSET);
  return `${dayWord(at)} ${china.toISOString().slice(11, 16)}`;
}
