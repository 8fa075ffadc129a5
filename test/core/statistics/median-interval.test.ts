import { expect, test } from 'vitest';
import { median } from '../../../server/core/statistics/median.ts';
import { talliedMedian } from '../../../server/core/statistics/median-interval.ts';

const each = (values: readonly number[]) => values.map((value) => ({ value, posts: 1 }));
const upTo = (n: number) => each(Array.from({ length: n }, (_, at) => n - at));

test.each([
  [0, null],
  [5, null],
  [6, { value: 3.5, lo: 1, hi: 6 }],
  [8, { value: 4.5, lo: 1, hi: 8 }],
  [9, { value: 5, lo: 2, hi: 8 }],
  // Ranks of the sign test, as tables of it have them.
  [20, { value: 10.5, lo: 6, hi: 15 }],
  [100, { value: 50.5, lo: 40, hi: 61 }],
])('of %d values', (n, interval) => {
  expect(talliedMedian(upTo(n))).toEqual(interval);
});

test('of very many values closes around the middle', () => {
  const interval = talliedMedian(upTo(4_000));
  expect(interval?.lo).toBeGreaterThan(1_930);
  expect(interval?.hi).toBeLessThan(2_070);
});

test('of tallied values is that of as many written out', () => {
  for (const n of [5, 6, 7, 40, 333]) {
    const values = Array.from({ length: n }, (_, i) => (i * 7) % 11);
    const tallied = [...Map.groupBy(values, (value) => value)].map(([value, { length: posts }]) => ({
      value,
      posts,
    }));
    const told = talliedMedian(tallied);
    expect(told).toEqual(talliedMedian(each(values)));
    expect(told?.value).toBe(n < 6 ? undefined : median(values));
  }
  expect(talliedMedian([])).toBeNull();
  expect(talliedMedian([{ value: 4, posts: 1_000_000 }])).toEqual({ value: 4, lo: 4, hi: 4 });
});
