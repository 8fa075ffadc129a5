import { describe, expect, test } from 'vitest';
import { amplification, lifeBars, spreadPath, storyTimeline } from '../../../server/core/story/spread.ts';
import { movementOf } from '../../../server/core/story/story-stage.ts';
import { storyTitle } from '../../../server/core/story/story-title.ts';
import { DAY, HOUR, MINUTE, startOfHour } from '../../../server/core/time.ts';
import { NOW } from '../../support/make.ts';

const THIS = startOfHour(NOW);
/** Counts of the last hours, the one under way last. */
const hoursOf = (...counts: readonly number[]) =>
  counts.map((count, at) => ({ hour: THIS - (counts.length - 1 - at) * HOUR, count }));
const stageOf = (...counts: readonly number[]) => movementOf(hoursOf(...counts), NOW).stage;

describe('the stage of a story', () => {
  test('is read from its hourly counts', () => {
    expect(stageOf(1, 0, 2)).toBe('emerging');
    expect(stageOf(1, 1, 2, 4, 8, 9)).toBe('growing');
    expect(stageOf(4, 8, 9, 9, 8, 4)).toBe('peak');
    expect(stageOf(9, 30, 20, 9, 4, 2, 1)).toBe('declining');
    expect(stageOf(20, 0, 0, 0, 0, 0)).toBe('declining');
    expect(stageOf(9, 30, ...Array<number>(50).fill(0))).toBe('closed');
  });

  test('does not fall because an hour has just begun', () => {
    const hours = hoursOf(6, 6, 6, 6, 6, 6, 0);
    expect(movementOf(hours, THIS + MINUTE).stage).toBe('peak');
  });

  describe('said for weeks', () => {
    /** Three posts in the morning, two in the evening, on each of so many days; then what is `added` by the hour ago. */
    const daily = (days: number, added: Readonly<Record<number, number>> = {}, each = 1) => {
      const counts = Array.from({ length: days * 24 }, (_, ago) =>
        ago % 24 === 15 ? 3 * each : ago % 24 === 5 ? 2 * each : 0,
      );
      for (const [ago, count] of Object.entries(added)) counts[Number(ago)] = count;
      return stageOf(...counts.toReversed());
    };

    test('at the same rate is evergreen: what people always say, no event', () => {
      expect(daily(10)).toBe('evergreen');
      expect(daily(60)).toBe('evergreen');
      expect(daily(60, {}, 12)).toBe('evergreen');
    });

    test('is none while it is young, small, or has days without any', () => {
      expect(daily(6)).not.toBe('evergreen');
      expect(stageOf(...Array.from({ length: 480 }, (_, hour) => (hour % 48 === 0 ? 4 : 0)), 0)).not.toBe(
        'evergreen',
      );
      expect(daily(12, Object.fromEntries(Array.from({ length: 200 }, (_, ago) => [ago + 24, 0])))).not.toBe(
        'evergreen',
      );
    });

    test('is an event again as soon as one hour brings more than any before', () => {
      expect(daily(20, { 0: 9 })).toBe('growing');
      expect(daily(20, { 4: 30 })).toBe('declining');
      expect(daily(20, { 30: 12, 40: 10, 20: 8, 10: 9 })).not.toBe('evergreen');
    });

    test('with a crisis in it is an event for four weeks', () => {
      expect(daily(60, { [20 * 24]: 90 })).toBe('declining');
      expect(daily(60, { [40 * 24]: 90 })).toBe('evergreen');
    });
  });

  test('says when to look again, and what moved', () => {
    expect(movementOf(hoursOf(1, 1), NOW)).toMatchObject({ reviewAt: THIS + 49 * HOUR, peakAt: THIS - HOUR });
    const steady = movementOf(hoursOf(2, 2, 2, 2, 2, 2, 2, 3), NOW);
    expect(steady).toEqual({ stage: 'peak', recent: 13, before: 4, peakAt: THIS, reviewAt: THIS + HOUR });
    expect(movementOf([], NOW)).toMatchObject({ stage: 'closed', reviewAt: null, peakAt: null });
  });
});

describe('how a story spreads', () => {
  test('platforms stand in the order they came, timed from the first', () => {
    const arrivals = [
      { platform: 'news', firstAt: NOW + HOUR, posts: 3 },
      { platform: '论坛', firstAt: NOW, posts: 2 },
      { platform: 'weibo', firstAt: NOW + HOUR, posts: 9 },
    ];
    expect(spreadPath(arrivals).map(({ platform, delay }) => [platform, delay])).toEqual([
      ['论坛', 0],
      ['weibo', HOUR],
      ['news', HOUR],
    ]);
  });

  test('reach, copies and authority carry it; none of them alone is everything', () => {
    const quiet = amplification({ copies: 0, reach: 200, voice: 'ordinary' });
    const copied = amplification({ copies: 300, reach: 200, voice: 'ordinary' });
    const central = amplification({ copies: 300, reach: 1_000_000, voice: 'central_media' });
    expect([quiet < copied, copied < central, central <= 1]).toEqual([true, true, true]);
  });

  test('its path has no gaps, and a long one is told by days of China', () => {
    const none = { negative: 0, neutral: 0, positive: 0, copies: 0 };
    const hour = (at: number, negative: number) => ({ ...none, at, negative });
    expect(storyTimeline([hour(THIS - 2 * HOUR, 3), hour(THIS, 1)])).toEqual({
      unit: 'hour',
      points: [hour(THIS - 2 * HOUR, 3), hour(THIS - HOUR, 0), hour(THIS, 1)],
    });
    const long = storyTimeline([hour(THIS - 9 * DAY, 3), hour(THIS - 9 * DAY + HOUR, 2), hour(THIS, 1)]);
    expect(long.unit).toBe('day');
    expect(long.points.map(({ negative }) => negative)).toEqual([5, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    expect(storyTimeline([])).toEqual({ unit: 'hour', points: [] });
  });

  test('its life fits into 24 bars that add up', () => {
    expect(lifeBars(hoursOf(1, 0, 5))).toEqual([1, 0, 5]);
    const long = lifeBars(hoursOf(...Array<number>(100).fill(1)));
    expect(long).toHaveLength(24);
    expect(long.reduce((sum, each) => sum + each, 0)).toBe(100);
    expect(lifeBars([])).toEqual([]);
  });
});

test('a story is called after its title, or the beginning of its text', () => {
  expect(storyTitle({ title: ' 锅炉  爆炸 ', text: 'x' })).toBe('锅炉 爆炸');
  expect(storyTitle({ title: null, text: '大家好。城北供热站锅炉爆炸。十二个小区停暖' })).toBe(
    '大家好。城北供热站锅炉爆炸',
  );
  expect([...storyTitle({ title: null, text: '停'.repeat(80) })]).toHaveLength(40);
});
