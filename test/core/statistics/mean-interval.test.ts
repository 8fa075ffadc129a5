import { describe, expect, test } from 'vitest';
import { meanDifference, meanInterval, momentsOf } from '../../../server/core/statistics/mean-interval.ts';

describe('a mean', () => {
  test('has the interval of Student’s t', () => {
    // Of 1 … 5: s² = 2.5, t of four degrees of freedom 2.776.
    const told = meanInterval(momentsOf([1, 2, 3, 4, 5]));
    expect(told).toMatchObject({ n: 5, mean: 3, variance: 2.5 });
    expect(told?.hi).toBeCloseTo(3 + 2.7764 * Math.sqrt(0.5), 3);
    expect(told?.lo).toBeCloseTo(3 - 2.7764 * Math.sqrt(0.5), 3);
  });

  test('of one number or none has none', () => {
    expect(meanInterval(momentsOf([4]))).toBeNull();
    expect(momentsOf([])).toBeNull();
  });

  test('differs from another as Welch says', () => {
    // Student's data of sleep, as `t.test(extra ~ group, sleep)` of R tells it.
    const one = momentsOf([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2]);
    const other = momentsOf([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]);
    const told = meanDifference(one, other);
    expect(told?.value).toBeCloseTo(-1.58, 9);
    expect(told?.lo).toBeCloseTo(-3.3654832, 5);
    expect(told?.hi).toBeCloseTo(0.2054832, 5);
    expect(meanDifference(one, momentsOf([1]))).toBeNull();
  });

  test('of answers that are all alike is no surer than their number allows', () => {
    const same = (answer: number, n: number) => momentsOf(Array.from({ length: n }, () => answer));
    const verdict = (n: number, before = n) => {
      const { lo, hi } = meanDifference(same(5, n), same(4, before)) ?? { lo: 0, hi: 0 };
      return lo > 0 || hi < 0;
    };
    // As Fisher's exact test of all against none: p 0.33, 0.1, 0.03 and 0.008.
    expect([2, 3, 4, 5].map((n) => verdict(n))).toEqual([false, false, true, true]);
    expect(verdict(2, 40)).toBe(false);
    const [few, many] = [meanInterval(same(4, 2)), meanInterval(same(4, 400))];
    expect((few?.hi ?? 0) - (few?.lo ?? 0)).toBeGreaterThan(2);
    expect((many?.hi ?? 0) - (many?.lo ?? 0)).toBeLessThan(0.05);
    expect(many?.lo).toBeLessThan(4);
    // Thirds are not exact.
    expect(meanInterval(same(11 / 3, 3))?.lo).toBeLessThan(3.4);
  });
});
