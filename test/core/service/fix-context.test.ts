import { describe, expect, test } from 'vitest';
import {
  isSameComplaint,
  overlapping,
  timesApart,
  turnsWithSeason,
  yearBefore,
} from '../../../server/core/service/fix-context.ts';
import { fixWeeks, WEEK } from '../../../server/core/service/fix-weeks.ts';
import { DAY, HOUR, hourOfWeek } from '../../../server/core/time.ts';

const day = (date: string): number => Date.parse(`${date}T00:00:00+08:00`);
const DONE = day('2026-07-01');
const TIMES = { doneAt: DONE, now: DONE + 60 * DAY, since: DONE - 100 * DAY };
const at = (days: number, id = Math.abs(days) + 2) => ({ id, title: `${days}`, doneAt: DONE + days * DAY });

describe('another fix of the same complaints', () => {
  test('bounds the weeks where two whole ones lie between, and blurs them where they do not', () => {
    const weeksOf = (...days: readonly number[]) => {
      const neighbours = days.map((each) => at(each));
      const weeks = fixWeeks(timesApart(TIMES, neighbours));
      const names = overlapping(neighbours, weeks).map(({ title }) => title);
      return [weeks.weeks, (weeks.usual.to - weeks.usual.from) / WEEK, names];
    };
    expect(weeksOf()).toEqual([4, 8, []]);
    expect(weeksOf(-90, 90)).toEqual([4, 8, []]);
    expect(weeksOf(21)).toEqual([3, 8, []]);
    expect(weeksOf(-14)).toEqual([2, 1, []]);
    expect(weeksOf(-21, 35)).toEqual([3, 2, []]);
    expect(weeksOf(13)).toEqual([4, 8, ['13']]);
    expect(weeksOf(-13, 0, 6)).toEqual([4, 8, ['-13', '0', '6']]);
  });

  test('a time of day does not make it one of the weeks beside its own day', () => {
    const evening = { ...TIMES, doneAt: DONE + 20 * HOUR };
    const next = { id: 9, title: 'x', doneAt: evening.doneAt + 15 * DAY };
    const weeks = fixWeeks(timesApart(evening, [next]));
    expect(weeks.after).toEqual({ from: DONE + DAY, to: DONE + 15 * DAY });
    expect(overlapping([next], weeks)).toEqual([]);
  });

  test('is one of the same touchpoint and watch whose expectation is the same, or all of them', () => {
    const one = { watchId: 1, touchpoint: 'hotline', dimension: 'empathy' } as const;
    expect(isSameComplaint(one, one)).toBe(true);
    expect(isSameComplaint(one, { ...one, dimension: null })).toBe(true);
    expect(isSameComplaint({ ...one, dimension: null }, one)).toBe(true);
    expect(isSameComplaint(one, { ...one, dimension: 'assurance' })).toBe(false);
    expect(isSameComplaint(one, { ...one, watchId: 2 })).toBe(false);
    expect(isSameComplaint(one, { ...one, touchpoint: 'billing' })).toBe(false);
  });
});

describe('the season', () => {
  const around = (date: string) => fixWeeks({ ...TIMES, doneAt: day(date), now: day(date) + 60 * DAY });

  test('of heating makes complaints fall after its first weeks and at its end, and rise when it begins', () => {
    const turns = (date: string, sign: -1 | 1) => turnsWithSeason('heating', around(date), sign);
    expect([turns('2026-11-25', -1), turns('2026-12-25', -1), turns('2027-01-10', -1)]).toEqual([
      true,
      true,
      false,
    ]);
    expect([turns('2027-02-25', -1), turns('2027-04-01', -1), turns('2027-02-10', -1)]).toEqual([
      true,
      true,
      false,
    ]);
    expect([turns('2026-10-10', 1), turns('2026-12-20', 1), turns('2027-04-01', 1)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('of nothing else is known', () => {
    for (const sign of [-1, 1] as const)
      expect(turnsWithSeason('hotline', around('2026-11-25'), sign)).toBe(false);
  });

  test('is compared with that of a year before, weekday by weekday', () => {
    const span = yearBefore({ from: DONE, to: DONE + WEEK });
    expect(hourOfWeek(span.from)).toBe(hourOfWeek(DONE));
    expect((DONE - span.from) / DAY).toBe(364);
    expect(span.to - span.from).toBe(WEEK);
  });
});
