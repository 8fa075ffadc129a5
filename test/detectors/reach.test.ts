import { describe, expect, test } from 'vitest';
import type { Reactions } from '../../server/core/series/series.ts';
import { DAY, HOUR } from '../../server/core/time.ts';
import reach from '../../server/detectors/reach.ts';
import { MONDAY, posts, seriesAt } from '../core/series/make-series.ts';
import { gammaDraw, seeded } from '../support/random.ts';

const START = MONDAY - 28 * DAY;
const talk = posts({ rate: 2, seed: 1, from: START, to: MONDAY });
const loud = (reactions: number, postId = 7) => ({ postId, at: MONDAY - 3 * HOUR, reactions });
/** Heavy-tailed: most draw some ten reactions, one in a hundred some hundreds. */
const usual = (count: number, random = seeded(5)) =>
  Array.from({ length: count }, () => Math.floor(6 * (1 - random()) ** (-1 / 1.3)));
const found = (reactions: Reactions, knownSince = START) =>
  reach.detect(seriesAt(talk, MONDAY, knownSince, { reactions }), MONDAY);

describe('one complaint that goes far', () => {
  test('is named, with what posts of the watch usually bring about', () => {
    const [finding, ...more] = found({ loud: [loud(30_000)], usual: usual(400) });
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ key: 'reach 7', observed: 30_000, examples: [7], windowMinutes: 1440 });
    expect(finding?.baseline).toMatchObject({ kind: 'own-history', days: 28 });
    expect(finding?.expected).toBeLessThan(20);
    expect(finding?.usualHigh).toBeLessThan(300);
    expect(finding?.score).toBeGreaterThan(3);
  });

  test('is none where posts go far every week', () => {
    const often = usual(400).map((each, i) => (i % 40 === 0 ? 20_000 : each));
    expect(found({ loud: [loud(30_000)], usual: often })).toEqual([]);
  });

  test('says nothing of a young watch, nor where few posts show counts', () => {
    expect(found({ loud: [loud(30_000)], usual: usual(400) }, MONDAY - 5 * DAY)).toEqual([]);
    expect(found({ loud: [loud(30_000)], usual: usual(79) })).toEqual([]);
  });

  test('is not said of a post that a busy day brings about by itself', () => {
    const busy = posts({ rate: 40, seed: 1, from: START, to: MONDAY, negativeShare: 0.5 });
    const more = { reactions: { loud: [loud(8_000)], usual: usual(400) } };
    expect(reach.detect(seriesAt(busy, MONDAY, START, more), MONDAY)).toEqual([]);
  });
});

test('in sixty quiet watch-weeks of 5 to 500 posts a day it speaks at most twice, and finds each viral post', () => {
  let rung = 0;
  let viral = 0;
  for (let watch = 0; watch < 60; watch++) {
    const perDay = [5, 20, 60, 200, 500][watch % 5] ?? 5;
    const random = seeded(900 + watch);
    const index = 1 + 0.5 * random();
    const scale = 3 + 20 * random();
    const drawn = () => Math.floor(scale * (1 - random()) ** (-1 / index));
    const past = Array.from({ length: Math.min(400, perDay * 27) }, drawn);
    for (let day = 0; day < 7; day++) {
      const swing = gammaDraw(random, 4) / 4;
      const complaints = Math.round(0.2 * perDay * swing * (day > 4 ? 0.7 : 1.1));
      const of = (one: number) => ({
        ...seriesAt([], MONDAY, START, { reactions: { loud: [loud(one)], usual: past } }),
        hours: seriesAt([], MONDAY, START).hours.map((hour, i, all) =>
          i === all.length - 1 ? { ...hour, negative: complaints } : hour,
        ),
      });
      const most = Math.max(0, ...Array.from({ length: complaints }, drawn));
      if (most >= 200 && reach.detect(of(most), MONDAY).length > 0) rung += 1;
      if (day === 0 && reach.detect(of(400_000 * scale), MONDAY).length > 0) viral += 1;
    }
  }
  expect({ rung, viral }).toEqual({ rung: expect.toSatisfy((n: number) => n <= 2), viral: 60 });
});
