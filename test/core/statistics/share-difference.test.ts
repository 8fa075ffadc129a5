import { expect, test } from 'vitest';
import { shareDifference } from '../../../server/core/statistics/share-difference.ts';

// Table II of Newcombe (1998), method 10, to four places.
test.each([
  [[56, 70], [48, 80], 0.2, 0.0524, 0.3339],
  [[9, 10], [3, 10], 0.6, 0.1705, 0.809],
  [[5, 56], [0, 29], 0.0893, -0.0381, 0.1926],
  [[0, 10], [0, 10], 0, -0.2775, 0.2775],
  [[10, 10], [0, 10], 1, 0.6075, 1],
] as const)('%j less %j is %d, from %d to %d', ([a, n], [b, m], value, lo, hi) => {
  const difference = shareDifference({ hits: a, n }, { hits: b, n: m });
  expect(difference?.value).toBeCloseTo(value, 4);
  expect(difference?.lo).toBeCloseTo(lo, 3);
  expect(difference?.hi).toBeCloseTo(hi, 3);
});

test('of nothing there is none', () => {
  expect(shareDifference({ hits: 0, n: 0 }, { hits: 1, n: 2 })).toBeNull();
});
