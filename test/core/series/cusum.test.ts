import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../server/core/finding/finding.ts';
import { burstsOf } from '../../../server/core/series/burst.ts';
import type { Series } from '../../../server/core/series/series.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../../server/core/time.ts';
import cusum from '../../../server/detectors/cusum.ts';
import nbTail from '../../../server/detectors/nb-tail.ts';
import { type FakePost, MONDAY, posts, seriesAt } from './make-series.ts';

const START = MONDAY - 28 * DAY;

/** Rises evenly over two days to 1.8 times the usual, and stays there. */
function drifting(since: Instant, seed: number, rate = 6): FakePost[] {
  const factor = (hour: Instant) => 1 + 0.8 * Math.min(1, Math.max(0, (hour - since) / (48 * HOUR)));
  return posts({ rate, seed, phi: 0.15, factor, from: START, to: MONDAY + 28 * DAY });
}

function findAt(all: readonly FakePost[], now: Instant, knownSince = START): readonly Finding[] {
  return cusum.detect(seriesAt(all, now, knownSince), now);
}

describe('a slow drift', () => {
  test('is found before two days are over though no hour stands out, and explains itself', () => {
    for (const seed of [1, 2, 3]) {
      const all = drifting(MONDAY, seed);
      const times = Array.from({ length: 13 }, (_, i) => MONDAY + (12 + 3 * i) * HOUR);
      const found = times.flatMap((now) => findAt(all, now)).find(({ key }) => key === 'volume-drift');
      expect(found).toMatchObject({ detector: 'cusum', baseline: { kind: 'hour-of-week', days: 28 } });
      expect(found!.observed).toBeGreaterThan(found!.usualHigh!);
      expect(found!.expected).toBeLessThan(found!.usualHigh!);
      const since = Number(found!.facts.since);
      expect(since).toBeGreaterThan(MONDAY - 12 * HOUR);
      expect(found!.windowMinutes).toBe((found!.at - since) / MINUTE);
    }
  });

  test('is told, and then the level it reached is the new usual', () => {
    for (const seed of [4, 5]) {
      const all = drifting(MONDAY, seed);
      const rings = (days: number) => findAt(all, MONDAY + days * DAY).length > 0;
      const told = Array.from({ length: 12 }, (_, i) => (i + 1) / 4).filter(rings);
      expect(told.length).toBeGreaterThan(0);
      const later = Array.from({ length: 24 }, (_, i) => 7 + i / 4).filter(rings);
      expect(later.length).toBeLessThanOrEqual(1);
    }
  });

  test('needs two weeks that it can be held against', () => {
    const keys = (knownSince: Instant) =>
      Array.from({ length: 8 }, (_, i) => MONDAY + (18 + 4 * i) * HOUR).flatMap((now) =>
        findAt(drifting(MONDAY, 1), now, knownSince).map(({ key }) => key),
      );
    expect(keys(START)).toContain('volume-drift');
    expect(keys(MONDAY - 10 * DAY)).not.toContain('volume-drift');
    expect(keys(MONDAY - 2 * DAY)).toEqual([]);
  });
});

describe('counts of any size', () => {
  const now = MONDAY + 20 * HOUR;
  const usual = seriesAt(posts({ rate: 4, seed: 9, phi: 0.2, from: START, to: now }), now, START);

  test.each([0, 1, 3, 40, 1000])('a constant %i an hour never rings', (count) => {
    const counts = { total: count, negative: Math.floor(count / 3) };
    const recent = (hours: number) => ({
      ...usual.lastHour,
      minutes: hours * 60,
      total: hours * counts.total,
      negative: hours * counts.negative,
    });
    const series: Series = {
      ...usual,
      hours: usual.hours.map((point) => ({ ...point, ...(point.hour < now ? counts : {}) })),
      lastHour: recent(1),
      lastSixHours: recent(6),
    };
    expect([...cusum.detect(series, now), ...nbTail.detect(series, now)]).toEqual([]);
  });

  test('more posts never lower a score', () => {
    const scores = [0, 2, 5, 9, 20, 60].map((more) => {
      const recent = (counts: Series['lastHour']) => ({
        ...counts,
        total: counts.total + more,
        negative: counts.negative + more,
      });
      const hours = usual.hours.map((point) =>
        point.hour === now - HOUR
          ? { ...point, total: point.total + more, negative: point.negative + more }
          : point,
      );
      const series = {
        ...usual,
        hours,
        lastHour: recent(usual.lastHour),
        lastSixHours: recent(usual.lastSixHours),
      };
      const rises = cusum.detect(series, now).map(({ score }) => score);
      return [...(burstsOf(series, now) ?? []).map(({ score }) => score), Math.max(0, ...rises)];
    });
    scores.slice(1).forEach((each, i) => {
      for (const [k, score] of each.entries()) expect(score).toBeGreaterThanOrEqual(scores[i]![k]!);
    });
  });
});
