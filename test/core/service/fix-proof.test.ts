import { describe, expect, test } from 'vitest';
import type { FixDay } from '../../../server/core/service/fix-platforms.ts';
import { proveFix } from '../../../server/core/service/fix-proof.ts';
import { DAY, HOUR, startOfDay } from '../../../server/core/time.ts';
import { NOW } from '../../support/make.ts';

const FIX = startOfDay(NOW) - 60 * DAY;
const WEEK = 7 * DAY;
/** Mentions and complaints of a day. */
type Counts = readonly [mentions: number, complaints: number];

/** Weeks one after the other, the first of them at `from`, each day of a week like the next. */
const weeksFrom = (from: number, weeks: readonly Counts[], platform = 'news'): readonly FixDay[] =>
  weeks.flatMap(([mentions, complaints], week) =>
    Array.from({ length: 7 }, (_, day) => ({
      at: from + week * WEEK + day * DAY,
      platform,
      mentions,
      complaints,
      copies: 0,
    })),
  );
const weeks = (count: number, ...each: Counts): readonly Counts[] =>
  Array.from({ length: count }, () => each);
const around = (before: readonly Counts[], after: readonly Counts[], platform?: string) => [
  ...weeksFrom(FIX - before.length * WEEK, before, platform),
  ...weeksFrom(FIX, after, platform),
];

/** A fix that was done as a day began, all that is known before it and as many weeks after it. */
const prove = (before: readonly Counts[], after: readonly Counts[], more: readonly FixDay[] = []) =>
  proveFix({
    doneAt: FIX,
    now: FIX + after.length * WEEK,
    since: FIX - before.length * WEEK,
    days: [...around(before, after), ...more],
  });

describe('a fix is proven by whole weeks on both sides', () => {
  test('fewer complaints among as many mentions are better, with weeks as the units', () => {
    const proof = prove(weeks(4, 20, 4), weeks(4, 20, 1));
    expect(proof).toMatchObject({
      verdict: 'better',
      doubt: null,
      silent: [],
      weeks: 4,
      before: { from: FIX - 4 * WEEK, to: FIX, mentions: 560, complaints: 112, perDay: 4, share: { p: 0.2 } },
      after: { from: FIX, to: FIX + 4 * WEEK, mentions: 560, complaints: 28, perDay: 1, share: { p: 0.05 } },
      usual: { from: FIX - 4 * WEEK, to: FIX - WEEK, complaints: 84 },
    });
    // Weeks that do not differ: φ = 1. 113/562 and 29/562 give ± 2.4469 · √(0.0002857 + 0.0000871), 6 degrees of freedom.
    expect(proof.difference?.value).toBeCloseTo(-0.15, 12);
    expect(proof.difference?.lo).toBeCloseTo(-0.1972, 3);
    expect(proof.difference?.hi).toBeCloseTo(-0.1028, 3);
  });

  test('weeks that differ much of themselves prove nothing', () => {
    const swing: readonly Counts[] = [
      [20, 1],
      [20, 8],
      [20, 0],
      [20, 7],
      [20, 2],
      [20, 7],
      [20, 6],
      [20, 1],
    ];
    const { verdict, before, after } = prove(swing, [
      [20, 0],
      [20, 6],
      [20, 1],
      [20, 2],
    ]);
    expect(after.complaints).toBeLessThan(before.complaints * 0.7);
    expect(verdict).toBe('unclear');
    // As many on the whole, week by week alike, are sure.
    expect(prove(weeks(8, 20, 4), weeks(4, 20, 2)).verdict).toBe('better');
  });

  test('none in a handful is no certain zero', () => {
    const proof = prove(weeks(4, 10, 2), [
      [1, 0],
      [0, 0],
    ]);
    expect(proof.after.share).toMatchObject({ p: 0, lo: 0 });
    expect(proof.after.share.hi).toBeGreaterThan(0.2);
    expect(proof.verdict).toBe('unclear');
  });

  test('more complaints are worse, also where there were too few before to see them become fewer', () => {
    expect(prove(weeks(4, 20, 2), weeks(4, 20, 8)).verdict).toBe('worse');
    expect(prove(weeks(4, 20, 0), weeks(4, 20, 4)).verdict).toBe('worse');
    const few = [...weeks(3, 20, 0), [20, 1]] as const;
    expect(prove(few, weeks(4, 20, 0))).toMatchObject({ verdict: 'few', before: { complaints: 7 } });
  });

  test('a flood of other mentions proves nothing, nor does their silence', () => {
    const flood = prove(weeks(6, 20, 4), weeks(4, 200, 5));
    expect(flood.difference?.hi).toBeLessThan(0);
    expect(flood.verdict).toBe('unclear');
    const silence = prove(weeks(6, 200, 5), weeks(4, 20, 4));
    expect(silence.difference?.lo).toBeGreaterThan(0);
    expect(silence.verdict).toBe('unclear');
  });

  test('as much as before is unclear', () => {
    expect(prove(weeks(4, 20, 4), weeks(4, 20, 4))).toMatchObject({
      verdict: 'unclear',
      doubt: null,
      difference: { value: 0 },
    });
  });

  test('copies are counted beside, not among', () => {
    const days = around(weeks(4, 20, 4), weeks(4, 20, 4)).map((day) => ({
      ...day,
      copies: day.at < FIX ? 0 : 6,
    }));
    const proof = proveFix({ doneAt: FIX, now: FIX + 4 * WEEK, since: FIX - 4 * WEEK, days });
    expect(proof).toMatchObject({ verdict: 'unclear', before: { copies: 0 }, after: { copies: 168 } });
    expect(proof.after.share.p).toBe(0.2);
  });

  test('of a side without any mention there is no share and no difference', () => {
    const after = proveFix({
      doneAt: FIX,
      now: FIX + 4 * WEEK,
      since: FIX - 4 * WEEK,
      days: weeksFrom(FIX - 4 * WEEK, weeks(4, 20, 4)),
    });
    expect(after).toMatchObject({ verdict: 'unclear', difference: null, after: { perDay: 0 } });
    expect(after).toMatchObject({ doubt: 'silence', silent: ['news'] });
    expect(after.after.share).toEqual({ p: null, lo: 0, hi: 1 });
  });
});

describe('what is unusual passes by itself', () => {
  test('after a bad week, what is as much as ever is no proof, and says so', () => {
    const bad = prove([...weeks(7, 40, 8), [40, 30]], weeks(2, 40, 8));
    expect(bad.usual).toMatchObject({ from: FIX - 8 * WEEK, to: FIX - WEEK, share: { p: 0.2 } });
    expect(bad).toMatchObject({ verdict: 'unclear', doubt: 'unusual' });
    expect(bad.before.share.p).toBeGreaterThan(bad.after.share.p ?? 1);
    // Days that agree with each other make two weeks differ for sure, but not from what was usual.
    const rather = prove([...weeks(7, 40, 8), [40, 13]], weeks(2, 40, 6));
    expect(rather.difference?.hi).toBeLessThan(0);
    expect(rather).toMatchObject({ verdict: 'unclear', doubt: 'unusual' });
    expect(prove(weeks(8, 40, 8), weeks(2, 40, 8))).toMatchObject({ verdict: 'unclear', doubt: null });
  });

  test('trouble of many weeks that ends is one, and less than ever is one after a bad week too', () => {
    expect(prove([...weeks(4, 40, 8), ...weeks(4, 40, 16)], weeks(4, 40, 8)).verdict).toBe('unclear');
    expect(prove(weeks(8, 40, 16), weeks(4, 40, 8)).verdict).toBe('better');
    expect(prove([...weeks(7, 40, 8), [40, 12]], weeks(4, 40, 2)).verdict).toBe('better');
  });
});

describe('platforms that fall silent take their complaints along', () => {
  const rest = (after = 4) => [weeks(8, 8, 0), weeks(after, 8, 0)] as const;

  test('one with a fair share that has nothing after is named, and nothing is proven', () => {
    const gone = weeksFrom(FIX - 8 * WEEK, weeks(8, 3, 3), 'heimao');
    const proof = prove(...rest(), gone);
    expect(proof).toMatchObject({ verdict: 'unclear', doubt: 'silence', silent: ['heimao'] });
    // It is shown what is not compared: nobody may wonder where the complaints of before are.
    expect(proof.before.complaints).toBe(84);
    const begun = weeksFrom(FIX, weeks(4, 3, 3), 'heimao');
    expect(prove(...rest(), begun)).toMatchObject({ verdict: 'unclear', silent: ['heimao'] });
  });

  test('so is one that is steady and falls silent for a whole week', () => {
    const heard = (after: readonly Counts[]) => around(weeks(8, 3, 3), after, 'heimao');
    expect(
      prove(
        ...rest(),
        heard(
          [
            [3, 1],
            [3, 1],
            [0, 0],
            [3, 1],
          ].map(([m = 0, c = 0]) => [m, c]),
        ).filter(({ mentions }) => mentions > 0),
      ),
    ).toMatchObject({ silent: ['heimao'], verdict: 'unclear' });
    expect(prove(...rest(), heard(weeks(4, 3, 1)))).toMatchObject({ silent: [], verdict: 'better' });
  });

  test('a small one of one side alone is left out of both', () => {
    const small = [{ at: FIX - DAY, platform: 'blog', mentions: 4, complaints: 4, copies: 0 }];
    const proof = prove(weeks(8, 8, 2), weeks(4, 8, 2), small);
    expect(proof).toMatchObject({
      silent: [],
      verdict: 'unclear',
      before: { mentions: 224, complaints: 56 },
    });
  });

  test('what was usual is told by weeks in which the same platforms were heard', () => {
    const late = weeksFrom(FIX - 5 * WEEK, [...weeks(5, 8, 4), ...weeks(4, 8, 4)], 'weibo');
    expect(prove(...rest(), late).usual).toMatchObject({ from: FIX - 5 * WEEK, to: FIX - WEEK });
  });
});

describe('which weeks are compared', () => {
  const times = (parts: Partial<Parameters<typeof proveFix>[0]>) =>
    proveFix({ doneAt: FIX, now: FIX + 60 * DAY, since: FIX - 90 * DAY, days: [], ...parts });

  test('four at most and two at least, and as many before as after', () => {
    expect(times({}).weeks).toBe(4);
    expect(times({ now: FIX + 15 * DAY })).toMatchObject({
      weeks: 2,
      before: { from: FIX - 14 * DAY, to: FIX },
      after: { from: FIX, to: FIX + 14 * DAY },
      usual: { from: FIX - 9 * WEEK, to: FIX - WEEK },
    });
    expect(times({ since: FIX - 15 * DAY })).toMatchObject({
      weeks: 2,
      usual: { from: FIX - 14 * DAY, to: FIX - 7 * DAY },
    });
  });

  test('of a single week nothing is said', () => {
    const days = around(weeks(1, 40, 20), weeks(1, 40, 0));
    const one = { doneAt: FIX, days, since: FIX - WEEK };
    expect(proveFix({ ...one, now: FIX + WEEK })).toMatchObject({ verdict: 'early', weeks: 0, usual: null });
    expect(proveFix({ ...one, now: FIX + 5 * WEEK })).toMatchObject({ verdict: 'few', weeks: 0 });
  });

  test('the day of the fix is of neither side, unless it was done as the day began', () => {
    const doneAt = FIX + 9 * HOUR;
    // Two weeks have passed, but not of whole days.
    expect(times({ doneAt, now: doneAt + 14 * DAY })).toMatchObject({ verdict: 'early', weeks: 0 });
    const busy = { at: FIX, platform: 'news', mentions: 500, complaints: 400, copies: 0 };
    const days = [
      ...weeksFrom(FIX - 2 * WEEK, weeks(2, 10, 2)),
      busy,
      ...weeksFrom(FIX + DAY, weeks(2, 10, 1)),
    ];
    expect(times({ doneAt, now: FIX + 15 * DAY, days })).toMatchObject({
      weeks: 2,
      before: { to: FIX, mentions: 140, complaints: 28 },
      after: { from: FIX + DAY, to: FIX + 15 * DAY, mentions: 140, complaints: 14 },
    });
  });

  test('the day in which counting began is no whole one', () => {
    expect(times({ since: FIX - 14 * DAY + HOUR })).toMatchObject({ verdict: 'few', weeks: 0 });
    expect(times({ since: FIX - 14 * DAY }).weeks).toBe(2);
  });

  test('without two weeks after it is early, without two before there is too little to compare with', () => {
    const nothing = {
      difference: null,
      usual: null,
      before: { mentions: 0, perDay: 0 },
      after: { mentions: 0, perDay: 0 },
    };
    expect(times({ now: FIX + 13 * DAY })).toMatchObject({ verdict: 'early', weeks: 0, ...nothing });
    expect(times({ since: null })).toMatchObject({ verdict: 'few', weeks: 0, ...nothing });
    expect(times({ since: FIX + DAY })).toMatchObject({ verdict: 'few', weeks: 0, ...nothing });
  });
});
