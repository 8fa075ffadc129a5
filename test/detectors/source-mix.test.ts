import { describe, expect, test } from 'vitest';
import type { Series } from '../../server/core/series/series.ts';
import { chiSquareScore } from '../../server/core/statistics/chi-square.ts';
import { DAY, HOUR } from '../../server/core/time.ts';
import sourceMix from '../../server/detectors/source-mix.ts';
import { MONDAY, peak, posts, seriesAt } from '../core/series/make-series.ts';
import { seeded } from '../support/random.ts';

const START = MONDAY - 28 * DAY;
const NOON = MONDAY + 12 * HOUR;

/** A watch with its talk spread over platforms by these shares, and the last six hours as given. */
function mixed(
  shares: Readonly<Record<string, number>>,
  now: Readonly<Record<string, number>>,
  since = START,
): Series {
  const total = Object.values(now).reduce((sum, count) => sum + count, 0);
  const all = posts({ rate: 3, seed: 4, from: START, to: NOON - 6 * HOUR });
  const series = seriesAt([...all, ...peak(total, NOON, 300, false)], NOON, since);
  const random = seeded(9);
  const platforms = Object.keys(shares).map((platform) => ({ platform, counts: series.hours.map(() => 0) }));
  series.hours.forEach((hour, at) => {
    for (let left = hour.total; left > 0; left--) {
      const drawn = pick(random(), platforms, shares);
      drawn.counts[at]! += 1;
    }
  });
  return { ...series, platforms, platformsSixHours: now };
}

function pick<T extends { readonly platform: string }>(
  at: number,
  platforms: readonly T[],
  shares: Readonly<Record<string, number>>,
): T {
  let end = 0;
  for (const each of platforms) {
    end += shares[each.platform] ?? 0;
    if (at < end) return each;
  }
  return platforms[0]!;
}

const USUAL = { weibo: 0.5, news: 0.3, v2ex: 0.2 };

describe('where the talk comes from', () => {
  test('a platform that takes over is named, with its share and the usual one', () => {
    const [finding] = sourceMix.detect(mixed(USUAL, { weibo: 10, news: 5, heimao: 60 }), NOON);
    expect(finding).toMatchObject({
      key: 'source-mix heimao',
      observed: 60,
      facts: { platform: 'heimao', total: 75, share: 0.8 },
      baseline: { kind: 'own-history', days: 28 },
    });
    expect(finding!.facts.usualShare).toBeLessThan(0.01);
    expect(finding!.score).toBeGreaterThan(10);
  });

  test.each([
    ['the usual mix', { weibo: 40, news: 24, v2ex: 16 }],
    ['a little more of one', { weibo: 52, news: 18, v2ex: 10 }],
    ['too few posts', { heimao: 25 }],
    ['a change without a new leader', { weibo: 30, news: 1, v2ex: 30, a: 9, b: 9 }],
  ])('%s is no change', (_, now) => {
    expect(sourceMix.detect(mixed(USUAL, now), NOON)).toEqual([]);
  });

  test('one platform that is all there ever was cannot take over', () => {
    expect(sourceMix.detect(mixed({ weibo: 1 }, { weibo: 90 }), NOON)).toEqual([]);
  });

  test('in cold start it keeps silent', () => {
    expect(sourceMix.detect(mixed(USUAL, { heimao: 90 }, NOON - 5 * DAY), NOON)).toEqual([]);
  });
});

test('the tail of chi-square is that of the tables, and goes on beyond them', () => {
  expect(chiSquareScore(3.841, 1)).toBeCloseTo(-Math.log10(0.05), 3);
  expect(chiSquareScore(18.307, 10)).toBeCloseTo(-Math.log10(0.05), 3);
  expect(chiSquareScore(0.5, 4)).toBeCloseTo(-Math.log10(0.9735), 3);
  // With two degrees of freedom it is exp(−x/2).
  expect(chiSquareScore(2_000, 2)).toBeCloseTo(1_000 / Math.LN10, 6);
  expect(chiSquareScore(0, 3)).toBe(0);
});
