import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../server/core/finding/finding.ts';
import type { Claim, Series } from '../../../server/core/series/series.ts';
import { DAY, HOUR, MINUTE } from '../../../server/core/time.ts';
import coldStart from '../../../server/detectors/cold-start.ts';
import hotList from '../../../server/detectors/hot-list.ts';
import nbTail from '../../../server/detectors/nb-tail.ts';
import rumour from '../../../server/detectors/rumour.ts';
import severity from '../../../server/detectors/severity.ts';
import { makeClaim as claim } from '../alert/make-alert.ts';
import { MONDAY, peak, posts, seriesAt } from '../series/make-series.ts';

const START = MONDAY - 28 * DAY;
const quiet = (rate: number, seed: number, phi = 0) =>
  posts({ rate, seed, phi, from: MONDAY - 56 * DAY, to: MONDAY });

function empty(more: Partial<Series> = {}): Series {
  return seriesAt([], MONDAY, START, more);
}

describe('volume and negative volume', () => {
  test.each([
    [0.3, 0],
    [2, 0.2],
    [15, 0.5],
  ])('28 quiet days at %d posts an hour (dispersion %d) ring hardly ever', (rate, phi) => {
    const all = quiet(rate, 11, phi);
    const episodes: Finding[] = [];
    for (let now = MONDAY - 28 * DAY; now <= MONDAY; now += 3 * HOUR) {
      for (const finding of nbTail.detect(
        seriesAt(all, now + 20 * MINUTE, MONDAY - 56 * DAY),
        now + 20 * MINUTE,
      )) {
        const last = episodes.findLast((f) => f.key === finding.key);
        if (!last || finding.at - last.at > 6 * HOUR) episodes.push(finding);
      }
    }
    expect(episodes.length).toBeLessThanOrEqual(2);
  });

  test.each([0.3, 2, 15])('a negative peak over %d posts an hour is found and explained', (rate) => {
    const now = MONDAY + 20 * HOUR + 30 * MINUTE;
    const size = Math.ceil(12 + 4 * rate);
    const all = [...posts({ rate, seed: 5, from: START, to: now }), ...peak(size, now, 55, true)];
    const found = nbTail.detect(seriesAt(all, now, START, { examples: [3, 2, 1] }), now);
    const negative = found.find((f) => f.key === 'negative-1h');
    expect(negative).toBeDefined();
    expect(negative).toMatchObject({
      windowMinutes: 60,
      baseline: { kind: 'hour-of-week', days: 28 },
      examples: [3, 2, 1],
    });
    expect(negative!.score).toBeGreaterThanOrEqual(3.5);
    expect(negative!.observed).toBeGreaterThan(negative!.usualHigh!);
    expect(negative!.expected).toBeLessThan(rate);
  });

  test('four posts are never a peak', () => {
    const all = peak(4, MONDAY, 50, true);
    expect(nbTail.detect(seriesAt(all, MONDAY, START), MONDAY)).toEqual([]);
  });

  test('an empty series gives nothing, the same series the same findings', () => {
    expect(nbTail.detect(empty(), MONDAY)).toEqual([]);
    const series = seriesAt([...quiet(2, 4), ...peak(60, MONDAY, 50, true)], MONDAY, START);
    expect(nbTail.detect(series, MONDAY)).toEqual(nbTail.detect(series, MONDAY));
  });

  test('in cold start it keeps silent rather than guess', () => {
    const series = seriesAt(peak(500, MONDAY, 50, true), MONDAY, MONDAY - 6 * DAY);
    expect(nbTail.detect(series, MONDAY)).toEqual([]);
  });

  test('the crisis of six hours ago does not hide the one of now', () => {
    const all = [...quiet(2, 4), ...peak(200, MONDAY - 3 * HOUR, 170, true), ...peak(60, MONDAY, 50, true)];
    expect(nbTail.detect(seriesAt(all, MONDAY, START), MONDAY).map((f) => f.key)).toContain('negative-1h');
  });
});

describe('cold start', () => {
  const young = MONDAY - 2 * DAY;

  test('ten negative posts by five people, surely most of what is said', () => {
    const [finding] = coldStart.detect(seriesAt(peak(12, MONDAY, 50, true), MONDAY, young), MONDAY);
    expect(finding).toMatchObject({
      observed: 12,
      expected: null,
      usualHigh: null,
      baseline: { kind: 'cold-start', days: 2 },
    });
  });

  test.each([
    ['nine of them', peak(9, MONDAY, 50, true)],
    ['by one person', peak(30, MONDAY, 50, true).map((p) => ({ ...p, author: 1 }))],
    ['among as many friendly ones', [...peak(12, MONDAY, 50, true), ...peak(12, MONDAY, 50, false)]],
  ])('%s are not enough', (_, all) => {
    expect(coldStart.detect(seriesAt(all, MONDAY, young), MONDAY)).toEqual([]);
  });

  test('an old watch has a baseline and needs no rule', () => {
    expect(coldStart.detect(seriesAt(peak(12, MONDAY, 50, true), MONDAY, START), MONDAY)).toEqual([]);
  });
});

describe('severe claims', () => {
  test('one person speaking of a death is reported', () => {
    const [finding] = severity.detect(empty({ claims: [claim('sev.death', 1)] }), MONDAY);
    expect(finding).toMatchObject({
      key: 'sev.death',
      observed: 1,
      baseline: { kind: 'rule' },
      examples: [7],
    });
  });

  test('lesser categories need their minimum, above what was said the days before', () => {
    const detect = (c: Claim) => severity.detect(empty({ claims: [c] }), MONDAY);
    expect(detect(claim('sev.outage', 4))).toEqual([]);
    expect(detect(claim('sev.outage', 5))).toHaveLength(1);
    expect(detect(claim('sev.fraud', 10, { posts72h: 30 }))).toEqual([]);
    expect(detect(claim('sev.fraud', 30, { posts24h: 30, posts72h: 36 }))).toHaveLength(1);
  });

  test('amplifiers alone are no claim, facts that are none are passed over', () => {
    const claims = [
      claim('sev.vulnerable', 90),
      claim('sev.media_escalation', 90),
      claim('touch.heating', 90),
    ];
    expect(severity.detect(empty({ claims }), MONDAY)).toEqual([]);
  });

  test('the gravest comes first', () => {
    const claims = [claim('sev.outage', 40), claim('sev.death', 1)];
    expect(severity.detect(empty({ claims }), MONDAY).map((f) => f.key)).toEqual(['sev.death', 'sev.outage']);
  });
});

describe('rumours and hot lists', () => {
  test('hearsay by five people, or by two when it is about lives', () => {
    const detect = (...claims: Claim[]) => rumour.detect(empty({ claims }), MONDAY).length;
    expect(detect(claim('intent.rumour', 4))).toBe(0);
    expect(detect(claim('intent.rumour', 5))).toBe(1);
    expect(detect(claim('intent.rumour', 2), claim('sev.food_poisoning', 1))).toBe(1);
  });

  test('a hot list rank is told as it is', () => {
    const [finding] = hotList.detect(empty({ hotRank: 4, claims: [claim('hot', 1)] }), MONDAY);
    expect(finding).toMatchObject({ observed: 4, facts: { rank: 4 }, examples: [7] });
    expect(hotList.detect(empty(), MONDAY)).toEqual([]);
  });
});
