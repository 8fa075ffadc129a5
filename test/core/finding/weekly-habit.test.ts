import { describe, expect, test } from 'vitest';
import {
  areUsualWords,
  hoursOf,
  isHabit,
  isUsualSubject,
  mostOf,
  weeksBefore,
} from '../../../server/core/finding/weekly-habit.ts';
import { DAY, HOUR } from '../../../server/core/time.ts';
import { makeFinding } from '../alert/make-alert.ts';
import { MONDAY } from '../series/make-series.ts';

const EIGHT = MONDAY + 8 * HOUR;

describe('what recurs each week', () => {
  test('is a habit once three of the last weeks had about as much', () => {
    expect(isHabit(12, [11, 12, 9, 0, 0])).toBe(true);
    expect(isHabit(12, [0, 11, 12, 0, 9])).toBe(true);
    expect(isHabit(12, [11, 12, 0, 0, 0])).toBe(false);
    expect(isHabit(5, [0, 0, 0, 0, 0])).toBe(false);
  });

  test('a clearly larger wave is none', () => {
    expect(isHabit(14, [11, 12, 9, 10, 0])).toBe(true);
    expect(isHabit(20, [11, 12, 9, 10, 0])).toBe(false);
  });

  test('is no silence', () => {
    expect(isHabit(1, [11, 12, 9, 10, 0])).toBe(true);
    expect(isHabit(0, [11, 12, 9, 10, 0])).toBe(false);
  });

  test('stands out from other days', () => {
    expect(isHabit(12, [11, 12, 9, 0, 0], [1, 0, 2, 9, 1])).toBe(true);
    expect(isHabit(12, [11, 12, 9, 0, 0], [10, 11, 12, 9, 9])).toBe(false);
  });

  test('may begin an hour earlier or later, and is looked for at that time alone', () => {
    const stretch = { from: EIGHT, until: EIGHT + HOUR };
    const [week] = weeksBefore(stretch);
    if (week === undefined) throw new Error('no week');
    expect(week).toEqual({ from: EIGHT - 7 * DAY - HOUR, until: EIGHT - 7 * DAY + 2 * HOUR });
    const hours = (at: number) => new Map([[at, 9]]);
    expect([-1, 0, 1].map((hour) => mostOf(stretch, week, hours(EIGHT - 7 * DAY + hour * HOUR)))).toEqual([
      9, 9, 9,
    ]);
    expect(mostOf(stretch, week, hours(EIGHT - 7 * DAY + 3 * HOUR))).toBe(0);
  });

  test('six hours are held against six hours', () => {
    const stretch = hoursOf(makeFinding({ at: EIGHT + 6 * HOUR, windowMinutes: 360 }));
    expect(stretch).toEqual({ from: EIGHT, until: EIGHT + 6 * HOUR });
    const [week] = weeksBefore(stretch ?? { from: 0, until: 0 });
    const each = new Map(Array.from({ length: 12 }, (_, n) => [EIGHT - 7 * DAY + (n - 3) * HOUR, 1]));
    expect(mostOf(stretch ?? { from: 0, until: 0 }, week ?? { from: 0, until: 0 }, each)).toBe(6);
  });

  test('a rise of days has no hours', () => {
    expect(hoursOf(makeFinding({ windowMinutes: 3 * 24 * 60 }))).toBeNull();
  });
});

describe('the usual words', () => {
  const often = { name: '暖气', now: 90, before: [70, 60, 55, 58, 80] };

  test('are judged by how much more they are than ever, not beside the largest word of the day', () => {
    expect(areUsualWords(20, [often, { name: '快递', now: 5, before: [0, 0, 0, 0, 0] }])).toBe(true);
    expect(areUsualWords(20, [often, { name: '化纤', now: 8, before: [0, 0, 0, 0, 0] }])).toBe(false);
  });

  test('a few more than twice as many is chance', () => {
    expect(areUsualWords(20, [{ name: '暖气', now: 45, before: [20, 20, 20, 0, 0] }])).toBe(true);
    expect(areUsualWords(20, [{ name: '暖气', now: 49, before: [20, 20, 20, 0, 0] }])).toBe(false);
  });
});

describe('the usual subject', () => {
  test('is what three of the weeks before were about as well', () => {
    expect(isUsualSubject(12, [{ name: 'touch.parking', now: 10, before: [8, 9, 7, 0, 0] }])).toBe(true);
    expect(isUsualSubject(12, [{ name: 'touch.parking', now: 10, before: [8, 9, 0, 0, 0] }])).toBe(false);
  });

  test('a new one among the complaints is another trouble, though they are as many', () => {
    const parking = { name: '车库', now: 6, before: [8, 9, 7, 8, 7] };
    expect(isUsualSubject(12, [parking, { name: '电梯', now: 2, before: [0, 0, 0, 0, 0] }])).toBe(true);
    expect(isUsualSubject(12, [parking, { name: '电梯', now: 5, before: [0, 0, 0, 0, 0] }])).toBe(false);
  });
});
