import { describe, expect, test } from 'vitest';
import { risingMost } from '../../../server/core/series/rising-parts.ts';
import { type DayCount, slowRise } from '../../../server/core/series/slow-rise.ts';
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
