import { CHINA, DAY, HOUR } from '../time.ts';

const STEPS = [
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  4 * DAY,
  7 * DAY,
  14 * DAY,
  28 * DAY,
];

/** Round hours and days of China's clock between two instants, at most `most` of them. */
export function chinaTicks(from: number, to: number, most: number): readonly number[] {
  const step = STEPS.find((size) => (to - from) / size <= most) ?? 56 * DAY;
  const first = Math.ceil((from + CHINA) / step) * step - CHINA;
  const ticks: number[] = [];
  for (let at = first; at <= to; at += step) ticks.push(at);
  return ticks;
}

export function isMidnight(at: number): boolean {
  return (at + CHINA) % DAY === 0;
}
