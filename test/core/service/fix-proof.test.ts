import { describe, expect, test } from 'vitest';
import { type FixDay, proveFix } from '../../../server/core/service/fix-proof.ts';
import { DAY, HOUR, startOfDay } from '../../../server/core/time.ts';
import { NOW } from '../../support/make.ts';

const FIX = startOfDay(NOW) - 60 * DAY;
type Counts = readonly (readonly [mentions: number, complaints: number])[];

/** Days one after the other, the first of them at `from`. */
const daysFrom = (from: number, counts: Counts): readonly FixDay[] =>
  counts.map(([mentions, complaints], i) => ({ at: from + i * DAY, mentions, complaints }));

const week = (mentions: number, complaints: number): Counts =>
  Array.from({ length: 7 }, () => [mentions, complaints] as const);

/** One whole week on both sides of a fix that was done as a day began. */
const prove = (before: Counts, after: Counts) =>
  proveFix({
    ...{ doneAt: FIX, now: FIX + 7 * DAY, since: FIX - 7 * DAY },
    days: [...daysFrom(FIX - 7 * DAY, before), ...daysFrom(FIX, after)],
  });

describe('a fix is proven by whole weeks on both sides', () => {
  test('fewer complaints among as many mentions are better, with the interval of Welch', () => {
    const proof = prove(week(20, 4), week(20, 1));
    expect(proof).toMatchObject({
      ...{ verdict: 'better', weeks: 1 },
      before: { from: FIX - 7 * DAY, to: FIX, mentions: 140, complaints: 28, perDay: 4, share: { p: 0.2 } },
      after: { from: FIX, to: FIX + 7 * DAY, mentions: 140, complaints: 7, perDay: 1, share: { p: 0.05 } },
    });
    // 29/142 and 8/142 give variances of 0.0011445 and 0.0003744: ± 2.243 · √0.0015189 with 9.55 degrees of freedom.
    expect(proof.difference?.value).toBeCloseTo(-0.15, 12);
    expect(proof.difference?.lo).toBeCloseTo(-0.2374, 3);
    expect(proof.difference?.hi).toBeCloseTo(-0.0626, 3);
  });

  test('days are the units: what one bad day said is no proof that it got better', () => {
    const burst: Counts = [[40, 28], ...week(40, 0).slice(1)];
    const { verdict, before, difference } = prove(burst, week(40, 0));
    // R = 28/280; 7/6 · (24² + 6 · 4²) / 280² = 0.01; t of 6 degrees of freedom is 2.4469.
    expect(before.share).toEqual({ p: 0.1, lo: 0, hi: expect.closeTo(0.1 + 0.24469, 4) });
    expect(verdict).toBe('unclear');
    expect(difference?.hi).toBeGreaterThan(0);
    // Spread over the week the same complaints are one.
    expect(prove(week(40, 4), week(40, 0)).verdict).toBe('better');
  });

  test('none in a handful is no certain zero', () => {
    const after: Counts = [[5, 0], ...week(0, 0).slice(1)];
    const proof = prove(week(10, 2), after);
    expect(proof.after.share).toMatchObject({ p: 0, lo: 0 });
    expect(proof.after.share.hi).toBeGreaterThan(0.2);
    expect(proof.verdict).toBe('unclear');
  });

  test('more complaints are worse, also where there were too few before to see them become fewer', () => {
    expect(prove(week(20, 2), week(20, 8)).verdict).toBe('worse');
    expect(prove(week(20, 0), week(20, 4)).verdict).toBe('worse');
    expect(prove(week(20, 1), week(20, 0))).toMatchObject({ verdict: 'few', before: { complaints: 7 } });
  });

  test('a flood of other mentions proves nothing, nor does their silence', () => {
    const flood = prove(week(20, 4), week(200, 5));
    expect(flood.difference?.hi).toBeLessThan(0);
    expect(flood.verdict).toBe('unclear');
    const silence = prove(week(200, 5), week(20, 4));
    expect(silence.difference?.lo).toBeGreaterThan(0);
    expect(silence.verdict).toBe('unclear');
  });

  test('as much as before is unclear', () => {
    expect(prove(week(20, 4), week(20, 4))).toMatchObject({ verdict: 'unclear', difference: { value: 0 } });
  });

  test('of a side without any mention there is no share and no difference', () => {
    const after = prove(week(20, 4), []);
    expect(after).toMatchObject({ verdict: 'unclear', difference: null, after: { perDay: 0 } });
    expect(after.after.share).toEqual({ p: null, lo: 0, hi: 1 });
    expect(prove([], week(20, 4))).toMatchObject({ verdict: 'few', difference: null });
  });
});

describe('which weeks are compared', () => {
  const around = (parts: Partial<Parameters<typeof proveFix>[0]>) =>
    proveFix({ doneAt: FIX, now: FIX + 60 * DAY, since: FIX - 90 * DAY, days: [], ...parts });

  test('four at most, and as many before as after', () => {
    expect(around({}).weeks).toBe(4);
    expect(around({ now: FIX + 15 * DAY })).toMatchObject({
      weeks: 2,
      before: { from: FIX - 14 * DAY, to: FIX },
      after: { from: FIX, to: FIX + 14 * DAY },
    });
    expect(around({ since: FIX - 8 * DAY }).weeks).toBe(1);
  });

  test('the day of the fix is of neither side, unless it was done as the day began', () => {
    const doneAt = FIX + 9 * HOUR;
    const early = around({ doneAt, now: doneAt + 7 * DAY });
    // A week has passed, but not one of whole days.
    expect(early).toMatchObject({ verdict: 'early', weeks: 0 });
    const days = daysFrom(FIX - 7 * DAY, [...week(10, 2), [500, 400], ...week(10, 1)]);
    expect(around({ doneAt, now: FIX + 8 * DAY, days })).toMatchObject({
      weeks: 1,
      before: { to: FIX, mentions: 70, complaints: 14 },
      after: { from: FIX + DAY, to: FIX + 8 * DAY, mentions: 70, complaints: 7 },
    });
  });

  test('the day in which counting began is no whole one', () => {
    expect(around({ since: FIX - 7 * DAY + HOUR })).toMatchObject({ verdict: 'few', weeks: 0 });
    expect(around({ since: FIX - 7 * DAY }).weeks).toBe(1);
  });

  test('without a whole week after it is early, without one before there is too little to compare with', () => {
    const nothing = {
      difference: null,
      before: { mentions: 0, perDay: 0 },
      after: { mentions: 0, perDay: 0 },
    };
    expect(around({ now: FIX + 6 * DAY })).toMatchObject({ verdict: 'early', weeks: 0, ...nothing });
    expect(around({ since: null })).toMatchObject({ verdict: 'few', weeks: 0, ...nothing });
    expect(around({ since: FIX + DAY })).toMatchObject({ verdict: 'few', weeks: 0, ...nothing });
  });
});
