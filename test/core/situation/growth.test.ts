import { describe, expect, test } from 'vitest';
import { growth } from '../../../server/core/situation/growth.ts';
import { situationOf } from '../../../server/core/situation/situation.ts';
import { median } from '../../../server/core/statistics/median.ts';
import { DAY, HOUR, hourOfWeek, type Instant } from '../../../server/core/time.ts';
import { dailyCourse, MONDAY, peak, posts, seriesAt } from '../series/make-series.ts';

const SINCE = MONDAY - 28 * DAY;
/** Eight in the morning and midnight of a Wednesday in China. */
const MORNING = MONDAY + 2 * DAY + 8 * HOUR;
const MIDNIGHT = MONDAY + 2 * DAY;

const weeks = posts({ rate: 12, seed: 7, from: SINCE, to: MORNING, phi: 0.05 });
const at = (now: Instant, more: typeof weeks = [], since = SINCE) =>
  seriesAt(
    [...weeks.filter((post) => post.at < now), ...more].sort((a, b) => a.at - b.at),
    now,
    since,
  );

describe('growth', () => {
  test('in the morning more is said than in the night: that is no growth', () => {
    const ratios = [1, 2, 3, 4, 5, 6].flatMap((seed) => {
      const usual = posts({ rate: 30, seed, from: SINCE, to: MORNING, phi: 0.02 });
      return [0, 1, 2, 3].map((days) => {
        const now = MORNING - days * DAY;
        const series = seriesAt(
          usual.filter((post) => post.at < now),
          now,
          SINCE,
        );
        const mean = (series.lastSixHours.total - series.lastHour.total) / 5;
        return { plain: series.lastHour.total / mean, grown: growth(series, now).ratio };
      });
    });
    const mid = (of: (each: (typeof ratios)[number]) => number) => median(ratios.map(of));
    expect(mid(({ plain }) => plain)).toBeGreaterThan(1.8);
    expect(mid(({ grown }) => grown)).toBeGreaterThan(0.85);
    expect(mid(({ grown }) => grown)).toBeLessThan(1.15);
  });

  test('a crisis that dies down by the rhythm of the day is not fastest when people wake up', () => {
    // Forty an hour at noon, half of that the next day.
    const dying = posts({
      rate: 40,
      seed: 9,
      from: MIDNIGHT - 12 * HOUR,
      to: MORNING,
      phi: 0.02,
      negativeShare: 1,
      factor: (hour) => (hour < MIDNIGHT ? 1 : 0.5),
    });
    const components = (now: Instant) =>
      situationOf({
        series: at(
          now,
          dying.filter((post) => post.at < now),
        ),
        findings: [],
        playbooks: [],
        records: {},
        now,
      }).risk.components;
    expect(components(MORNING).V).toBeLessThan(0.2);
    const flat = seriesAt(dying, MORNING, MORNING - 3 * DAY);
    expect(growth(flat, MORNING).ratio).toBeGreaterThan(1.8);
  });

  test('what breaks out in the morning grows as fast as ever beyond what is usual', () => {
    const series = at(MORNING, peak(60, MORNING, 60, true));
    expect(growth(series, MORNING).ratio).toBeGreaterThan(4);
  });

  test('towards the night the mean stands as it is: fewer are awake, which is no growth', () => {
    const night = MIDNIGHT + HOUR;
    const { lastHour, lastSixHours } = at(night);
    const mean = (lastSixHours.total - lastHour.total) / 5;
    expect(dailyCourse(night - HOUR)).toBeLessThan(dailyCourse(night - 3 * HOUR));
    expect(growth(at(night), night).before).toBeCloseTo(mean, 9);
  });

  test('nor where hardly anything is said at night, and the first four of a morning come at once', () => {
    const few = posts({
      rate: 2.5,
      seed: 3,
      from: SINCE,
      to: MORNING - 6 * HOUR,
      phi: 0.02,
      factor: (hour) => (hourOfWeek(hour) % 24 < 7 ? 0.1 : 1),
    });
    const first = peak(4, MORNING, 50, false);
    // Nobody wrote since two o'clock: ninefold by the plain mean, and not half of that by what is usual.
    expect(growth(seriesAt([...few, ...first], MORNING, SINCE), MORNING).ratio).toBeLessThan(9 / 2);
    expect(growth(seriesAt(first, MORNING, MORNING - 3 * DAY), MORNING).ratio).toBe(9);
  });

  test('where nothing is known of the usual course it is the plain mean of the five hours before', () => {
    const young = at(MORNING, [], MORNING - 3 * DAY);
    const mean = (young.lastSixHours.total - young.lastHour.total) / 5;
    expect(growth(young, MORNING)).toEqual({
      last: young.lastHour.total,
      before: mean,
      ratio: (young.lastHour.total + 0.5) / (mean + 0.5),
    });
  });
});
