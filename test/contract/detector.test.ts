import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Detector } from '../../server/core/finding/finding.ts';
import type { Series } from '../../server/core/series/series.ts';
import { DAY, HOUR } from '../../server/core/time.ts';
import { makeClaim } from '../core/alert/make-alert.ts';
import { MONDAY, peak, posts, seriesAt } from '../core/series/make-series.ts';
import { touchSeries, touchWeeks } from '../core/series/make-touches.ts';

const folder = new URL('../../server/detectors/', import.meta.url);
const files = readdirSync(folder).sort();
const START = MONDAY - 28 * DAY;

const everything: Partial<Series> = {
  claims: ['sev.death', 'sev.outage', 'intent.rumour', 'hot', 'exec', 'touch.heating'].map((f) =>
    makeClaim(f, 40),
  ),
  hotRank: 2,
  examples: [1, 2, 3, 4, 5],
  platformsSixHours: { heimao: 150, weibo: 50 },
  copying: {
    minutes: 360,
    copies: 90,
    originals: 2,
    authors: 4,
    mostOfOne: 60,
    examples: [1, 2, 3, 4, 5, 6],
  },
  reactions: {
    loud: [{ postId: 7, at: MONDAY - 3 * HOUR, reactions: 80_000 }],
    usual: Array.from({ length: 200 }, (_, i) => i % 40),
  },
  voices: [
    { voice: 'official', posts24h: 2, authors24h: 1, since: MONDAY - HOUR, before: null, examples: [1, 2] },
  ],
  ranks: [
    { postId: 7, at: MONDAY - 3 * HOUR, rank: 30 },
    { postId: 7, at: MONDAY - HOUR, rank: 2 },
  ],
};
const crisis = [...posts({ rate: 2, seed: 1, from: START, to: MONDAY }), ...peak(200, MONDAY, 50, true)];
const stopped = posts({ rate: 20, seed: 1, from: START, to: MONDAY - 9 * HOUR });
const risen = (hour: number) => (hour > MONDAY - 36 * HOUR ? 3 : 1);
const rising = posts({ rate: 5, seed: 1, from: START, to: MONDAY, factor: risen });
/** All of its talk has always been on one platform. */
const old = seriesAt(crisis, MONDAY, START, everything);
const platforms = [{ platform: 'weibo', counts: old.hours.map((hour) => hour.total) }];
/** A hundred posts an hour, a third of which complain of a hotline since yesterday. */
const broken = touchWeeks({
  perDay: 2_400,
  days: 30,
  seed: 5,
  from: MONDAY - 30 * DAY + 1,
  broken: { fact: 'touch.hotline', since: MONDAY - DAY, share: 0.3 },
});
/** A thousand posts a day, of which ever more complain of bills since three weeks. */
const creeping: Partial<Series> = {
  rising: {
    days: Array.from({ length: 28 }, (_, n) => ({
      day: MONDAY - (29 - n) * DAY,
      total: 1_000,
      negative: 50 + Math.max(0, n - 7) * 8,
    })),
    lastYear: [],
    earlier: [],
    parts: [{ fact: 'touch.billing', first: 40, last: 900 }],
    examples: [1, 2, 3, 4, 5, 6],
  },
};
const SERIES: readonly (readonly [string, Series])[] = [
  ['an old watch in crisis', { ...old, platforms }],
  ['a watch that fell silent', seriesAt(stopped, MONDAY, START)],
  ['a watch that rises for a day and a half', seriesAt(rising, MONDAY, START)],
  ['a watch with a broken touchpoint', touchSeries(broken, 30 * 24 - 1).series],
  ['a watch of which ever more complain', seriesAt(stopped, MONDAY, START, creeping)],
  ['a young watch in crisis', seriesAt(crisis, MONDAY, MONDAY - 3 * DAY, everything)],
  ['a watch of this hour', seriesAt(crisis, MONDAY, MONDAY - HOUR / 2, everything)],
];

describe.each(files)('detector %s', async (file) => {
  const detector = ((await import(new URL(file, folder).href)) as { default: Detector }).default;

  test('is named like its file', () => {
    expect(`${detector.name}.ts`).toBe(file);
    expect(detector.lookback).toBeGreaterThan(0);
  });

  test('finds nothing in nothing', () => {
    expect(detector.detect(seriesAt([], MONDAY, START), MONDAY)).toEqual([]);
    expect(detector.detect({ ...seriesAt([], MONDAY, MONDAY), hours: [] }, MONDAY)).toEqual([]);
  });

  test('finds something in a crisis of some watch', () => {
    expect(SERIES.some(([, series]) => detector.detect(series, MONDAY).length > 0)).toBe(true);
  });

  test.each(SERIES)('same input, same findings, each explaining itself: %s', (_, series) => {
    const frozen = structuredClone(series);
    const found = detector.detect(series, MONDAY);
    expect(detector.detect(series, MONDAY)).toEqual(found);
    expect(series).toEqual(frozen);
    expect(new Set(found.map((f) => f.key)).size).toBe(found.length);
    for (const finding of found) {
      expect(finding).toMatchObject({ detector: detector.name, watchId: 1, at: MONDAY });
      expect(finding.windowMinutes).toBeGreaterThan(0);
      expect(Number.isFinite(finding.observed)).toBe(true);
      expect(finding.examples.length).toBeLessThanOrEqual(5);
      expect(Object.keys(finding.facts).length).toBeGreaterThan(0);
      const statistical = ['hour-of-week', 'own-history'].includes(finding.baseline.kind);
      // What claims a probability is one of the tests that the pass controls for.
      if (statistical) expect(detector.tests).toBeGreaterThan(0);
      expect(finding.expected !== null).toBe(statistical);
      expect(finding.usualHigh !== null).toBe(statistical);
      expect(finding.score > 0).toBe(statistical);
      expect(JSON.parse(JSON.stringify(finding))).toEqual(finding);
    }
  });
});
