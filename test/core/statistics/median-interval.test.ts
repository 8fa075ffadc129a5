import { expect, test } from 'vitest';
import { medianInterval } from '../../../server/core/statistics/median-interval.ts';

const upTo = (n: number) => Array.from({ length: n }, (_, at) => n - at);

test.each([
  [0, null],
  [5, null],
  [6, { lo: 1, hi: 6 }],
  [8, { lo: 1, hi: 8 }],
  [9, { lo: 2, hi: 8 }],
  // Ranks of the sign test, as tables of it have them.
  [20, { lo: 6, hi: 15 }],
  [100, { lo: 40, hi: 61 }],
])('of %d values', (n, interval) => {
  expect(medianInterval(upTo(n))).toEqual(interval);
});

test('of very many values closes around the middle', () => {
  const interval = medianInterval(upTo(4_000));
  expect(interval?.lo).toBeGreaterThan(1_930);
  expect(interval?.hi).toBeLessThan(2_070);
});
