import { describe, expect, test } from 'vitest';
import { comparableGrowth } from '../../../server/core/screens/trend-order.ts';
import { oneSidedPlatforms, type PlatformDay } from '../../../server/core/series/one-sided.ts';
import { DAY } from '../../../server/core/time.ts';

const FROM = Date.parse('2026-10-05T00:00:00+08:00');
const whole = { from: FROM, to: FROM + 56 * DAY };

/** So many posts a day from one day to before another. */
function said(platform: string, from: number, to: number, count = 3, negative = 1): readonly PlatformDay[] {
  return Array.from({ length: to - from }, (_, i) => ({
    at: FROM + (from + i) * DAY,
    platform,
    count,
    negative,
  }));
}
const weibo = said('weibo', 0, 56, 10);

describe('platforms of one side', () => {
  test('are those that began to be read, and those that ceased', () => {
    expect(oneSidedPlatforms([...weibo, ...said('12345', 28, 56)], whole)).toEqual([
      { platform: '12345', missing: 'before' },
    ]);
    expect(oneSidedPlatforms([...weibo, ...said('douyin', 0, 28)], whole)).toEqual([
      { platform: 'douyin', missing: 'now' },
    ]);
    expect(oneSidedPlatforms(weibo, whole)).toEqual([]);
    expect(oneSidedPlatforms([], whole)).toEqual([]);
  });

  test('also where it was in the midst of a stretch, but not for a day or two', () => {
    const since = (day: number) => oneSidedPlatforms([...weibo, ...said('12345', day, 56)], whole);
    expect(since(14)).toEqual([{ platform: '12345', missing: 'before' }]);
    expect(since(40)).toEqual([{ platform: '12345', missing: 'before' }]);
    expect(since(2)).toEqual([]);
    expect(oneSidedPlatforms([...weibo, ...said('douyin', 0, 42)], whole)).toEqual([
      { platform: 'douyin', missing: 'now' },
    ]);
  });

  test('are not those where a burst of posts is news, nor those that weigh little', () => {
    const burst = said('forum', 40, 42, 60, 60);
    expect(oneSidedPlatforms([...weibo, ...burst], whole)).toEqual([]);
    expect(oneSidedPlatforms([...weibo, ...said('zhihu', 28, 56, 1, 0)], whole)).toEqual([]);
    // One post in twenty, but a third of what is negative.
    const quiet = said('weibo', 0, 56, 20, 2);
    expect(oneSidedPlatforms([...quiet, ...said('12345', 28, 56, 1, 1)], whole)).toHaveLength(1);
  });

  test('are none where nothing was heard anywhere: then people began to talk', () => {
    expect(oneSidedPlatforms(said('weibo', 28, 56, 10), whole)).toEqual([]);
    expect(oneSidedPlatforms([...said('weibo', 28, 56, 10), ...said('news', 3, 4, 1)], whole)).toHaveLength(
      1,
    );
    // One source in the place of another.
    expect(oneSidedPlatforms([...said('weibo', 0, 28, 10), ...said('douyin', 28, 56, 10)], whole)).toEqual([
      { platform: 'douyin', missing: 'before' },
      { platform: 'weibo', missing: 'now' },
    ]);
  });

  test('are known of a week, not of a day', () => {
    const week = { from: FROM, to: FROM + 14 * DAY };
    const days = [...said('weibo', 0, 14, 10), ...said('12345', 7, 14)];
    expect(oneSidedPlatforms(days, week)).toEqual([{ platform: '12345', missing: 'before' }]);
    const day = { from: FROM, to: FROM + 2 * DAY };
    expect(oneSidedPlatforms([...said('weibo', 0, 2), ...said('12345', 1, 2, 9)], day)).toEqual([]);
  });
});

describe('the growth of what can be compared', () => {
  const windows = {
    now: { from: FROM + 28 * DAY, to: FROM + 56 * DAY },
    before: [{ from: FROM, to: FROM + 28 * DAY }],
  };

  test('is that of the platforms heard on both sides', () => {
    const growth = comparableGrowth(windows, { count: 100, before: [50] }, { count: 50, before: [50] }, 0);
    expect(growth?.ratio).toBe(1);
  });

  test('is none where all of it, or all of it before, was said on the others', () => {
    expect(comparableGrowth(windows, { count: 40, before: [0] }, { count: 0, before: [0] }, 0)).toBeNull();
    expect(comparableGrowth(windows, { count: 40, before: [9] }, { count: 9, before: [0] }, 0)).toBeNull();
    expect(
      comparableGrowth(windows, { count: 40, before: [0] }, { count: 40, before: [0] }, 0),
    ).toMatchObject({
      ratio: null,
    });
  });
});
