import { expect, test } from 'vitest';
import { studentT } from '../../../server/core/statistics/student-t.ts';

// Table of Student's t at 0.975.
test.each([
  [1, 12.706],
  [6, 2.447],
  [13, 2.16],
  [27, 2.052],
  [60, 2.0],
  [1_000_000, 1.96],
])('of %d degrees of freedom 5 % lies beyond ± %d', (freedom, t) => {
  expect(studentT(freedom)).toBeCloseTo(t, 3);
});

test('between whole degrees of freedom it lies between theirs', () => {
  const [six, between, seven] = [6, 6.5, 7].map((freedom) => studentT(freedom)) as [number, number, number];
  expect(between).toBeLessThan(six);
  expect(between).toBeGreaterThan(seven);
});
