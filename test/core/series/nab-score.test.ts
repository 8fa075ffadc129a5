import { describe, expect, test } from 'vitest';
import { type NabSeries, type NabWeights, nabScore } from '../../../server/core/series/nab-score.ts';

const STANDARD: NabWeights = { found: 1, falseRow: 0.11, missed: 1 };
const LOW_FALSE: NabWeights = { found: 1, falseRow: 0.22, missed: 1 };
const LOW_MISSED: NabWeights = { found: 1, falseRow: 0.11, missed: 2 };

const KNOWN = [
  { score: 70.07412840053347, rest: { threshold: 966 / 997, found: 3, falseRows: 16 } },
  { score: 51.58155578593219, rest: { threshold: 991 / 997, found: 2, falseRows: 3 } },
  { score: 80.04941893368897, rest: { threshold: 966 / 997, found: 3, falseRows: 16 } },
] as const;

const ROWS = 400;
const times = Array.from({ length: ROWS }, (_, i) => `t${i}`);
const WINDOWS = [
  [
    ['t80', 't119'],
    ['t200', 't259'],
  ],
  [['t300', 't339']],
] as const;

/** Two series of 400 rows, three windows; `scoreOf` says what row i of series s scored. */
function seriesOf(scoreOf: (s: number, i: number) => number): NabSeries[] {
  return WINDOWS.map((windows, s) => ({ times, windows, scores: times.map((_, i) => scoreOf(s, i)) }));
}

describe('the NAB score', () => {
  test('100 for every window at its first row and nothing else, 0 for nothing raised', () => {
    const first = (s: number, i: number) => (WINDOWS[s]?.some(([from]) => from === `t${i}`) ? 1 : 0);
    expect(nabScore(seriesOf(first), STANDARD)).toMatchObject({
      score: 100,
      threshold: 1,
      found: 3,
      windows: 3,
      falseRows: 0,
    });
    expect(
      nabScore(
        seriesOf(() => 0.5),
        STANDARD,
      ),
    ).toMatchObject({ found: 0, threshold: 1.1 });
    expect(
      nabScore(
        seriesOf(() => 0.5),
        STANDARD,
      ).score,
    ).toBe(0);
  });

  test('0 where there is no window to be found', () => {
    const calm = [{ times, windows: [], scores: times.map((_, i) => i / ROWS) }];
    expect(nabScore(calm, STANDARD)).toMatchObject({ score: 0, windows: 0, found: 0, falseRows: 0 });
    expect(nabScore([], STANDARD).score).toBe(0);
  });

  test('the first 15 % of the rows are not scored', () => {
    const early = (s: number, i: number) => (i < 60 ? 1 : s === 0 && i === 80 ? 0.9 : 0);
    const { falseRows, found, score } = nabScore(seriesOf(early), STANDARD);
    expect({ falseRows, found }).toEqual({ falseRows: 0, found: 1 });
    expect(score).toBeCloseTo(100 / 3, 9);
  });

  test('later in a window is worth less, long after one costs the full weight of a false row', () => {
    const late = (s: number, i: number) => (s === 0 && i === 119 ? 1 : 0);
    // Last row of 40: x = −1/40, so 2/(1 + e^(−1/8)) − 1 = 0.06242 of 0.98661.
    expect(nabScore(seriesOf(late), STANDARD).score).toBeCloseTo((100 * (1 + 0.0624187 / 0.9866143)) / 6, 3);
    const andFalse = (s: number, i: number) => late(s, i) || (s === 1 && i === 70 ? 1 : 0);
    expect(nabScore(seriesOf(andFalse), STANDARD).score).toBeCloseTo(
      (100 * (1 + 0.0624187 / 0.9866143 - 0.11)) / 6,
      3,
    );
  });

  // What an independent implementation, checked against the benchmark's published results, says of the same.
  test.each([
    ['standard', STANDARD, KNOWN[0]],
    ['few false alarms', LOW_FALSE, KNOWN[1]],
    ['few misses', LOW_MISSED, KNOWN[2]],
  ])('known numbers of a noisy detector, %s', (_, weights, known) => {
    const noisy = (s: number, i: number) => ((i * 7_919 + s * 104_729) % 997) / 997;
    const { score, ...rest } = nabScore(seriesOf(noisy), weights);
    expect(score).toBeCloseTo(known.score, 9);
    expect(rest).toEqual({ ...known.rest, windows: 3 });
  });
});
