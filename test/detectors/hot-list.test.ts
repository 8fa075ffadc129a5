import { describe, expect, test } from 'vitest';
import type { RankSeen } from '../../server/core/series/series.ts';
import { DAY, HOUR, MINUTE } from '../../server/core/time.ts';
import hotList from '../../server/detectors/hot-list.ts';
import { makeClaim } from '../core/alert/make-alert.ts';
import { MONDAY, seriesAt } from '../core/series/make-series.ts';

const path = (postId: number, ...steps: readonly (readonly [number, number])[]): RankSeen[] =>
  steps.map(([minutesAgo, rank]) => ({ postId, at: MONDAY - minutesAgo * MINUTE, rank }));
const detect = (ranks: readonly RankSeen[], hotRank: number | null = 3) => {
  const sorted = [...ranks].sort((a, b) => a.at - b.at);
  const claims = [makeClaim('hot', 1)];
  return hotList.detect(seriesAt([], MONDAY, MONDAY - 28 * DAY, { ranks: sorted, hotRank, claims }), MONDAY);
};

describe('a topic on a hot list', () => {
  test('that has just come', () => {
    expect(detect(path(9, [20, 41], [10, 40]))[0]).toMatchObject({
      facts: { move: 'entered', current: 40 },
      examples: [9, 7],
    });
  });

  test('that climbs from look to look', () => {
    expect(detect(path(9, [180, 38], [120, 25], [60, 12], [10, 4]))[0]?.facts).toMatchObject({
      move: 'climbing',
      current: 4,
      from: 38,
      minutes: 180,
      enteredAt: MONDAY - 3 * HOUR,
    });
  });

  test('that climbs within its first hours climbs, it has not merely come', () => {
    expect(detect(path(9, [100, 30], [10, 8]))[0]?.facts.move).toBe('climbing');
  });

  test('a rank or two is trembling; falling and standing are told as such', () => {
    expect(detect(path(9, [600, 5], [10, 4]))[0]?.facts.move).toBe('steady');
    expect(detect(path(9, [600, 5], [10, 19]))[0]?.facts).toMatchObject({ move: 'falling', current: 19 });
  });

  test('a climb of yesterday is no climb now', () => {
    const facts = detect(path(9, [1_300, 30], [1_200, 4], [30, 4]))[0]?.facts;
    expect(facts).toMatchObject({ move: 'steady', current: 4 });
  });

  test('of two topics the one that stands better is told', () => {
    const ranks = [...path(8, [300, 44], [10, 20]), ...path(9, [300, 6], [10, 5])];
    expect(detect(ranks)[0]?.facts).toMatchObject({ move: 'steady', current: 5 });
  });

  test('without looks it tells the rank alone, off the lists nothing', () => {
    expect(detect([])[0]?.facts).toEqual({ rank: 3, reach: 0 });
    expect(detect(path(9, [10, 4]), null)).toEqual([]);
  });
});
