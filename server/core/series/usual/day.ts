import { median } from '../../statistics/median.ts';
import { isColdStart } from '../baseline/baseline.ts';
import type { Series } from '../series.ts';

const DAY_HOURS = 24;

/** Mentions that a usual day holds: the median of the known whole days before the last one. Null in cold start. */
export function usualDay(series: Series): number | null {
  if (isColdStart(series)) return null;
  const { hours, knownHours } = series;
  const first = Math.max(0, hours.length - Math.floor(knownHours));
  const days: number[] = [];
  for (let end = hours.length - DAY_HOURS; end - DAY_HOURS >= first; end -= DAY_HOURS) {
    let total = 0;
    for (let i = end - DAY_HOURS; i < end; i++) total += hours[i]?.total ?? 0;
    days.push(total);
  }
  return days.length === 0 ? null : median(days);
}
