import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changePoints } from '../../../server/core/series/change/change-point.ts';
import { changeSeries } from '../../../server/core/series/change/change-series.ts';
import { DAY, HOUR } from '../../../server/core/time.ts';
import { poissonDraw, seeded } from '../../support/random.ts';

const START = Date.UTC(2026, 0, 5);

/** Poisson counts of the given means. */
function counts(means: readonly number[], seed = 7): number[] {
  const random = seeded(seed);
  return means.map((mean) => poissonDraw(random, mean));
}

function series(values: readonly number[], step = DAY) {
  return values.map((count, i) => ({ at: START + i * step, count }));
}

const level = (length: number, mean: number): number[] => Array(length).fill(mean);

describe('change points', () => {
  test('a level that doubles is found at its day, with both means and a probability', () => {
    const found = changePoints(series(counts([...level(40, 20), ...level(40, 40)])));
    expect(found).toHaveLength(1);
    const [change] = found;
    expect(Math.abs((change?.index ?? 0) - 40)).toBeLessThanOrEqual(2);
    expect(change?.before).toBeCloseTo(20, -1);
    expect(change?.after).toBeCloseTo(40, -1);
    expect(change?.probability).toBeGreaterThan(0.99);
    expect(change?.earliest).toBeLessThanOrEqual(change?.at ?? 0);
    expect(change?.latest).toBeGreaterThanOrEqual(change?.at ?? 0);
    expect(START + 40 * DAY).toBeGreaterThanOrEqual(change?.earliest ?? 0);
    expect(START + 40 * DAY).toBeLessThanOrEqual(change?.latest ?? 0);
  });

  test('up and down again are two changes; a single spike, or two days of one, is none', () => {
    const plateau = counts([...level(30, 10), ...level(10, 40), ...level(30, 10)]);
    expect(changePoints(series(plateau)).map(({ before, after }) => after > before)).toEqual([true, false]);
    const calm = counts(level(70, 10));
    for (const spike of [[400], [400, 350]]) {
      const spiky = [...calm.slice(0, 30), ...spike, ...calm.slice(30)];
      expect(changePoints(series(spiky))).toEqual([]);
    }
  });

  test('noise alone changes rarely, calm or wild', () => {
    let found = 0;
    for (let seed = 1; seed <= 30; seed++) {
      const random = seeded(seed * 7919);
      const wild = level(150, 12).map((mean) => mean * -Math.log(1 - random()));
      found += changePoints(series(counts(level(150, 12), seed * 104_729))).length;
      found += changePoints(series(counts(wild, seed * 1_299_709))).length;
    }
    expect(found).toBeLessThanOrEqual(2);
  });

  test('a rhythm that is known is no change; a change on top of it is one', () => {
    const rhythm = Array.from({ length: 20 * 24 }, (_, i) => 12 + 10 * Math.sin((i / 12) * Math.PI));
    const withUsual = (means: readonly number[]) =>
      series(counts(means), HOUR).map((point, i) => ({ ...point, usual: rhythm[i] ?? 0 }));
    expect(changePoints(withUsual(rhythm))).toEqual([]);
    const risen = changePoints(withUsual(rhythm.map((mean, i) => (i < 240 ? mean : 1.6 * mean))));
    expect(risen).toHaveLength(1);
    expect(Math.abs((risen[0]?.index ?? 0) - 240)).toBeLessThanOrEqual(6);
    expect((risen[0]?.after ?? 0) / (risen[0]?.before ?? 1)).toBeCloseTo(1.6, 0);
  });

  test('real values, also negative ones, change by the normal model', () => {
    const random = seeded(99);
    const noise = () => (random() + random() + random() + random() - 2) * 0.2;
    const values = [...level(40, 0.3), ...level(40, -0.4)].map((mean) => mean + noise());
    const found = changePoints(series(values), { model: 'normal' });
    expect(found.map(({ index }) => index)).toEqual([40]);
    expect(found[0]?.after).toBeLessThan(0);
  });

  test('constant, empty, all zero and very short series have none', () => {
    for (const values of [[], [5], level(5, 3), level(90, 7), level(90, 0)]) {
      expect(changePoints(series(values))).toEqual([]);
      expect(changePoints(series(values), { model: 'normal' })).toEqual([]);
    }
  });

  test('from zeros to counts is found', () => {
    const found = changePoints(series(counts([...level(40, 0), ...level(20, 4)])));
    expect(found).toHaveLength(1);
    expect(found[0]?.before).toBeLessThan(0.5);
  });

  test('the changes are those of the exhaustive search', () => {
    const values = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 8, maxLength: 24 });
    fc.assert(
      fc.property(values, (list) => {
        const points = series(list);
        const price = Math.log(points.length);
        const found = changePoints(points, { least: 1, penalty: 1 });
        const whole = changeSeries(points, 1, 'counts');
        const bounds = [0, ...found.map(({ index }) => index), points.length];
        const total = bounds
          .slice(1)
          .reduce((sum, end, i) => sum + whole.cost(bounds[i] ?? 0, end) + (i > 0 ? price : 0), 0);
        expect(total).toBeCloseTo(leastCost(whole, price), 6);
      }),
      { numRuns: 60 },
    );
  });
});

/** Optimal partitioning without pruning (Jackson et al. 2005). */
function leastCost(whole: ReturnType<typeof changeSeries>, price: number): number {
  const best = [-price];
  for (let end = 1; end <= whole.length; end++)
    best.push(Math.min(...best.map((cost, start) => cost + whole.cost(start, end) + price)));
  return best.at(-1) ?? 0;
}
