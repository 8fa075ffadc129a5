import { describe, expect, test } from 'vitest';
import type { Aspect, Touchpoint } from '../../../server/core/reading/analysis.ts';
import { gapsOf, statedOf } from '../../../server/core/service/gap.ts';

const pair = (unit: string, expected: number, actual: number) => ({ unit, expected, actual });
const judged = (unit: string, expected: number, actual: number, worse: boolean | null) => ({
  ...pair(unit, expected, actual),
  worse,
  standard: false,
});

describe('gaps between what was promised and what came', () => {
  test('are medians by unit, those stated most first', () => {
    const gaps = gapsOf([
      judged('day', 3, 10, null),
      judged('minute', 30, 60, true),
      judged('minute', 30, 25, false),
      judged('minute', 20, 90, true),
    ]);
    const [minutes, days] = [
      { unit: 'minute', standard: false },
      { unit: 'day', standard: false },
    ];
    expect(gaps).toEqual([
      // +100 %, −17 % and +350 %: two of them took longer.
      { ...minutes, mentions: 3, expected: 30, actual: 60, relative: 1, judged: 3, worse: 2 },
      { ...days, mentions: 1, expected: 3, actual: 10, relative: 7 / 3, judged: 0, worse: 0 },
    ]);
  });

  test('below zero and from nothing they keep their direction', () => {
    expect(gapsOf([judged('celsius', -18, -9, true)])[0]?.relative).toBe(0.5);
    expect(gapsOf([judged('yuan', 0, 15, true)])[0]).toMatchObject({ relative: 1, worse: 1 });
    expect(gapsOf([judged('yuan', 0, 0, false)])[0]).toMatchObject({ relative: 0, worse: 0 });
  });

  test('of a standard that nobody promised stand apart from what was promised', () => {
    const room = (expected: number, actual: number, standard: boolean) => ({
      ...judged('celsius', expected, actual, true),
      standard,
    });
    const gaps = gapsOf([room(18, 14, true), room(22, 19, false), room(18, 16, true)]);
    expect(gaps.map(({ standard, expected, actual }) => [standard, expected, actual])).toEqual([
      [true, 18, 15],
      [false, 22, 19],
    ]);
  });

  test('of nothing stated are none', () => {
    expect(gapsOf([])).toEqual([]);
  });
});

describe('what a post states of a touchpoint', () => {
  const aspect = (parts: Partial<Aspect>): Aspect => ({
    aspect: '等候',
    servqual: 'responsiveness',
    expectation: null,
    touchpoint: null,
    polarity: -1,
    span: [0, 4],
    ...parts,
  });

  test.each<readonly [string, Partial<Aspect>, boolean | null]>([
    ['a longer wait', { touchpoint: 'hotline', ...pair('hour', 2, 6) }, true],
    ['a shorter one', { touchpoint: 'hotline', ...pair('hour', 2, 1) }, false],
    ['a wait at no place', { aspect: '等候', ...pair('minute', 30, 90) }, true],
    ['a higher bill', { touchpoint: 'billing', ...pair('yuan', 88, 128) }, true],
    ['a colder room', { touchpoint: 'heating', ...pair('celsius', 18, 13.5) }, true],
    ['a warmer one', { touchpoint: 'heating', ...pair('celsius', 18, 21) }, false],
    ['a slower line', pair('mbps', 500, 80), true],
    ['just what was promised', { touchpoint: 'delivery', ...pair('minute', 30, 30) }, false],
    ['a battery or a guarantee', { aspect: '产品', ...pair('hour', 12, 5) }, null],
    ['a refund or a charge', { touchpoint: 'after_sales', ...pair('yuan', 100, 50) }, null],
    ['a fridge', { touchpoint: 'delivery', ...pair('celsius', 4, 11) }, null],
    ['a discount or a rate', { touchpoint: 'marketing', ...pair('percent', 50, 20) }, null],
    ['what its reader knew by the words', { aspect: '产品', ...pair('hour', 12, 5), worse: true }, true],
    [
      'what its reader knew better than the unit',
      { touchpoint: 'billing', ...pair('yuan', 5, 9), worse: false },
      false,
    ],
  ])('%s is judged by what it is of, or not at all', (_, parts, worse) => {
    const touchpoint = parts.touchpoint ?? 'store';
    expect(statedOf([aspect(parts)], touchpoint)[0]?.worse).toBe(worse);
  });

  test('is the first of each unit that names it, else the first that names none', () => {
    const aspects = [
      aspect({ ...pair('minute', 10, 40), span: [1, 2] }),
      aspect({ touchpoint: 'delivery', ...pair('minute', 30, 60), span: [3, 4] }),
      aspect({ touchpoint: 'delivery', ...pair('minute', 30, 90), span: [5, 6] }),
      aspect({ touchpoint: 'hotline', ...pair('hour', 1, 5), span: [7, 8] }),
      aspect({ ...pair('day', 3, 10), span: [9, 10] }),
    ];
    expect(statedOf(aspects, 'delivery')).toEqual([
      { ...judged('minute', 30, 60, true), span: [3, 4] },
      { ...judged('day', 3, 10, true), span: [9, 10] },
    ]);
  });

  test('is the wait that it tells of, where it states nothing closer', () => {
    const waited = aspect({ touchpoint: 'waiting', ...pair('minute', 30, 90) });
    expect(statedOf([waited], 'delivery')).toMatchObject([pair('minute', 30, 90)]);
    const own = aspect({ touchpoint: 'delivery', ...pair('minute', 40, 95) });
    expect(statedOf([waited, own], 'delivery')).toMatchObject([pair('minute', 40, 95)]);
    expect(statedOf([own], 'hotline')).toEqual([]);
  });

  test('is the national standard where the reader set it beside a room, a promise where somebody named another', () => {
    const of = (parts: Partial<Aspect>, touchpoint: Touchpoint = 'heating') =>
      statedOf([aspect({ touchpoint, ...parts })], touchpoint)[0]?.standard;
    expect(of(pair('celsius', 18, 14))).toBe(true);
    expect(of(pair('celsius', 20, 14))).toBe(false);
    expect(of(pair('hour', 18, 30))).toBe(false);
    expect(of(pair('celsius', 18, 25), 'delivery')).toBe(false);
  });

  test('is nothing where only what came is told', () => {
    expect(statedOf([aspect({ touchpoint: 'delivery', actual: 60, unit: 'minute' })], 'delivery')).toEqual(
      [],
    );
  });
});
