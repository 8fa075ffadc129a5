import { describe, expect, test } from 'vitest';
import type { Aspect } from '../../../server/core/reading/analysis.ts';
import { gapsOf, statedOf } from '../../../server/core/service/gap.ts';

const pair = (unit: string, expected: number, actual: number) => ({ unit, expected, actual });

describe('gaps between what was promised and what came', () => {
  test('are medians by unit, those stated most first', () => {
    const gaps = gapsOf([
      pair('day', 3, 10),
      pair('minute', 30, 60),
      pair('minute', 30, 25),
      pair('minute', 20, 90),
    ]);
    expect(gaps).toEqual([
      // +100 %, −17 % and +350 %: two of them took longer.
      { unit: 'minute', mentions: 3, expected: 30, actual: 60, relative: 1, worse: 2 },
      { unit: 'day', mentions: 1, expected: 3, actual: 10, relative: 7 / 3, worse: 1 },
    ]);
  });

  test.each([
    ['a longer wait', pair('hour', 2, 6), 1],
    ['a shorter one', pair('hour', 2, 1), 0],
    ['a higher price', pair('yuan', 88, 128), 1],
    ['a colder room', pair('celsius', 18, 13.5), 1],
    ['a warmer one', pair('celsius', 18, 21), 0],
    ['a slower line', pair('mbps', 500, 80), 1],
    ['a smaller discount', pair('percent', 50, 20), 1],
    ['just what was promised', pair('minute', 30, 30), 0],
  ])('%s is judged by its unit', (_, stated, worse) => {
    expect(gapsOf([stated])[0]?.worse).toBe(worse);
  });

  test('below zero and from nothing they keep their direction', () => {
    expect(gapsOf([pair('celsius', -18, -9)])[0]?.relative).toBe(0.5);
    expect(gapsOf([pair('yuan', 0, 15)])[0]).toMatchObject({ relative: 1, worse: 1 });
    expect(gapsOf([pair('yuan', 0, 0)])[0]).toMatchObject({ relative: 0, worse: 0 });
  });

  test('of nothing stated are none', () => {
    expect(gapsOf([])).toEqual([]);
  });
});

describe('what a post states of a touchpoint', () => {
  const aspect = (parts: Partial<Aspect>): Aspect => ({
    ...{ aspect: '等候', servqual: 'responsiveness', expectation: null, touchpoint: null },
    ...{ polarity: -1, span: [0, 4], ...parts },
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
      { ...pair('minute', 30, 60), span: [3, 4] },
      { ...pair('day', 3, 10), span: [9, 10] },
    ]);
  });

  test('is the wait that it tells of, where it states nothing closer', () => {
    const waited = aspect({ touchpoint: 'waiting', ...pair('minute', 30, 90) });
    expect(statedOf([waited], 'delivery')).toMatchObject([pair('minute', 30, 90)]);
    const own = aspect({ touchpoint: 'delivery', ...pair('minute', 40, 95) });
    expect(statedOf([waited, own], 'delivery')).toMatchObject([pair('minute', 40, 95)]);
    expect(statedOf([own], 'hotline')).toEqual([]);
  });

  test('is nothing where only what came is told', () => {
    expect(statedOf([aspect({ touchpoint: 'delivery', actual: 60, unit: 'minute' })], 'delivery')).toEqual(
      [],
    );
  });
});
