import { describe, expect, test } from 'vitest';
import { drawAgain, drawBinomial } from '../../../server/core/statistics/multinomial.ts';
import { seeded } from '../../../server/core/statistics/seeded.ts';

/** Chances of 0 … n successes, by multiplying polynomials: slow and plain. */
function chances(n: number, p: number): readonly number[] {
  let row = [1];
  for (let tries = 0; tries < n; tries++) {
    row = Array.from({ length: row.length + 1 }, (_, k) => (row[k] ?? 0) * (1 - p) + (row[k - 1] ?? 0) * p);
  }
  return row;
}

describe('a binomial draw', () => {
  test.each([
    [10, 0.3],
    [7, 0.95],
    [40, 0.02],
    [1, 0.5],
  ])('of %i tries at %f comes out as often as it should', (n, p) => {
    const steps = 20_000;
    const seen = new Array<number>(n + 1).fill(0);
    for (let step = 0; step < steps; step++) {
      const drawn = drawBinomial(n, p, () => (step + 0.5) / steps);
      seen[drawn] = (seen[drawn] ?? 0) + 1;
    }
    for (const [k, chance] of chances(n, p).entries()) {
      expect(Math.abs((seen[k] ?? 0) - chance * steps)).toBeLessThanOrEqual(1);
    }
  });

  test('of what is certain needs no chance, and no number is too close to one', () => {
    const none = () => expect.fail('a chance was asked for');
    expect([drawBinomial(0, 0.5, none), drawBinomial(5, 0, none), drawBinomial(5, 1, none)]).toEqual([
      0, 0, 5,
    ]);
    const last = drawBinomial(2_000, 0.4, () => 1 - 2 ** -32);
    expect(last).toBeGreaterThanOrEqual(0);
    expect(last).toBeLessThanOrEqual(2_000);
  });
});

describe('things drawn again', () => {
  test('are as many as there were, of each kind what is to be expected, at a chance or less for each', () => {
    const random = seeded(5);
    let asked = 0;
    const counts = [1_200, 600, 199, 1, 0];
    const rounds = 2_000;
    const sums = counts.map(() => 0);
    for (let round = 0; round < rounds; round++) {
      const drawn = drawAgain(counts, () => {
        asked += 1;
        return random();
      });
      expect(drawn.reduce((sum, each) => sum + each, 0)).toBe(2_000);
      for (const [kind, each] of drawn.entries()) sums[kind] = (sums[kind] ?? 0) + each;
    }
    for (const [kind, count] of counts.entries()) {
      const error = Math.sqrt((count * (1 - count / 2_000)) / rounds);
      expect(Math.abs((sums[kind] ?? 0) / rounds - count)).toBeLessThanOrEqual(4 * error);
    }
    expect(asked).toBeLessThanOrEqual(rounds * counts.length);
  });
});
