import { describe, expect, test } from 'vitest';
import { growthInterval, inflationOf } from '../../../server/core/statistics/growth-interval.ts';
import { netSentiment } from '../../../server/core/statistics/net-sentiment.ts';

const even = (now: number, before: number, inflation = 1) =>
  growthInterval({ count: now, exposure: 1 }, { count: before, exposure: 1 }, inflation);

describe('growth between two windows', () => {
  // Clopper–Pearson of 15 in 20 is 0.5090–0.9134 (tables); as odds 1.037–10.55.
  test('has the exact binomial interval', () => {
    const { ratio, lo, hi, p } = even(15, 5);
    expect(ratio).toBe(3);
    expect(lo).toBeCloseTo(0.509 / 0.491, 2);
    expect(hi).toBeCloseTo(0.9134 / 0.0866, 1);
    // 2 · P(X ≥ 15 | 20, ½) = 0.0414
    expect(p).toBeCloseTo(0.0414, 4);
  });

  test('from nothing has no ratio and no upper end, yet a lower one', () => {
    const { ratio, lo, hi, p } = even(10, 0);
    expect(ratio).toBe(null);
    expect(hi).toBe(null);
    // 0.025^(1/10) = 0.6915
    expect(lo).toBeCloseTo(0.6915 / 0.3085, 2);
    expect(p).toBeCloseTo(2 * 0.5 ** 10, 6);
  });

  test('to nothing is a fall with an upper end', () => {
    const { ratio, lo, hi } = even(0, 10);
    expect([ratio, lo]).toEqual([0, 0]);
    expect(hi).toBeLessThan(1);
  });

  test('a handful never counts for more than hundreds that merely doubled', () => {
    const tiny = even(3, 0);
    const large = even(300, 150);
    expect(tiny.p).toBeGreaterThan(0.05);
    expect(tiny.lo).toBeLessThan(1);
    expect(large.p).toBeLessThan(1e-9);
  });

  test('nothing at all is no difference', () => {
    expect(even(0, 0)).toEqual({ ratio: null, lo: 0, hi: null, p: 1 });
  });

  test('windows of different length are compared by their rates', () => {
    const four = growthInterval({ count: 30, exposure: 1 }, { count: 120, exposure: 4 });
    expect(four.ratio).toBe(1);
    expect(four.lo).toBeLessThan(1);
    expect(four.hi).toBeGreaterThan(1);
    expect(four.p).toBeGreaterThan(0.5);
  });

  test('counts that swing more than Poisson get a wider interval', () => {
    const plain = even(60, 40);
    const swinging = even(60, 40, 4);
    expect(swinging.ratio).toBe(plain.ratio);
    expect(swinging.lo).toBeLessThan(plain.lo);
    expect(swinging.hi).toBeGreaterThan(plain.hi ?? 0);
    expect(swinging.p).toBeGreaterThan(plain.p);
  });

  test('large counts end and stay exact', () => {
    const { lo, hi, p } = even(1_010_000, 1_000_000);
    expect(lo).toBeGreaterThan(1.007);
    expect(hi).toBeLessThan(1.013);
    expect(p).toBeLessThan(1e-9);
  });

  test('inflation grows with what a topic counts per block', () => {
    expect(inflationOf(0.2, 0, 28)).toBe(1);
    expect(inflationOf(0.2, 280, 28)).toBe(3);
    expect(inflationOf(0.2, 280, 0)).toBe(1);
  });
});

describe('net sentiment', () => {
  test('is positive less negative, with an interval that covers it', () => {
    const { value, lo, hi, n } = netSentiment(40, 20, 100);
    expect(value).toBeCloseTo(0.2, 12);
    expect(n).toBe(100);
    // Wald with the multinomial variance: 0.2 ± 0.147.
    expect(lo).toBeCloseTo(0.051, 2);
    expect(hi).toBeCloseTo(0.341, 2);
  });

  test('of nothing is unknown', () => {
    expect(netSentiment(0, 0, 0)).toEqual({ value: null, lo: -1, hi: 1, n: 0 });
  });

  test('of three angry posts is not certain', () => {
    const { value, lo, hi } = netSentiment(0, 3, 3);
    expect(value).toBe(-1);
    expect(lo).toBe(-1);
    expect(hi).toBeGreaterThan(-0.5);
  });

  test('is the mirror of itself when the signs are swapped', () => {
    const one = netSentiment(12, 5, 30);
    const other = netSentiment(5, 12, 30);
    expect(other.lo).toBeCloseTo(-one.hi, 12);
    expect(other.hi).toBeCloseTo(-one.lo, 12);
  });
});
