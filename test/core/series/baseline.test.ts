import { describe, expect, test } from 'vitest';
import { type Baseline, baselineOf, expectedIn } from '../../../server/core/series/baseline/baseline.ts';
import { expectedBand } from '../../../server/core/series/expected-band.ts';
import { DAY, HOUR, hourOfWeek, MINUTE } from '../../../server/core/time.ts';
import { dailyCourse, MONDAY, posts, type Shape, seriesAt } from './make-series.ts';

const START = MONDAY - 28 * DAY;

function baseline(shape: Partial<Shape>, now = MONDAY, since = START): Baseline {
  const all = posts({ rate: 2, seed: 3, from: since, to: now, ...shape });
  const made = baselineOf(seriesAt(all, now, since), 'total', now);
  if (made.kind !== 'hour-of-week') throw new Error('cold start');
  return made;
}

/** From eight to eleven in the evening of the day that begins then. */
function isEvening(hour: number, day: number): boolean {
  return hour >= day + 20 * HOUR && hour < day + 23 * HOUR;
}

function mean(made: Baseline): number {
  return made.slots.reduce((sum, value) => sum + value, 0) / 168;
}

describe('baseline', () => {
  test('finds the course of day and week', () => {
    const made = baseline({ rate: 15 });
    for (const hour of [3, 12, 20, 27, 130, 140]) {
      const truth = 15 * dailyCourse(MONDAY + hour * HOUR);
      expect(Math.abs((made.slots[hour] ?? 0) / truth - 1)).toBeLessThan(0.25);
    }
    expect(made.days).toBe(28);
  });

  test('stays sensible where an hour holds 0.3 posts', () => {
    const made = baseline({ rate: 0.3 });
    expect(mean(made)).toBeGreaterThan(0.2);
    expect(mean(made)).toBeLessThan(0.4);
    expect(Math.min(...made.slots)).toBeGreaterThan(0);
    expect(Math.max(...made.slots)).toBeLessThan(1);
  });

  test('a crisis of three days at thirty times the volume barely moves it', () => {
    const from = MONDAY - 10 * DAY;
    const made = baseline({ factor: (hour) => (hour >= from && hour < from + 3 * DAY ? 30 : 1) });
    expect(mean(made)).toBeLessThan(2 * 1.25);
  });

  test.each([0.3, 2, 15])('past bursts of some hours over %d an hour are left out', (rate) => {
    const bursts = [-24, -15, -8].map((day) => MONDAY + day * DAY + 9 * HOUR);
    const inBurst = (hour: number) => bursts.some((from) => hour >= from && hour < from + 6 * HOUR);
    const more = (hour: number) => (inBurst(hour) ? 1 + (5 + rate) / rate : 1);
    const quiet = baseline({ rate });
    const burst = baseline({ rate, factor: more });
    expect(mean(burst) / mean(quiet)).toBeGreaterThan(0.9);
    expect(mean(burst) / mean(quiet)).toBeLessThan(1.1);
    expect(burst.hourDispersion).toBeLessThan(quiet.hourDispersion + 0.15);
  });

  test('another level is followed once it has lasted for most of a week, not before', () => {
    const since = (days: number) => (hour: number) => (hour >= MONDAY - days * DAY ? 2 : 1);
    const quiet = mean(baseline({ rate: 15 }));
    expect(mean(baseline({ rate: 15, factor: since(2) }))).toBeLessThan(1.25 * quiet);
    expect(mean(baseline({ rate: 15, factor: since(6) }))).toBeGreaterThan(1.6 * quiet);
  });

  test('three eventful evenings of five raise no other hour, four of five the evening alone', () => {
    const usual = baseline({ rate: 6 });
    const eventful = (days: readonly number[]) =>
      baseline({
        rate: 6,
        factor: (hour) => (days.some((ago) => isEvening(hour, MONDAY - ago * DAY)) ? 15 : 1),
      });
    const ratio = (made: Baseline, from: number, to: number) => {
      const within = (one: Baseline) => expectedIn(one, MONDAY + from * HOUR, MONDAY + to * HOUR).mean;
      return within(made) / within(usual);
    };
    for (const made of [eventful([2, 4, 6]), eventful([2, 3, 5, 6])]) {
      expect(ratio(made, 8, 14)).toBeLessThan(1.2);
      expect(ratio(made, 0, 6)).toBeLessThan(1.2);
    }
    expect(ratio(eventful([2, 4, 6]), 20, 23)).toBeLessThan(1.5);
    expect(ratio(eventful([2, 3, 5, 6]), 20, 23)).toBeGreaterThan(2);
  });

  test('a dead source for ten days is not read as silence', () => {
    const from = MONDAY - 14 * DAY;
    const made = baseline({ factor: (hour) => (hour >= from && hour < from + 10 * DAY ? 0 : 1) });
    expect(mean(made)).toBeGreaterThan(2 * 0.8);
  });

  test('a weekly live show is a habit, not an outlier', () => {
    const made = baseline({ factor: (hour) => ((hour - START) % (7 * DAY) === 20 * HOUR ? 40 : 1) });
    expect(made.slots[20]).toBeGreaterThan(60);
    expect(made.slots[21]).toBeLessThan(10);
  });

  test('the last six hours do not enter their own yardstick', () => {
    const crisis = (hour: number): number => (hour >= MONDAY - 6 * HOUR ? 50 : 1);
    expect(baseline({ factor: crisis }).slots).toEqual(baseline({}).slots);
  });

  test('measures how bursty the watch is', () => {
    expect(baseline({ rate: 15 }).hourDispersion).toBeLessThan(0.05);
    const bursty = baseline({ rate: 15, phi: 0.5 });
    expect(bursty.hourDispersion).toBeGreaterThan(0.3);
    expect(bursty.hourDispersion).toBeLessThan(0.8);
  });

  test('under seven known days there is none, and it says how many are known', () => {
    const now = MONDAY;
    const since = now - 6.5 * DAY;
    const made = baselineOf(seriesAt([], now, since), 'total', now);
    expect(made).toEqual({ kind: 'cold-start', days: 6 });
  });

  test('from the seventh day on there is one', () => {
    const since = MONDAY - 7 * DAY;
    expect(baseline({ from: since }, MONDAY, since).days).toBe(7);
  });

  test('a window over two clock hours takes its share of both', () => {
    const made = baseline({ rate: 15 });
    const from = MONDAY + 5 * HOUR + 40 * MINUTE;
    const { mean: both } = expectedIn(made, from, from + HOUR);
    expect(both).toBeCloseTo((made.slots[5] ?? 0) / 3 + (2 * (made.slots[6] ?? 0)) / 3, 9);
  });
});

describe('baseline over holidays', () => {
  /** Thursday 1 October 2026: seven days off, then Saturday 10 October is worked. */
  const october = Date.UTC(2026, 8, 30, 16);
  const weekend = (hour: number) => hourOfWeek(hour) >= 120;
  const habit = (hour: number) => (weekend(hour) ? 0.4 : 1);

  test('a holiday is held against Sundays with more doubt, a worked Saturday against workdays', () => {
    const made = baseline({ rate: 15, factor: habit }, october, october - 28 * DAY);
    const at = (day: number) =>
      expectedIn(made, october + (24 * day + 14) * HOUR, october + (24 * day + 15) * HOUR);
    const [thursday, sunday, workday, saturday] = [at(0), made.slots[158]!, made.slots[62]!, at(9)];
    expect(thursday.mean).toBeCloseTo(sunday, 9);
    expect(saturday.mean).toBeCloseTo(workday, 9);
    expect(workday).toBeGreaterThan(1.5 * sunday);
    expect(thursday.dispersion).toBeGreaterThan(at(10).dispersion + 0.1);
  });

  test('a week off in the history does not make workdays look quiet', () => {
    const since = october - 14 * DAY;
    const worked = (hour: number) => Math.floor((hour - october) / DAY) === 9;
    const holiday = (hour: number) => hour >= october && hour < october + 7 * DAY;
    const off = (hour: number) => (holiday(hour) || (weekend(hour) && !worked(hour)) ? 0.3 : 1);
    const after = baseline({ rate: 15, factor: off }, october + 11 * DAY, since);
    const before = baseline({ rate: 15, factor: off }, october - DAY, october - 29 * DAY);
    expect(after.slots[62]! / before.slots[62]!).toBeGreaterThan(0.8);
  });
});

describe('expected band', () => {
  const windows = Array.from({ length: 24 }, (_, i) => ({
    from: MONDAY - (24 - i) * HOUR,
    to: MONDAY - (23 - i) * HOUR,
  }));

  test('holds about 95 % of quiet hours', () => {
    const made = baseline({ rate: 15, phi: 0.2 });
    const later = posts({ rate: 15, phi: 0.2, seed: 99, from: MONDAY, to: MONDAY + 28 * DAY });
    const hours = Array.from({ length: 672 }, (_, i) => ({
      from: MONDAY + i * HOUR,
      to: MONDAY + (i + 1) * HOUR,
    }));
    const band = expectedBand(made, hours) ?? [];
    const counts = new Map<number, number>();
    for (const post of later) {
      const hour = Math.floor(post.at / HOUR) * HOUR;
      counts.set(hour, (counts.get(hour) ?? 0) + 1);
    }
    const inside = band.filter(({ from, low, high }) => {
      const count = counts.get(from) ?? 0;
      return count >= low && count <= high;
    });
    expect(inside.length / 672).toBeGreaterThan(0.92);
    expect(band.every(({ low, expected, high }) => low <= expected && expected <= high)).toBe(true);
  });

  test('is absent in cold start', () => {
    expect(expectedBand({ kind: 'cold-start', days: 3 }, windows)).toBeNull();
  });
});
