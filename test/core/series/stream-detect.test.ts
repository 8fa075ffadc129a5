import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createStreamDetector } from '../../../server/core/series/stream-detect.ts';
import { DAY, HOUR, MINUTE } from '../../../server/core/time.ts';
import { poissonDraw, seeded } from '../../support/random.ts';

const START = Date.UTC(2026, 0, 5);
const ALARM = 0.5;

/** Loud days, quiet nights, quieter weekends. */
function rhythm(at: number): number {
  const hour = (at / HOUR + 8) % 24;
  const weekend = Math.floor((at + 8 * HOUR) / DAY + 3) % 7 > 4;
  return Math.exp(0.8 * Math.sin(((hour - 9) / 12) * Math.PI)) * (weekend ? 0.6 : 1);
}

interface Row {
  readonly at: number;
  readonly value: number;
}

function series(bucketMs: number, days: number, perHour: number, seed: number): Row[] {
  const random = seeded(seed);
  return Array.from({ length: Math.round((days * DAY) / bucketMs) }, (_, i) => {
    const at = START + i * bucketMs;
    return { at, value: poissonDraw(random, ((perHour * bucketMs) / HOUR) * rhythm(at)) };
  });
}

function scores(bucketMs: number, rows: readonly Row[]): number[] {
  const judge = createStreamDetector(bucketMs);
  return rows.map(({ at, value }) => judge(at, value).score);
}

const alarms = (list: readonly number[]) => list.filter((score) => score >= ALARM).length;

/** The same rows with `factor` times the counts over the rows [from, to). */
function burst(rows: readonly Row[], from: number, to: number, factor: number): Row[] {
  return rows.map((row, i) => (i >= from && i < to ? { ...row, value: (row.value + 1) * factor } : row));
}

describe('a count series judged row by row', () => {
  test.each([
    ['5 minutes', 5 * MINUTE, 30, 12],
    ['1 hour', HOUR, 60, 6],
    ['1 day', DAY, 400, 2],
  ])('a rhythm of days and weeks is no alarm, in buckets of %s', (_, bucketMs, days, perHour) => {
    expect(alarms(scores(bucketMs, series(bucketMs, days, perHour, 11)))).toBe(0);
  });

  test.each([
    ['5 minutes', 5 * MINUTE, 21, 12, 12],
    ['1 hour', HOUR, 42, 6, 2],
    ['1 day', DAY, 200, 2, 1],
  ])(
    'a burst is told within its first rows, and once, in buckets of %s',
    (_, bucketMs, days, perHour, late) => {
      const calm = series(bucketMs, days, perHour, 23);
      const from = calm.length - Math.round((1.5 * DAY) / bucketMs) - 2;
      const length = Math.max(2, Math.round((3 * HOUR) / bucketMs));
      const told = scores(bucketMs, burst(calm, from, from + length, 8)).map((score) => score >= ALARM);
      const first = told.indexOf(true);
      expect(first).toBeGreaterThanOrEqual(from);
      expect(first).toBeLessThanOrEqual(from + late);
      expect(told.slice(first + Math.round((6 * HOUR) / bucketMs) + 1)).not.toContain(true);
    },
  );

  test('a second, much louder trouble is told on top of the first', () => {
    const calm = series(5 * MINUTE, 21, 12, 5);
    const from = calm.length - 288;
    const once = scores(5 * MINUTE, burst(calm, from, from + 24, 5));
    const twice = scores(5 * MINUTE, burst(burst(calm, from, from + 24, 5), from + 60, from + 84, 60));
    expect(Math.max(...once.slice(from + 60))).toBeLessThan(ALARM);
    expect(Math.max(...twice.slice(from + 60))).toBeGreaterThan(ALARM);
  });

  test('a few posts at once are an alarm where there are none for days, one is not', () => {
    const rows = series(HOUR, 42, 0.02, 3);
    const quiet = rows.map((row, i) => (i > rows.length - 72 ? { ...row, value: 0 } : row));
    const last = (value: number) =>
      scores(HOUR, [...quiet, { at: START + rows.length * HOUR, value }]).at(-1) ?? 0;
    expect(last(1)).toBeLessThan(ALARM);
    expect(last(5)).toBeGreaterThan(ALARM);
  });

  test('zeros and constants score nothing', () => {
    for (const value of [0, 1, 7, 5_000]) {
      const rows = Array.from({ length: 2_000 }, (_, i) => ({ at: START + i * HOUR, value }));
      expect(Math.max(...scores(HOUR, rows))).toBe(0);
    }
  });

  test('a gap is unknown, not silence: what comes after it is judged as before', () => {
    const rows = series(5 * MINUTE, 24, 12, 5);
    const gap = rows.filter(({ at }) => at < START + 14 * DAY || at > START + 17 * DAY);
    expect(alarms(scores(5 * MINUTE, gap))).toBe(0);
    const judge = createStreamDetector(5 * MINUTE);
    const expected = gap.map(({ at, value }) => judge(at, value).expected);
    const after = gap.findIndex(({ at }) => at > START + 17 * DAY);
    expect(expected[after]).toBeCloseTo(rhythm(gap[after]?.at ?? 0), 0);
  });

  test('a level that stays is told once and then usual', () => {
    const rows = series(HOUR, 70, 6, 41).map((row) =>
      row.at > START + 40 * DAY ? { ...row, value: row.value * 3 } : row,
    );
    const told = scores(HOUR, rows);
    const risen = 40 * 24;
    expect(Math.max(...told.slice(risen, risen + 24))).toBeGreaterThan(ALARM);
    expect(alarms(told.slice(risen + 7 * 24))).toBe(0);
  });

  test('any counts at any times: a score from 0 to 1, an expectation, and no look ahead', () => {
    const row = fc.record({
      step: fc.integer({ min: -3, max: 40 }),
      value: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.double({ min: 0, max: 1e12, noNaN: true })),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 200 }), fc.constantFrom(5 * MINUTE, HOUR, DAY), (list, size) => {
        let at = START;
        const rows = list.map(({ step, value }) => {
          at += step * size;
          return { at, value };
        });
        const judge = createStreamDetector(size);
        const told = rows.map((each) => judge(each.at, each.value));
        for (const { score, expected } of told) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
          expect(Number.isFinite(expected) && expected >= 0).toBe(true);
        }
        const half = rows.length >> 1;
        expect(scores(size, rows.slice(0, half))).toEqual(told.slice(0, half).map(({ score }) => score));
      }),
    );
  });
});
