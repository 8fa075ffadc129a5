import { describe, expect, test } from 'vitest';
import { type Baseline, baselineOf } from '../../../server/core/series/baseline/baseline.ts';
import { markOutages } from '../../../server/core/series/feed-outages.ts';
import type { Series } from '../../../server/core/series/series.ts';
import { usualShare } from '../../../server/core/series/usual/share.ts';
import { DAY, HOUR } from '../../../server/core/time.ts';
import { MONDAY, posts, seriesAt } from './make-series.ts';

const NOW = MONDAY + 10 * HOUR;
const FROM = NOW - 28 * DAY;
const OUT = { from: NOW - 10 * DAY, to: NOW - HOUR };
const factor = (hour: number) => (hour >= OUT.from && hour < OUT.to ? 0.2 : 1);
const THIN = posts({ rate: 10, seed: 5, from: FROM, to: NOW, factor });
const WHOLE = posts({ rate: 10, seed: 5, from: FROM, to: OUT.from });

const marked = (series: Series | null) => series?.hours.filter(({ partial }) => partial).length ?? 0;
const level = (series: Series) => {
  const { slots } = baselineOf(series, 'total', NOW) as Baseline;
  return slots.reduce((sum, count) => sum + count, 0) / slots.length;
};

describe('hours in which feeds were out of order', () => {
  test('say nothing about what is usual', () => {
    const series = seriesAt(THIN, NOW, FROM);
    const whole = markOutages(series, [{ ...OUT, share: 0.8 }], NOW);
    expect(level(series)).toBeLessThan(5);
    expect(level(whole as Series)).toBeGreaterThan(9);
    const negatives = usualShare(whole as Series, 6, NOW)?.total ?? 0;
    expect(negatives).toBeLessThanOrEqual(WHOLE.length);
    expect(negatives).toBeGreaterThan(0.9 * WHOLE.length);
  });

  test('are those in which a fifth could not be heard, by one feed or several together', () => {
    const series = seriesAt(THIN, NOW, FROM);
    const out = (share: number, days: number) => ({ from: NOW - days * DAY, to: NOW - DAY, share });
    expect(markOutages(series, [out(0.15, 5)], NOW)).toBeNull();
    expect(marked(markOutages(series, [out(0.15, 5), out(0.1, 3)], NOW))).toBe(2 * 24);
    expect(marked(markOutages(series, [out(0.3, 5)], NOW))).toBe(4 * 24);
    expect(markOutages(series, [], NOW)).toBeNull();
  });

  test('count after all where less than a week would be left', () => {
    const series = seriesAt(THIN, NOW, FROM);
    expect(markOutages(series, [{ from: NOW - 22 * DAY, to: NOW, share: 1 }], NOW)).toBeNull();
    expect(marked(markOutages(series, [{ from: NOW - 20 * DAY, to: NOW, share: 1 }], NOW))).toBeGreaterThan(
      470,
    );
  });

  test('are left out of the mix of platforms', () => {
    const platforms = [{ platform: 'video', counts: seriesAt(THIN, NOW, FROM).hours.map(() => 3) }];
    const series = seriesAt(THIN, NOW, FROM, { platforms });
    const counts = markOutages(series, [{ ...OUT, share: 0.8 }], NOW)?.platforms[0]?.counts ?? [];
    const whole = series.hours.map(({ hour }) => (hour + HOUR <= OUT.from || hour >= OUT.to ? 3 : 0));
    expect(counts).toEqual(whole);
  });
});
