import { describe, expect, test } from 'vitest';
import { kendall } from '../../../server/core/statistics/kendall.ts';

describe('the agreement of two orders', () => {
  test.each([
    ['the same order of five', [1, 2, 3, 4, 5], [10, 20, 30, 40, 50], 1, 2 / 120],
    ['the opposite', [1, 2, 3, 4, 5], [5, 4, 3, 2, 1], -1, 2 / 120],
    ['one neighbouring pair turned', [1, 2, 3, 4, 5], [1, 2, 3, 5, 4], 0.8, 10 / 120],
    ['of three, which never says much', [1, 2, 3], [1, 2, 3], 1, 2 / 6],
  ])('%s', (_, one, other, tau, p) => {
    const told = kendall(one, other);
    expect(told?.tau).toBeCloseTo(tau, 9);
    expect(told?.p).toBeCloseTo(p, 9);
  });

  test('takes ties out of what could be told: τ_b of Kendall 1945', () => {
    // Five of six pairs are told apart by the first, all six by the second; they agree on all five.
    expect(kendall([1, 2, 2, 3], [1, 2, 3, 4])?.tau).toBeCloseTo(5 / Math.sqrt(30), 9);
    expect(kendall([1, 1, 1], [1, 2, 3])).toBeNull();
  });

  test('is not told of lists that are too short, too long or of two lengths', () => {
    expect(kendall([1, 2], [1, 2])).toBeNull();
    expect(kendall([1, 2, 3], [1, 2])).toBeNull();
    const eight = [1, 2, 3, 4, 5, 6, 7, 8];
    expect(kendall(eight, eight)).toBeNull();
  });
});
