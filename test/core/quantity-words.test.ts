import { describe, expect, test } from 'vitest';
import { percent } from '../../server/core/quantity-words.ts';
import { pointsWords } from '../../server/core/report/report-words.ts';

describe('a share in words', () => {
  test.each([
    [0, '0.0%'],
    [1 / 5000, '<0.1%'],
    [2 / 600, '0.3%'],
    [0.05, '5.0%'],
    [0.0996, '10.0%'],
    [0.235, '23.5%'],
    [0.9, '90.0%'],
    [0.904, '90.4%'],
    [599 / 600, '99.8%'],
    [4999 / 5000, '>99.9%'],
    [1, '100.0%'],
  ])('%d', (share, words) => {
    expect(percent(share)).toBe(words);
  });

  test('the points between two shares are those between what is shown of them', () => {
    const shown = (hits: number, n: number) => Number(percent(hits / n).replace(/[<>%]/g, ''));
    for (let hits = 300; hits < 1000; hits += 7) {
      const said = pointsWords({ hits, n: 2999 }, { hits: 100, n: 1777 }, '上周');
      const points = Number(/高 (\d+\.\d) 个百分点/.exec(said)?.[1]);
      expect(points).toBeCloseTo(shown(hits, 2999) - shown(100, 1777), 6);
    }
    expect(pointsWords({ hits: 940, n: 4000 }, { hits: 699, n: 3800 }, '上周')).toBe(
      '比上周高 5.1 个百分点（3.3–6.9）',
    );
  });
});
