import { describe, expect, test } from 'vitest';
import { quantile, upperTailScore } from '../../../server/core/statistics/negative-binomial.ts';
import { wilson } from '../../../server/core/statistics/wilson.ts';

describe('wilson', () => {
  test('three of four says little, three hundred of four hundred says much', () => {
    expect(wilson(3, 4).lo).toBeCloseTo(0.3006, 3);
    expect(wilson(3, 4).hi).toBeCloseTo(0.9544, 3);
    expect(wilson(300, 400).lo).toBeCloseTo(0.7053, 3);
  });

  test('nothing seen is total ignorance', () => {
    expect(wilson(0, 0)).toEqual({ lo: 0, hi: 1 });
  });

  test('the ends stay inside 0..1', () => {
    expect(wilson(0, 5).lo).toBe(0);
    expect(wilson(5, 5).hi).toBe(1);
  });
});

/** −log10 of the tail, summed term by term: slow and plain. */
function summed(x: number, mu: number, phi: number): number {
  const r = 1 / phi;
  const q = (phi * mu) / (1 + phi * mu);
  let pmf = (1 / (1 + phi * mu)) ** r;
  let below = 0;
  for (let k = 0; k < x; k++) {
    below += pmf;
    pmf *= (q * (r + k)) / (k + 1);
  }
  let tail = 0;
  for (let k = x; k < x + 20_000; k++) {
    tail += pmf;
    pmf *= (q * (r + k)) / (k + 1);
  }
  return below < 0.5 ? -Math.log10(1 - below) : -Math.log10(tail);
}

describe('negative binomial tail', () => {
  test.each([
    [10, 3, 0.5, 1.5195174918],
    [86, 9, 0.1, 18.3047978755],
    [3, 15, 0.2, 0.0056293527],
  ])('P(X ≥ %i | mean %d, phi %d) is the published distribution’s', (x, mu, phi, score) => {
    expect(upperTailScore(x, mu, phi)).toBeCloseTo(score, 8);
  });

  test('agrees with plain summation over a grid', () => {
    for (const mu of [0.05, 0.3, 2, 15, 120]) {
      for (const phi of [0.01, 0.2, 1, 3]) {
        for (const x of [1, 2, 5, 12, 40, 200]) {
          expect(upperTailScore(x, mu, phi)).toBeCloseTo(Math.min(300, summed(x, mu, phi)), 6);
        }
      }
    }
  });

  test('without dispersion it is Poisson, and comes near it steadily', () => {
    expect(upperTailScore(10, 3, 0)).toBeCloseTo(2.9576260776, 8);
    expect(upperTailScore(10, 3, 1e-7)).toBeCloseTo(upperTailScore(10, 3, 0), 4);
    expect(upperTailScore(2, 40, 0)).toBeCloseTo(0, 8);
  });

  test('far out it neither underflows nor stops rising before 300', () => {
    const scores = [100, 300, 500, 700].map((x) => upperTailScore(x, 3, 0.01));
    expect(scores.every(Number.isFinite)).toBe(true);
    expect([...scores].sort((a, b) => a - b)).toEqual(scores);
    expect(scores[3]).toBeGreaterThan(250);
    expect(upperTailScore(1_000_000, 3, 0.01)).toBe(300);
    expect(upperTailScore(1_000_000, 0, 0.1)).toBe(300);
  });

  test('nothing observed is never unusual', () => {
    expect(upperTailScore(0, 5, 0.1)).toBe(0);
    expect(upperTailScore(0, 0, 0)).toBe(0);
  });

  test('quantiles enclose what they say', () => {
    expect(quantile(0.975, 9, 0.1)).toBe(18);
    expect(quantile(0.025, 9, 0.1)).toBe(2);
    expect(quantile(0.975, 0.001, 0.1)).toBe(0);
    for (const [mu, phi] of [
      [0.3, 0.2],
      [15, 0.5],
      [4000, 0.05],
    ] as const) {
      const k = quantile(0.975, mu, phi);
      expect(10 ** -upperTailScore(k + 1, mu, phi)).toBeLessThanOrEqual(0.025 + 1e-12);
      expect(10 ** -upperTailScore(k, mu, phi)).toBeGreaterThan(0.025);
    }
  });
});
