import { describe, expect, test } from 'vitest';
import { EARLIER_DAYS, heldAgainst } from '../../../server/core/series/held-against.ts';
import { risingMost } from '../../../server/core/series/rising-parts.ts';
import { type DayCount, DOUBLED, slowRise } from '../../../server/core/series/slow-rise.ts';
import { seasonalKendall } from '../../../server/core/statistics/seasonal-kendall.ts';
import { DAY } from '../../../server/core/time.ts';
import { countDraw, gammaDraw, poissonDraw, seeded } from '../../support/random.ts';
import { MONDAY } from './make-series.ts';

const ALWAYS = Number.NEGATIVE_INFINITY;

/** Four weeks up to a Monday; of a day so many posts, and what part of them complains. */
function weeks(total: (day: number) => number, share: (day: number) => number): readonly DayCount[] {
  return Array.from({ length: 28 }, (_, n) => ({
    day: MONDAY - (28 - n) * DAY,
    total: total(n),
    negative: Math.round(total(n) * share(n)),
  }));
}

const rise = (days: readonly DayCount[], knownSince = ALWAYS) => slowRise(days, MONDAY, knownSince);
const slow = (day: number) => 0.03 + 0.09 * Math.max(0, (day - 7) / 21);

describe('a slow rise', () => {
  test('is found with its weeks, its pace and what it surely is', () => {
    const found = rise(weeks(() => 500, slow));
    expect(found?.until).toBe(MONDAY);
    expect(found?.times).toBeGreaterThan(2.5);
    expect(found?.timesLow).toBeGreaterThan(2);
    expect(found?.timesLow).toBeLessThan(found?.times ?? 0);
    expect(found?.perDay).toBeGreaterThan(1.04);
    expect(found?.perDay).toBeLessThan(1.08);
  });

  test('is held against three weeks where no more are known, and not against fewer', () => {
    const days = weeks(() => 500, slow);
    expect(rise(days, MONDAY - 22 * DAY)?.weeks).toHaveLength(3);
    expect(rise(days, MONDAY - 20 * DAY)).toBeNull();
  });

  test.each([
    ['ever more is said in the tone of always', (day: number) => 300 * 1.05 ** day, () => 0.1],
    ['weekends complain three times as much', () => 500, (day: number) => (day % 7 > 4 ? 0.3 : 0.1)],
    ['the last two days were a crisis', () => 500, (day: number) => (day > 25 ? 0.6 : 0.1)],
    ['it has doubled out of next to nothing', () => 20, (day: number) => 0.05 + day / 560],
    [
      'it rose and falls again',
      () => 500,
      (day: number) => 0.05 + 0.1 * Math.max(0, 1 - Math.abs(day - 14) / 14),
    ],
    ['it rose by a quarter', () => 500, (day: number) => 0.2 + day / 560],
  ])('is none where %s', (_, total, share) => {
    expect(rise(weeks((day) => Math.round(total(day)), share))).toBeNull();
  });

  test.each([500, 50, 5])(
    'is found by chance less than once in 400 quiet weeks of %i posts a day',
    (perDay) => {
      let episodes = 0;
      // A hundred watches, four weeks of mornings each; two seeds.
      for (let watch = 0; watch < 200; watch++) {
        const days = quiet(perDay, 100 * perDay + watch);
        let last = -9;
        for (let morning = 28; morning < 56; morning++) {
          if (slowRise(days.slice(0, morning), days[0] ? days[0].day + morning * DAY : 0, ALWAYS) === null)
            continue;
          if (morning - last > 3) episodes += 1;
          last = morning;
        }
      }
      expect(episodes / 2).toBeLessThanOrEqual(1);
    },
  );

  test('of many complaints is found nearly always, of few often, of very few hardly ever', () => {
    const found = (perDay: number) => {
      let count = 0;
      for (let watch = 0; watch < 100; watch++) {
        const lift = (day: number) => 1 + 3 * Math.min(1, Math.max(0, (day - 28) / 21));
        const days = quiet(perDay, 7_000 + watch, lift, 0.05);
        const mornings = Array.from({ length: 28 }, (_, n) => 29 + n);
        const start = days[0]?.day ?? 0;
        const any = mornings.some((n) => slowRise(days.slice(0, n), start + n * DAY, ALWAYS) !== null);
        if (any) count += 1;
      }
      return count / 100;
    };
    expect(found(500)).toBeGreaterThan(0.8);
    expect(found(50)).toBeGreaterThan(0.4);
    expect(found(5)).toBeLessThan(0.2);
  });
});

/** Days whose share swings from day to day and by the day of the week, with a bad day or two now and then. */
function quiet(perDay: number, seed: number, lift = (_: number) => 1, level?: number): readonly DayCount[] {
  const random = seeded(seed);
  const base = level ?? [0.03, 0.08, 0.2][Math.floor(random() * 3)] ?? 0.1;
  const weekday = Array.from({ length: 7 }, () => 0.75 + 0.5 * random());
  let swing = 1;
  let bad = 0;
  return Array.from({ length: 57 }, (_, day) => {
    swing = swing ** 0.5 * (0.85 + 0.3 * random());
    if (bad <= 0 && random() < 1 / 56) bad = 1 + Math.floor(random() * 2);
    const mean = perDay * base * (weekday[day % 7] ?? 1) * swing * lift(day);
    const extra = bad > 0 ? poissonDraw(random, (5 + perDay / 2) * random()) : 0;
    const negative = poissonDraw(random, (mean * gammaDraw(random, 30)) / 30) + extra;
    bad -= 1;
    return {
      day: MONDAY + day * DAY,
      negative,
      total: negative + countDraw(random, perDay * (1 - base), 0.05),
    };
  });
}

describe('a rise held against the weeks before it', () => {
  const found = rise(weeks(() => 500, slow));
  const earlier = (share: (week: number) => number, count = 8): readonly DayCount[] =>
    Array.from({ length: 7 * count }, (_, n) => ({
      day: (found?.since ?? 0) - (n + 1) * DAY,
      total: 500,
      negative: Math.round(500 * share(Math.floor(n / 7))),
    }));
  const surely = (days: readonly DayCount[]) => (found ? heldAgainst(found, days).timesLow : 0);

  test('is as sure as before where they were steady, or too few are known', () => {
    expect(surely(earlier(() => 0.03))).toBe(found?.timesLow);
    expect(surely(earlier((week) => (week % 2 ? 0.02 : 0.09), 3))).toBe(found?.timesLow);
    expect(surely([])).toBe(found?.timesLow);
  });

  test('is no sure doubling where shares swing as far by themselves; all else stays', () => {
    const swinging = earlier((week) => (week % 2 ? 0.02 : 0.09));
    expect(surely(swinging)).toBeLessThan(DOUBLED);
    expect(found && heldAgainst(found, swinging)).toMatchObject({ times: found?.times, score: found?.score });
  });

  /** Of so many watches looked at each morning for four weeks: those with a rise, and those with one that surely doubled. */
  function looked(watches: number, swing: number, lift?: (day: number) => number) {
    const sum = { found: 0, doubled: 0, unheld: 0 };
    for (let watch = 0; watch < watches; watch++) {
      const days = swinging(500, 1_000 + watch, swing, lift);
      const seen = { found: 0, doubled: 0, unheld: 0 };
      for (let morning = 85; morning < 113; morning++) {
        const end = (days[0]?.day ?? 0) + morning * DAY;
        const one = slowRise(days.slice(morning - 28, morning), end, ALWAYS);
        if (one === null) continue;
        const first = morning - 7 * one.weeks.length;
        seen.found = 1;
        if (one.timesLow >= DOUBLED) seen.unheld = 1;
        const before = days.slice(first - EARLIER_DAYS, first);
        if (heldAgainst(one, before).timesLow >= DOUBLED) seen.doubled = 1;
      }
      sum.found += seen.found;
      sum.doubled += seen.doubled;
      sum.unheld += seen.unheld;
    }
    return sum;
  }
  const fourfold = (day: number) => 1 + 3 * Math.min(1, Math.max(0, (day - 84) / 21));

  test('in a noisy world not half as many are taken for a doubling, and in a calm one hardly fewer true ones', () => {
    const noisy = looked(200, 0.5);
    expect(noisy.unheld).toBeGreaterThan(8);
    expect(noisy.doubled).toBeLessThan(noisy.unheld / 2);
    const calm = looked(100, 0, fourfold);
    expect(calm.found).toBeGreaterThan(85);
    expect(calm.doubled).toBeGreaterThanOrEqual(0.92 * calm.unheld);
  });
});

/** Days whose share wanders from day to day by itself, by so much of its logarithm; see `quiet` for the rest. */
function swinging(perDay: number, seed: number, swing: number, lift?: (day: number) => number): DayCount[] {
  const random = seeded(seed);
  const base = lift ? 0.05 : ([0.03, 0.08, 0.2][Math.floor(random() * 3)] ?? 0.1);
  // Twelve draws even out to a normal one.
  const normal = () => Array.from({ length: 12 }, random).reduce((sum, each) => sum + each, -6);
  let wander = swing * normal();
  return Array.from({ length: 113 }, (_, day) => {
    wander = 0.9 * wander + Math.sqrt(1 - 0.9 ** 2) * swing * normal();
    const share = Math.min(0.9, base * Math.exp(wander) * (lift?.(day) ?? 1));
    const negative = poissonDraw(random, (perDay * share * gammaDraw(random, 30)) / 30);
    return {
      day: MONDAY + day * DAY,
      negative,
      total: negative + countDraw(random, perDay * (1 - base), 0.05),
    };
  });
}

describe('what rises', () => {
  const span = {
    weeks: [
      { total: 500, negative: 20 },
      { total: 500, negative: 40 },
      { total: 500, negative: 70 },
    ],
  };
  const part = (fact: string, first: number, last: number) => ({ fact, first, last });

  test('is the touchpoint, the place and the keyword that most of the rise is about', () => {
    const parts = [
      part('touch.billing', 6, 45),
      part('touch.hotline', 10, 18),
      part('area.朝阳', 1, 30),
      part('term.扣费', 2, 40),
      part('term.供热', 20, 70),
    ];
    expect(risingMost(parts, span)).toEqual({ touch: parts[0], area: parts[2], term: parts[3] });
  });

  test('is nothing where everything grows a little, and the name of the watch never', () => {
    const parts = [part('touch.billing', 6, 20), part('touch.hotline', 6, 20), part('term.供热', 20, 70)];
    expect(risingMost(parts, span)).toEqual({});
  });
});

test('Kendall within seasons: a rhythm is no trend, a trend in each season is, ties say nothing', () => {
  expect(
    seasonalKendall([
      [1, 1, 1],
      [9, 9, 9],
    ]),
  ).toBe(0);
  // S = 12, variance 2 · 26/3, one off for continuity.
  expect(
    seasonalKendall([
      [1, 2, 3, 4],
      [11, 12, 13, 14],
    ]),
  ).toBeCloseTo(11 / Math.sqrt(52 / 3), 10);
  expect(seasonalKendall([[4, 3, 2, 1]])).toBeLessThan(0);
});
