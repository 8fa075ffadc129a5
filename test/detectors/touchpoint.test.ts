import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '../../server/core/time.ts';
import touchpoint from '../../server/detectors/touchpoint.ts';
import { MONDAY } from '../core/series/make-series.ts';
import { type TouchPlan, touchSeries, touchWeeks } from '../core/series/make-touches.ts';

const FROM = MONDAY - 70 * DAY;
const FACT = 'touch.hotline';

/** Episodes of findings in the last week of so many watches, looked at every hour. */
function falseAlarms(plan: Omit<TouchPlan, 'from' | 'seed'>, watches: number): number {
  let episodes = 0;
  for (let seed = 1; seed <= watches; seed++) {
    const weeks = touchWeeks({ ...plan, seed, from: FROM });
    const last = new Map<string, number>();
    for (let index = (plan.days - 7) * 24; index < plan.days * 24; index++) {
      const { series, now } = touchSeries(weeks, index);
      for (const { key } of touchpoint.detect(series, now)) {
        if (index - (last.get(key) ?? Number.NEGATIVE_INFINITY) > 24) episodes += 1;
        last.set(key, index);
      }
    }
  }
  return episodes;
}

/** Hours until a break is found, for each watch in which it is within three days. */
function delays(perDay: number, share: number, watches: number): readonly number[] {
  const start = 29 * 24;
  return Array.from({ length: watches }, (_, seed) => {
    const since = FROM + (start + ((seed * 7) % 48)) * HOUR;
    const broken = { fact: FACT, since, share };
    const weeks = touchWeeks({ perDay, days: 34, seed: 1001 + seed, from: FROM, broken });
    const first = (since - FROM) / HOUR;
    for (let index = first; index < first + 72; index++) {
      const { series, now } = touchSeries(weeks, index);
      if (touchpoint.detect(series, now).some(({ key }) => key === FACT)) return index - first + 1;
    }
    return null;
  })
    .filter((hours) => hours !== null)
    .sort((a, b) => a - b);
}

describe('quiet weeks whose touchpoints are complained of as ever', () => {
  // With the seeds up to 200: one false alarm in 400 watch-weeks at 500 a day, none in 400 at 50; too long for a test.
  test.each([
    [5, 35, 20],
    [50, 35, 30],
    [500, 35, 25],
    [500, 14, 25],
  ])('at %i posts a day, after %i days, %i watches ring not once in a week', (perDay, days, watches) => {
    expect(falseAlarms({ perDay, days }, watches)).toBe(0);
  });
});

describe('a touchpoint that breaks while as much is said as ever, and other complaints fall', () => {
  test.each([
    { perDay: 50, share: 0.3, found: 16, hours: 16, watches: 20 },
    { perDay: 500, share: 0.2, found: 14, hours: 10, watches: 20 },
    { perDay: 500, share: 0.3, found: 18, hours: 4, watches: 20 },
    { perDay: 2_400, share: 0.3, found: 7, hours: 2, watches: 8 },
  ])('at $perDay a day, $share of all: at least $found of $watches, half within $hours h', (bound) => {
    const seen = delays(bound.perDay, bound.share, bound.watches);
    expect(seen.length).toBeGreaterThanOrEqual(bound.found);
    expect(seen[seen.length >> 1]).toBeLessThanOrEqual(bound.hours);
  });
});

/** A watch of a hundred posts an hour, half a day after its hotline broke. */
function broken() {
  const since = FROM + 30 * DAY;
  const plan = { perDay: 2_400, days: 31, seed: 5, from: FROM, broken: { fact: FACT, since, share: 0.3 } };
  return touchSeries(touchWeeks(plan), 30 * 24 + 11);
}

describe('what is told', () => {
  test('people, their share and what is usual, with posts by different people', () => {
    const { series, now } = broken();
    const [finding, ...more] = touchpoint.detect(series, now);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ key: FACT, baseline: { kind: 'own-history', days: 28 } });
    const { share, shareLow, usualShare, usualShareHigh, total } = (finding?.facts ?? {}) as Record<
      string,
      number
    >;
    expect(share).toBeGreaterThan(0.2);
    expect(shareLow).toBeGreaterThan((usualShare ?? 1) + 0.1);
    expect(share).toBeGreaterThan(usualShareHigh ?? 1);
    expect(total).toBeGreaterThan(80);
    expect(new Set(finding?.examples).size).toBe(5);
  });

  test('nothing of what one person wrote two hundred times', () => {
    const { series, now } = broken();
    const touches = series.touches?.map((touch) => ({
      ...touch,
      complaints: touch.complaints.map((each) => ({ ...each, author: 'h:one' })),
    }));
    expect(touchpoint.detect({ ...series, touches: touches ?? [] }, now)).toEqual([]);
  });

  test('nothing while what is usual is not known', () => {
    const { series, now } = broken();
    expect(touchpoint.detect({ ...series, knownHours: 6 * 24 }, now)).toEqual([]);
  });

  test('nothing where praise is missing and as many complain as ever', () => {
    const weeks = touchWeeks({ perDay: 2_400, days: 30, seed: 9, from: FROM });
    const { series, now } = touchSeries(weeks, 30 * 24 - 1);
    const part = ({ total, ...rest }: typeof series.lastHour) => ({ ...rest, total: Math.ceil(total / 5) });
    const quiet = { ...series, lastHour: part(series.lastHour), lastSixHours: part(series.lastSixHours) };
    const touches = [...weeks.complaints].map(([fact, lists]) => ({
      fact,
      counts: lists.slice(48).map((list) => list.length),
      listedSince: now - DAY,
      complaints: lists.slice(-24).flat(),
    }));
    const hours = series.hours.map((point, i) =>
      i < series.hours.length - 24 ? point : { ...point, total: Math.ceil(point.total / 5) },
    );
    expect(touchpoint.detect({ ...quiet, hours, touches }, now)).toEqual([]);
  });
});
