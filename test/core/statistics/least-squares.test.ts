import { expect, test } from 'vitest';
import { LeastSquares } from '../../../server/core/statistics/least-squares.ts';

test('of many rows the coefficients are what made them', () => {
  const squares = new LeastSquares(3);
  for (let row = 0; row < 40_000; row++) {
    const ones = [0, ...(row % 2 === 0 ? [1] : []), ...(row % 3 === 0 ? [2] : [])];
    squares.add(ones, 3 + (row % 2 === 0 ? 1 : 0) - (row % 3 === 0 ? 2 : 0), 1);
  }
  const [intercept, one, two] = squares.solve();
  expect(intercept).toBeCloseTo(3, 3);
  expect(one).toBeCloseTo(1, 3);
  expect(two).toBeCloseTo(-2, 3);
});

test('a row of weight three counts as three rows', () => {
  const [heavy, many] = [new LeastSquares(2), new LeastSquares(2)];
  for (const [ones, y] of [
    [[0], 2],
    [[0, 1], 5],
  ] as const) {
    heavy.add(ones, y, 3);
    for (let time = 0; time < 3; time++) many.add(ones, y, 1);
  }
  expect([...heavy.solve()]).toEqual([...many.solve()]);
});

test('columns that always stand together share what they go with', () => {
  const squares = new LeastSquares(3);
  for (let row = 0; row < 1_000; row++)
    squares.add(row % 2 === 0 ? [0, 1, 2] : [0], row % 2 === 0 ? 5 : 3, 1);
  const [intercept, one, two] = squares.solve();
  expect(intercept).toBeCloseTo(3, 1);
  expect(one).toBeCloseTo(1, 2);
  expect(two).toBeCloseTo(1, 2);
});

test('what was cleared counts no more', () => {
  const squares = new LeastSquares(1);
  squares.add([0], 100, 7);
  squares.clear();
  squares.add([0], 4, 2);
  expect(squares.solve()[0]).toBeCloseTo(4, 12);
});

test('a column says so many rows’ worth by itself, and none where others make it up', () => {
  const squares = new LeastSquares(4);
  for (let at = 0; at < 100; at++) {
    const part = at < 20 ? [1, 2] : at < 40 ? [1, 3] : [];
    squares.add([0, ...part], at, 1);
  }
  const [, whole = 0, first = 0] = squares.alone();
  expect(whole).toBeLessThan(2);
  expect(first).toBeLessThan(2);
  const single = new LeastSquares(2);
  for (let at = 0; at < 100; at++) single.add(at < 20 ? [0, 1] : [0], at, 1);
  // 20 · (1 − 20 / 100).
  expect(single.alone()[1]).toBeCloseTo(16, 9);
});
