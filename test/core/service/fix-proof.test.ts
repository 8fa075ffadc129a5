import { describe, expect, test } from 'vitest';
import type { FixContext } from '../../../server/core/service/fix-context.ts';
import type { FixDay } from '../../../server/core/service/fix-day.ts';
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
      others: 0,
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
    expect(flood).toMatchObject({ verdict: 'unclear', doubt: 'volume' });
    // Fewer a day on the whole, by no more than chance explains.
    expect(prove(weeks(6, 20, 4), [...weeks(3, 60, 4), [60, 3]])).toMatchObject({
      verdict: 'unclear',
      doubt: 'volume',
    });
    const silence = prove(weeks(6, 200, 5), weeks(4, 20, 4));
    expect(silence.difference?.lo).toBeGreaterThan(0);
    expect(silence).toMatchObject({ verdict: 'unclear', doubt: 'volume' });
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
    expect(proof).toMatchObject({
      verdict: 'unclear',
      before: { copies: 0 },
      after: { copies: 168 },
    });
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

describe('what is unusual explains only what turned back', () => {
  test('a fall from less than usual is no return to it', () => {
    const lower = prove([...weeks(7, 20, 4), [20, 1]], [...weeks(1, 20, 2), [20, 1]]);
    expect(lower.usual?.share.p).toBeGreaterThan(lower.before.share.p ?? 1);
    expect(lower.before.share.p).toBeGreaterThan(lower.after.share.p ?? 1);
    expect(lower).toMatchObject({ verdict: 'unclear', doubt: null });
  });
});

describe('complaints about all else', () => {
  const others = (days: readonly FixDay[], before: number, after: number) =>
    days.map((day) => ({ ...day, others: day.at < FIX ? before : after }));
  const halved = (before: number, after: number) =>
    proveFix({
      doneAt: FIX,
      now: FIX + 4 * WEEK,
      since: FIX - 8 * WEEK,
      days: others(around(weeks(8, 40, 8), weeks(4, 30, 3)), before, after),
    });

  test('that fell as much are a doubt; that stayed, fell a little or rose are none', () => {
    expect(halved(10, 4)).toMatchObject({
      verdict: 'unclear',
      doubt: 'alike',
      others: { before: 10, after: 4 },
    });
    expect(halved(10, 10)).toMatchObject({ verdict: 'better', doubt: null });
    expect(halved(10, 8)).toMatchObject({ verdict: 'better', doubt: null });
    expect(halved(4, 10)).toMatchObject({ verdict: 'better', doubt: null });
  });
});

describe('what else explains a change', () => {
  const halves = around(weeks(8, 40, 8), weeks(4, 36, 4));
  const told = (context: Partial<FixContext>, days = halves) =>
    proveFix({
      doneAt: FIX,
      now: FIX + 4 * WEEK,
      since: FIX - 8 * WEEK,
      days,
      context: { touchpoint: 'hotline', neighbours: [], lastYear: [], ...context },
    });
  const YEAR = 364 * DAY;
  const lastYear = (before: number, after: number) =>
    around(weeks(4, 40, before), weeks(4, 40, after)).map((day) => ({ ...day, at: day.at - YEAR }));

  test('complaints that fell as much a year before are a season, those that stayed are none', () => {
    expect(told({})).toMatchObject({ verdict: 'better', doubt: null, lastYear: null });
    expect(told({ lastYear: lastYear(10, 5) })).toMatchObject({
      verdict: 'unclear',
      doubt: 'season',
      lastYear: { before: 10, after: 5 },
    });
    expect(told({ lastYear: lastYear(10, 10) })).toMatchObject({ verdict: 'better', doubt: null });
    expect(told({ lastYear: lastYear(5, 10) })).toMatchObject({ verdict: 'better', doubt: null });
  });

  test('too little heard a year before tells nothing of the season', () => {
    const [first] = lastYear(1, 0);
    const few = first === undefined ? [] : [first];
    expect(told({ lastYear: few })).toMatchObject({ verdict: 'better', lastYear: null });
  });

  test('heating that begins or ends is a season as long as no year before says otherwise', () => {
    const heating = { touchpoint: 'heating' } as const;
    // In late September nothing turns; by the middle of November it does.
    expect(told(heating)).toMatchObject({ verdict: 'better' });
    const move = (days: readonly FixDay[], by: number) => days.map((day) => ({ ...day, at: day.at + by }));
    const by = 63 * DAY;
    const winter = (parts: Partial<FixContext>) =>
      proveFix({
        doneAt: FIX + by,
        now: FIX + by + 4 * WEEK,
        since: FIX + by - 8 * WEEK,
        days: move(halves, by),
        context: { touchpoint: 'heating', neighbours: [], lastYear: [], ...parts },
      });
    expect(winter({})).toMatchObject({ verdict: 'unclear', doubt: 'season', lastYear: null });
    expect(winter({ touchpoint: 'hotline' })).toMatchObject({ verdict: 'better' });
    expect(winter({ lastYear: move(lastYear(8, 8), by) })).toMatchObject({ verdict: 'better' });
  });

  test('a fall that had begun weeks before and only goes on is none of the fix', () => {
    const fall = [8, 7, 7, 6, 6, 5, 5, 4].map((complaints): Counts => [30, complaints]);
    const goesOn: readonly Counts[] = [
      [30, 3],
      [30, 3],
      [30, 3],
      [30, 2],
    ];
    expect(told({}, around(fall, goesOn))).toMatchObject({ verdict: 'unclear', doubt: 'trend' });
    // One that breaks off is.
    expect(told({}, around(fall, weeks(4, 30, 1)))).toMatchObject({ verdict: 'better', doubt: null });
  });

  test('another fix in the same weeks makes it unclear which of them it was; two weeks apart each is told alone', () => {
    const other = (days: number) => ({ id: 7, title: '增加坐席', doneAt: FIX + days * DAY });
    expect(told({ neighbours: [other(3)] })).toMatchObject({
      verdict: 'unclear',
      doubt: 'overlap',
      weeks: 4,
      overlapping: [{ id: 7, title: '增加坐席' }],
    });
    expect(told({ neighbours: [other(21)] })).toMatchObject({ verdict: 'better', weeks: 3, overlapping: [] });
    // What changed nothing needs no other explanation.
    const steady = around(weeks(8, 40, 8), weeks(4, 40, 8));
    expect(told({ neighbours: [other(3)] }, steady)).toMatchObject({ verdict: 'unclear', doubt: null });
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
    const small = [{ at: FIX - DAY, platform: 'blog', mentions: 4, complaints: 4, others: 0, copies: 0 }];
    const proof = prove(weeks(8, 8, 2), weeks(4, 8, 2), small);
    expect(proof).toMatchObject({
      silent: [],
      leftOut: ['blog'],
      verdict: 'unclear',
      before: { mentions: 224, complaints: 56 },
    });
  });

  test('what was usual is told by weeks in which the same platforms were heard', () => {
    const late = weeksFrom(FIX - 5 * WEEK, [...weeks(5, 8, 4), ...weeks(4, 8, 4)], 'weibo');
    expect(prove(...rest(), late).usual).toMatchObject({ from: FIX - 5 * WEEK, to: FIX - WEEK });
  });
});

describe('one old post is no beginning', () => {
  const stray = (at: number) => ({ at, platform: 'news', mentions: 1, complaints: 0, others: 0, copies: 0 });
  const asked = { doneAt: FIX, now: FIX + 4 * WEEK };
  const real = [
    ...around(weeks(3, 8, 4), weeks(4, 8, 1)),
    ...around(weeks(3, 8, 4), weeks(4, 8, 1), 'weibo'),
  ];

  test('what is known begins with the weeks in which those platforms were heard', () => {
    const plain = proveFix({ ...asked, since: FIX - 3 * WEEK, days: real });
    expect(plain).toMatchObject({ verdict: 'better', weeks: 3 });
    for (const back of [100 * DAY, 60 * DAY, 4 * WEEK]) {
      const at = FIX - back;
      expect(proveFix({ ...asked, since: at, days: [stray(at), ...real] })).toEqual(plain);
    }
  });

  test('a week of which the greater part is not known is not compared', () => {
    const begun = FIX - 3 * WEEK - 3 * DAY;
    const days = [stray(FIX - 60 * DAY), ...weeksFrom(begun, [[8, 4]]), ...real].filter(
      ({ at }, n, all) => all.findIndex((each) => each.at === at) === n || at >= FIX - 3 * WEEK,
    );
    expect(proveFix({ ...asked, since: FIX - 60 * DAY, days })).toMatchObject({ weeks: 3, silent: [] });
  });

  test('a platform that began or fell silent in the last two weeks before is still named', () => {
    const late = around(weeks(1, 8, 4), weeks(4, 8, 4), 'heimao');
    expect(proveFix({ ...asked, since: FIX - 3 * WEEK, days: [...real, ...late] })).toMatchObject({
      doubt: 'silence',
      silent: ['heimao'],
    });
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
    const busy = { at: FIX, platform: 'news', mentions: 500, complaints: 400, others: 0, copies: 0 };
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
