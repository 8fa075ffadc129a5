import { describe, expect, test } from 'vitest';
import { npsDifference, npsOf } from '../../../server/core/service/nps.ts';

/** Counts of 0 … 10 with so many detractors, passives and promoters. */
const counts = (detractors: number, passives: number, promoters: number) => [
  0,
  0,
  0,
  0,
  detractors,
  0,
  0,
  0,
  passives,
  promoters,
  0,
];

describe('the net promoter score', () => {
  test('of 50 promoters, 20 passives and 30 detractors is 20 ± 17.1', () => {
    const nps = npsOf(counts(30, 20, 50));
    expect(nps).toMatchObject({ n: 100, promoters: 50, passives: 20, detractors: 30, value: 20 });
    expect((nps?.hi ?? 0) - 20).toBeCloseTo(17.1, 1);
    expect(20 - (nps?.lo ?? 0)).toBeCloseTo(17.1, 1);
  });

  test('takes 6 for a detractor, 7 and 8 for passive, 9 and 10 for promoters', () => {
    const one = (score: number) =>
      npsOf(Array.from({ length: 11 }, (_, at) => (at === score ? 1 : 0)))?.value;
    expect([0, 6, 7, 8, 9, 10].map(one)).toEqual([-100, -100, 0, 0, 100, 100]);
  });

  test('is not told as sure where ten of ten promote', () => {
    const nps = npsOf(counts(0, 0, 10));
    expect(nps).toMatchObject({ value: 100, hi: 100 });
    expect(nps?.lo).toBeLessThan(75);
  });

  test('is none where nobody answered', () => {
    expect(npsOf(null)).toBeNull();
    expect(npsOf(counts(0, 0, 0))).toBeNull();
  });

  test('differs from another by the root of both variances', () => {
    const [now, before] = [npsOf(counts(30, 20, 50)), npsOf(counts(20, 20, 60))];
    const difference = npsDifference(now, before);
    expect(difference?.value).toBeCloseTo(-20, 9);
    // Variances of a score: 0.0076 and 0.0064.
    expect((difference?.hi ?? 0) + 20).toBeCloseTo(196 * Math.sqrt(0.0076 + 0.0064), 6);
    expect(npsDifference(now, null)).toBeNull();
  });
});
