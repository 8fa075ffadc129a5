import { describe, expect, test } from 'vitest';
import { usualShare } from '../../server/core/series/usual/share.ts';
import { upperShareScore } from '../../server/core/statistics/beta-binomial.ts';
import { DAY, HOUR, MINUTE } from '../../server/core/time.ts';
import negativeShare from '../../server/detectors/negative-share.ts';
import { MONDAY, peak, posts, seriesAt } from '../core/series/make-series.ts';
import { gammaDraw, seeded } from '../support/random.ts';

const START = MONDAY - 28 * DAY;
const NOON = MONDAY + 12 * HOUR;
const quiet = (rate: number, share: number, seed = 3) =>
  posts({ rate, seed, from: MONDAY - 56 * DAY, to: NOON, negativeShare: share });

describe('a leap of the negative share', () => {
  test('is found and told with its interval and what is usual', () => {
    const series = seriesAt([...quiet(3, 0.1), ...peak(30, NOON, 300, true)], NOON, START);
    const [finding, ...more] = negativeShare.detect(series, NOON);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      key: 'negative-share',
      windowMinutes: 360,
      baseline: { kind: 'own-history', days: 28 },
    });
    const { share, shareLow, usualShare: usual, usualShareHigh } = finding!.facts as Record<string, number>;
    expect(share).toBeGreaterThan(0.5);
    expect(shareLow).toBeGreaterThan(usual! + 0.1);
    expect(usual).toBeCloseTo(0.1, 1);
    expect(usualShareHigh).toBeLessThan(share!);
    expect(finding!.observed).toBeGreaterThan(finding!.usualHigh!);
  });

  test('the last hour alone is enough when it has enough posts', () => {
    const calm = peak(60, NOON - 70 * MINUTE, 280, false);
    const series = seriesAt([...quiet(3, 0.1), ...calm, ...peak(25, NOON, 55, true)], NOON, START);
    expect(negativeShare.detect(series, NOON)[0]).toMatchObject({ windowMinutes: 60 });
  });

  test('more talk of the usual tone is none', () => {
    const busy = [...peak(20, NOON, 300, true), ...peak(180, NOON, 300, false)];
    expect(negativeShare.detect(seriesAt([...quiet(3, 0.1), ...busy], NOON, START), NOON)).toEqual([]);
  });

  test('a watch that is always scolded is scolded as usual', () => {
    const series = seriesAt([...quiet(3, 0.8), ...peak(30, NOON, 300, true)], NOON, START);
    expect(negativeShare.detect(series, NOON)).toEqual([]);
  });

  test('four angry posts are too few, whatever their share', () => {
    const none = posts({ rate: 0.05, seed: 1, from: START, to: NOON - 8 * HOUR, negativeShare: 0 });
    expect(negativeShare.detect(seriesAt([...none, ...peak(4, NOON, 50, true)], NOON, START), NOON)).toEqual(
      [],
    );
  });

  test('in cold start it keeps silent', () => {
    const series = seriesAt(peak(40, NOON, 300, true), NOON, NOON - 6 * DAY);
    expect(negativeShare.detect(series, NOON)).toEqual([]);
  });

  test.each([0.5, 2, 15])('28 quiet days at %d posts an hour ring hardly ever', (rate) => {
    const all = quiet(rate, 0.2, 17);
    let rings = 0;
    for (let now = START; now <= MONDAY; now += 6 * HOUR) {
      rings += negativeShare.detect(seriesAt(all, now, MONDAY - 56 * DAY), now).length;
    }
    expect(rings).toBeLessThanOrEqual(1);
  });
});

describe('what share is usual', () => {
  test('a day of trouble three weeks ago teaches nothing', () => {
    const trouble = peak(400, MONDAY - 20 * DAY, 20 * 60, true);
    const plain = usualShare(seriesAt(quiet(3, 0.1), NOON, START), 6, NOON)!;
    const troubled = usualShare(seriesAt([...quiet(3, 0.1), ...trouble], NOON, START), 6, NOON)!;
    expect(troubled.mean).toBeLessThan(plain.mean + 0.04);
  });

  test('swings between windows make chance wider', () => {
    const steady = upperShareScore(30, 40, { mean: 0.3, correlation: 0.001 });
    const swinging = upperShareScore(30, 40, { mean: 0.3, correlation: 0.2 });
    expect(steady).toBeGreaterThan(6);
    expect(swinging).toBeLessThan(2);
  });

  test('the tail is that of the binomial where nothing swings, however far out', () => {
    // P(X ≥ 9) of ten throws at one half: 11 / 1024.
    expect(upperShareScore(9, 10, { mean: 0.5, correlation: 0 })).toBeCloseTo(-Math.log10(11 / 1024), 3);
    expect(upperShareScore(5_000, 5_000, { mean: 0.1, correlation: 0.001 })).toBeGreaterThan(200);
    expect(upperShareScore(0, 10, { mean: 0.5, correlation: 0 })).toBe(0);
  });
});

test('a watch whose share swings by nature rings less than once in four weeks', () => {
  const random = seeded(99);
  const shares = new Map<number, number>();
  const all = posts({ rate: 3, seed: 5, from: MONDAY - 56 * DAY, to: MONDAY }).map((post) => {
    const window = Math.floor(post.at / (6 * HOUR));
    // Beta with mean 0.25 and correlation 0.1.
    const share = shares.get(window) ?? betaDraw(random, 2.25, 6.75);
    shares.set(window, share);
    return { ...post, negative: random() < share };
  });
  const rings: number[] = [];
  for (let now = START; now <= MONDAY; now += 2 * HOUR) {
    if (negativeShare.detect(seriesAt(all, now, MONDAY - 56 * DAY), now).length > 0) rings.push(now);
  }
  const episodes = rings.filter((at, i) => i === 0 || at - (rings[i - 1] ?? 0) > 6 * HOUR);
  expect(episodes.length).toBeLessThanOrEqual(1);
});

function betaDraw(random: () => number, a: number, b: number): number {
  const [x, y] = [gammaDraw(random, a), gammaDraw(random, b)];
  return x / (x + y);
}
