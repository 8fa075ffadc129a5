import { fitLogLinear } from '../statistics/log-linear.ts';
import { studentT } from '../statistics/student-t.ts';
import { ONE_SIDED, type WeekNumbers } from './fix-rates.ts';

/** Fewer weeks are no trend. */
const MIN_TREND_WEEKS = 4;

/** None in a week is no certain zero. */
const ADDED = 0.25;

/**
 * Whether complaints moved in that direction from week to week before the fix already, and after it went on as they
 * would have without it: an interrupted time series. log E(c) = a + b·week of the weeks before, then a + b·week + d of
 * all, where d is the step at the fix. There is a trend where b has that sign for sure, and no step where d has not.
 * Source: J. Lopez Bernal, S. Cummins, A. Gasparrini, International Journal of Epidemiology 46 (2017) 348–355.
 * @param past complaints of each whole week before, oldest first
 */
export function goesOn(past: WeekNumbers, after: WeekNumbers, sign: -1 | 1): boolean {
  if (past.length < MIN_TREND_WEEKS) return false;
  const row = (count: number, week: number, isAfter: boolean) => ({
    x: isAfter ? [1, week, 1] : [1, week],
    y: count + ADDED,
  });
  const before = past.map((count, week) => row(count, week, false));
  const [, slope] = fitLogLinear(before);
  if (!isSure(slope, sign, ONE_SIDED)) return false;
  const all = [
    ...before.map(({ x, y }) => ({ x: [...x, 0], y })),
    ...after.map((count, week) => row(count, past.length + week, true)),
  ];
  const [, , step] = fitLogLinear(all);
  return !isSure(step, sign, ONE_SIDED);
}

function isSure(
  found: { readonly value: number; readonly variance: number; readonly freedom: number } | undefined,
  sign: -1 | 1,
  outside: number,
): boolean {
  if (found === undefined) return false;
  return found.value * sign > studentT(found.freedom, outside) * Math.sqrt(found.variance);
}
