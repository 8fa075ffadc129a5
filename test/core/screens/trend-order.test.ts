import { describe, expect, test } from 'vitest';
import { growthIn, orderBySurety } from '../../../server/core/screens/trend-order.ts';
import { dayWindowsOf, windowsOf } from '../../../server/core/series/trend-window.ts';
import { DAY, HOUR } from '../../../server/core/time.ts';

/** 2026-11-22 16:00 in China. */
const TO = Date.UTC(2026, 10, 22, 8);
const day = { from: TO - DAY, to: TO };

describe('windows of a comparison', () => {
  test('the same length before, whole hours long', () => {
    const span = { from: TO - DAY, to: TO - 10 * 60_000 };
    expect(windowsOf(span, 'before', 0)).toEqual({
      now: span,
      before: [{ from: TO - 2 * DAY, to: TO - DAY }],
    });
  });

  test('the same hours of four weeks, newest first, as far as anything was seen', () => {
    const weeks = windowsOf(day, 'week', TO - 15 * DAY).before;
    expect(weeks).toEqual([
      { from: TO - 8 * DAY, to: TO - 7 * DAY },
      { from: TO - 15 * DAY, to: TO - 14 * DAY },
    ]);
  });

  test('more than a week is held against the stretch before', () => {
    const month = { from: TO - 28 * DAY, to: TO };
    expect(windowsOf(month, 'week', 0).before).toEqual([{ from: TO - 56 * DAY, to: TO - 28 * DAY }]);
  });

  test('seven days are a week, however far into an hour or a day they begin and end', () => {
    const weeks = [1, 2, 3, 4].map((n) => ({ from: TO - (n + 1) * 7 * DAY, to: TO - n * 7 * DAY }));
    const span = { from: TO - 7 * DAY, to: TO + 20 * 60_000 };
    expect(windowsOf(span, 'week', 0)).toEqual({ now: span, before: weeks });
    const lengths = dayWindowsOf(span, 'week', 0).before.map(({ from, to }) => (to - from) / DAY);
    expect(lengths).toEqual([7, 7, 7, 7]);
    expect(windowsOf({ from: TO - 8 * DAY, to: TO }, 'week', 0).before).toHaveLength(1);
    expect(dayWindowsOf({ from: TO - 8 * DAY, to: TO }, 'week', 0).before).toHaveLength(1);
  });

  test('a time in which nobody looked is compared with nothing', () => {
    expect(windowsOf(day, 'before', TO - 36 * HOUR).before).toEqual([]);
    expect(windowsOf(day, 'before', null).before).toEqual([]);
  });

  test('days begin at midnight in China, and the one that is not over is left out', () => {
    const { now, before } = dayWindowsOf(day, 'before', 0);
    expect(now).toEqual({ from: Date.UTC(2026, 10, 20, 16), to: Date.UTC(2026, 10, 21, 16) });
    expect(before).toEqual([{ from: Date.UTC(2026, 10, 19, 16), to: Date.UTC(2026, 10, 20, 16) }]);
    // The first day was seen only in part.
    expect(dayWindowsOf(day, 'before', Date.UTC(2026, 10, 19, 17)).before).toEqual([]);
  });
});

describe('order of the topics', () => {
  const windows = windowsOf(day, 'before', 0);
  const topic = (name: string, now: number, before: number) => ({
    name,
    count: now,
    growth: growthIn(windows, now, [before], 0),
  });
  const order = (...topics: ReturnType<typeof topic>[]) =>
    orderBySurety(topics).map(({ name, direction }) => `${name} ${direction}`);

  test('the surest change leads, not the largest ratio', () => {
    expect(order(topic('tiny', 3, 0), topic('doubled', 300, 150), topic('less', 40, 80))).toEqual([
      'doubled rising',
      'less falling',
      'tiny steady',
    ]);
  });

  test('what is unsure follows by its count', () => {
    expect(order(topic('twice', 2, 0), topic('hundred', 104, 100))).toEqual([
      'hundred steady',
      'twice steady',
    ]);
  });

  test('one small change among very many is taken for chance', () => {
    const single = topic('single', 15, 5);
    expect(order(single)).toEqual(['single rising']);
    const others = Array.from({ length: 60 }, (_, i) => topic(`usual-${i}`, 20, 20));
    expect(order(single, ...others)).toContain('single steady');
  });

  test('without a past nothing rises', () => {
    const alone = growthIn({ now: day, before: [] }, 50, [], 0);
    expect(alone).toBe(null);
    expect(orderBySurety([{ count: 50, growth: alone }])[0]?.direction).toBe('steady');
  });

  test('a watch whose counts swing calls less a change', () => {
    const calm = growthIn(windows, 120, [80], 0);
    const swinging = growthIn(windows, 120, [80], 0.4);
    expect(calm?.p).toBeLessThan(0.05);
    expect(swinging?.p).toBeGreaterThan(0.05);
  });
});
