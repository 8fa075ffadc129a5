import { expect, test } from 'vitest';
import { fitLogLinear } from '../../../server/core/statistics/log-linear.ts';

test('a straight line of logarithms is found as it is', () => {
  const rows = [0, 1, 2, 3, 4].map((week) => ({ x: [1, week], y: Math.exp(3 - 0.4 * week) }));
  const [start, slope] = fitLogLinear(rows);
  expect(start?.value).toBeCloseTo(3, 8);
  expect(slope?.value).toBeCloseTo(-0.4, 8);
  expect(slope?.freedom).toBe(3);
});

test('what glm of R finds with family = quasipoisson', () => {
  // glm(c(18,17,15,20,10,20,25,13,12) ~ c(0,1,0,0,1,0,0,0,0) + c(0,0,1,0,0,1,0,0,1)): Dobson's example in ?glm, by outcome.
  const counts = [18, 17, 15, 20, 10, 20, 25, 13, 12];
  const rows = counts.map((y, at) => ({ x: [1, at % 3 === 1 ? 1 : 0, at % 3 === 2 ? 1 : 0], y }));
  const [start, second, third] = fitLogLinear(rows);
  expect(start?.value).toBeCloseTo(3.0445, 4);
  expect(second?.value).toBeCloseTo(-0.4543, 4);
  expect(third?.value).toBeCloseTo(-0.293, 4);
  // Standard errors of family = poisson, 0.1260 and 0.2022, times the root of φ.
  const phi = counts.reduce((sum, y, at) => {
    const mean = [21, 40 / 3, 47 / 3][at % 3] ?? 1;
    return sum + (y - mean) ** 2 / mean / 6;
  }, 0);
  expect(Math.sqrt(start?.variance ?? 0)).toBeCloseTo(0.126 * Math.sqrt(Math.max(1, phi)), 3);
  expect(Math.sqrt(second?.variance ?? 0)).toBeCloseTo(0.2022 * Math.sqrt(Math.max(1, phi)), 3);
});

test('counts that differ more than those of Poisson are less sure', () => {
  const noisy = [2, 30, 1, 28, 3, 31].map((y, week) => ({ x: [1, week], y }));
  const even = [15, 16, 16, 16, 16, 16].map((y, week) => ({ x: [1, week], y }));
  expect(fitLogLinear(noisy)[1]?.variance).toBeGreaterThan(5 * (fitLogLinear(even)[1]?.variance ?? 0));
});
