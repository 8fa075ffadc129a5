import { describe, expect, test } from 'vitest';
import type { Recent, Series } from '../../../server/core/series/series.ts';
import { isHarmless } from '../../../server/core/situation/harmless.ts';
import { DAY, HOUR } from '../../../server/core/time.ts';
import { makeFinding } from '../alert/make-alert.ts';
import { MONDAY, posts, seriesAt } from '../series/make-series.ts';

const NOON = MONDAY + 12 * HOUR;
const START = MONDAY - 28 * DAY;

const six = (total: number, negative: number, positive?: number): Recent => ({
  minutes: 360,
  total,
  negative,
  copies: 0,
  authors: total,
  negativeAuthors: negative,
  ...(positive !== undefined && { positive }),
});

/** A watch of which such a share usually complains. */
const usually = (negativeShare: number, lastSixHours: Recent, rate = 10): Series =>
  seriesAt(posts({ rate, seed: 3, from: START, to: NOON, negativeShare }), NOON, START, { lastSixHours });

describe('of a few posts that prove no share', () => {
  test.each([
    ['all glad', six(8, 0, 8), true],
    ['most glad, none complains', six(8, 0, 5), true],
    ['half of them neutral', six(8, 0, 4), false],
    ['one complains', six(8, 1, 7), false],
    ['nobody counted the glad ones', six(8, 0), false],
    ['none at all', six(0, 0, 0), false],
  ])('%s: %o', (_, counts, harmless) => {
    expect(isHarmless(usually(0.1, counts, 0.03), [], NOON)).toBe(harmless);
  });

  test('what was found tells its own window, hours after the wave', () => {
    const glad = makeFinding({ facts: { measure: 'total', total: 7, negative: 0, positive: 6 } });
    const angry = makeFinding({ facts: { measure: 'total', total: 7, negative: 1, positive: 6 } });
    const later = usually(0.1, six(1, 1, 0), 0.03);
    expect(isHarmless(later, [glad], NOON)).toBe(true);
    expect(isHarmless(later, [glad, angry], NOON)).toBe(false);
  });
});

describe('where four in ten complain anyway', () => {
  test('a surge with surely no more of them is harmless', () => {
    expect(isHarmless(usually(0.4, six(400, 120)), [], NOON)).toBe(true);
  });

  test('one with as many is not: they may be more', () => {
    expect(isHarmless(usually(0.4, six(400, 160)), [], NOON)).toBe(false);
    expect(isHarmless(usually(0.4, six(10, 3)), [], NOON)).toBe(false);
  });

  test('where one in ten does, three in ten are not', () => {
    expect(isHarmless(usually(0.1, six(400, 120)), [], NOON)).toBe(false);
  });

  test('nobody knows it of a week that is not over, or of a few posts', () => {
    const young = seriesAt(
      posts({ rate: 10, seed: 3, from: NOON - 5 * DAY, to: NOON, negativeShare: 0.4 }),
      NOON,
      NOON - 5 * DAY,
      { lastSixHours: six(400, 120) },
    );
    expect(isHarmless(young, [], NOON)).toBe(false);
    expect(isHarmless(usually(0.9, six(400, 120), 0.03), [], NOON)).toBe(false);
  });
});
