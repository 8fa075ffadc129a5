import { describe, expect, test } from 'vitest';
import { chinaTicks } from '../../web/charts/ticks.ts';
import * as format from '../../web/words/format.ts';

/** 2026-11-22 07:12 in China. */
const NOW = Date.UTC(2026, 10, 21, 23, 12);
const HOUR = 3_600_000;

describe('numbers', () => {
  test.each([
    [0, '0', '0'],
    [9_999, '9,999', '9,999'],
    [12_345, '1.2万', '12.3k'],
    [1e9, '10亿', '1 billion'],
    [20_000, '2万', '20k'],
    [123_456_789, '1.2亿', '123.5M'],
  ])('%d is %s in Chinese and %s in English', (value, zh, en) => {
    expect(format.compact(value, 'zh')).toBe(zh);
    expect(format.compact(value, 'en')).toBe(en);
  });

  test('a share carries its interval', () => {
    expect(format.interval(0.3139, 0.289, 0.34)).toBe('31.4% (28.9–34.0)');
  });

  test('a share that is not nothing, or not all, is never called so', () => {
    const shares = [0, 1 / 5000, 1 / 1000, 0.5, 599 / 600, 4999 / 5000, 1];
    expect(shares.map(format.percent)).toEqual([
      '0.0%',
      '<0.1%',
      '0.1%',
      '50.0%',
      '99.8%',
      '>99.9%',
      '100.0%',
    ]);
  });

  test('a difference of shares has its sign', () => {
    expect([0.124, 0.004, 0, -0.004, -0.066].map(format.signed)).toEqual(['+12', '0', '0', '0', '−7']);
  });

  test('times the usual is said only where there is a usual', () => {
    expect(format.times(86, 9)).toBe('9.6');
    expect(format.times(86, 0)).toBe(null);
    expect(format.times(86, 0.6)).toBe(null);
    expect(format.times(86, null)).toBe(null);
  });
});

describe('times', () => {
  test('today, yesterday and other days are China’s, whatever the browser’s zone', () => {
    expect(format.moment(NOW, NOW, 'zh')).toBe('今天 07:12');
    expect(format.moment(NOW - 8 * HOUR, NOW, 'zh')).toBe('昨天 23:12');
    expect(format.moment(NOW + 8 * HOUR, NOW, 'zh')).toBe('今天 15:12');
    expect(format.moment(NOW + 24 * HOUR, NOW, 'zh')).toBe('明天 07:12');
    expect(format.moment(NOW - 48 * HOUR, NOW, 'zh')).toBe('11月20日 07:12');
    expect(format.moment(NOW - 365 * 24 * HOUR, NOW, 'zh')).toBe('2025年11月22日 07:12');
    expect(format.moment(NOW - 48 * HOUR, NOW, 'en')).toBe('Nov 20 07:12');
  });

  test('ages grow from just now to the moment itself', () => {
    expect(format.ago(NOW - 20_000, NOW, 'zh')).toBe('刚刚');
    expect(format.ago(NOW - 5 * 60_000, NOW, 'zh')).toBe('5 分钟前');
    expect(format.ago(NOW - 7 * HOUR, NOW, 'zh')).toBe('今天 00:12');
  });

  test('durations keep two units at most', () => {
    expect(format.duration(80 * 60_000, 'zh')).toBe('1 小时 20 分');
    expect(format.duration(26 * HOUR + 60_000, 'zh')).toBe('1 天 2 小时');
    expect(format.duration(45_000, 'en')).toBe('45 s');
    expect(format.duration(59_700, 'zh')).toBe('59 秒');
    expect(format.duration(-5, 'zh')).toBe('0 秒');
  });
});

test('chart ticks stand on round hours and days of China', () => {
  const ticks = chinaTicks(NOW - 24 * HOUR, NOW, 9);
  expect(ticks.map(format.clockTime)).toEqual([
    '09:00',
    '12:00',
    '15:00',
    '18:00',
    '21:00',
    '00:00',
    '03:00',
    '06:00',
  ]);
  expect(chinaTicks(NOW - 7 * 24 * HOUR, NOW, 9).every((at) => format.clockTime(at) === '00:00')).toBe(true);
});
