import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { burstsOfCounts, burstsOfEvents } from '../../../server/core/series/kleinberg.ts';
import { DAY, MINUTE } from '../../../server/core/time.ts';

const START = Date.UTC(2026, 0, 5);

/** Forty events an hour apart, twenty a minute apart, forty an hour apart. */
function eventsWithBurst(): number[] {
  const gaps = [...Array(40).fill(60), ...Array(20).fill(1), ...Array(40).fill(60)];
  let at = START;
  return gaps.map((gap: number) => {
    at += gap * MINUTE;
    return at;
  });
}

function days(counts: readonly number[]) {
  return counts.map((count, i) => ({ at: START + i * DAY, count }));
}

describe('Kleinberg bursts of events', () => {
  test('a rush of events is one burst, from its first event to its last, with deeper levels inside', () => {
    const times = eventsWithBurst();
    const found = burstsOfEvents(times);
    expect(found.map((burst) => burst.level)).toEqual([1, 2, 3]);
    expect(found[0]).toMatchObject({ first: 39, last: 59, startAt: times[39], endAt: times[59] });
    expect(Math.min(...found.map((burst) => burst.weight))).toBeGreaterThan(0);
  });

  test('two states give one level; a dearer climb gives fewer bursts', () => {
    const times = eventsWithBurst();
    expect(burstsOfEvents(times, { levels: 1 }).map((burst) => burst.level)).toEqual([1]);
    expect(burstsOfEvents(times, { gamma: 50 })).toEqual([]);
  });

  test('even events, and too few of them, have no bursts', () => {
    expect(burstsOfEvents(Array.from({ length: 200 }, (_, i) => START + i * DAY))).toEqual([]);
    expect(burstsOfEvents([])).toEqual([]);
    expect(burstsOfEvents([START, START])).toEqual([]);
    expect(burstsOfEvents([START, START, START])).toEqual([]);
  });

  test('any events: runs are ordered, nested, worth something, and the same in other units of time', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 2, maxLength: 120 });
    fc.assert(
      fc.property(gaps, (list) => {
        let at = 0;
        const times = [0, ...list.map((gap) => (at += gap))];
        const found = burstsOfEvents(times);
        for (const burst of found) {
          expect(burst.last).toBeGreaterThan(burst.first);
          if (burst.level > 1)
            expect(
              found.some(
                (o) => o.level === burst.level - 1 && o.first <= burst.first && o.last >= burst.last,
              ),
            ).toBe(true);
        }
        const slower = burstsOfEvents(times.map((time) => time * 1_024));
        expect(slower.map(({ first, last, level }) => [first, last, level])).toEqual(
          found.map(({ first, last, level }) => [first, last, level]),
        );
      }),
    );
  });
});

describe('Kleinberg bursts of buckets', () => {
  test('counts burst against what was usual for their day', () => {
    const weekly = Array.from({ length: 42 }, (_, i) => (i % 7 < 5 ? 20 : 80));
    const usual = weekly.map((count, i) => ({ at: START + i * DAY, count, usual: count }));
    expect(burstsOfCounts(usual)).toEqual([]);
    expect(burstsOfCounts(days(weekly)).length).toBeGreaterThan(0);
    const hot = usual.map((bucket, i) => (i === 14 || i === 15 ? { ...bucket, count: 90 } : bucket));
    expect(burstsOfCounts(hot)[0]).toMatchObject({
      first: 14,
      last: 15,
      startAt: START + 14 * DAY,
      endAt: START + 15 * DAY,
    });
  });

  test('nothing counted, nothing found', () => {
    expect(burstsOfCounts([])).toEqual([]);
    expect(burstsOfCounts(days([0, 0, 0]))).toEqual([]);
  });
});
