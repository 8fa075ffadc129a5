import { describe, expect, test } from 'vitest';
import { cohenKappa, krippendorffAlpha, pairsOf } from '../../../server/core/reading/agreement.ts';
import type { SentimentLabel } from '../../../server/core/reading/analysis.ts';

const times = (n: number, pair: [SentimentLabel, SentimentLabel]) =>
  Array.from({ length: n }, () => [...pair] as [SentimentLabel, SentimentLabel]);

describe('Cohen’s κ', () => {
  test('is what the textbook’s table of 50 grant proposals gives: 0.4', () => {
    const pairs = [...times(20, [1, 1]), ...times(5, [1, -1]), ...times(10, [-1, 1]), ...times(15, [-1, -1])];
    const kappa = cohenKappa(pairs);
    expect(kappa.value).toBeCloseTo(0.4, 10);
    expect(kappa).toMatchObject({ n: 50, observed: 0.7 });
    expect(kappa.lo).toBeLessThan(0.4);
    expect(kappa.hi).toBeGreaterThan(0.4);
    expect(cohenKappa(pairs)).toEqual(kappa);
  });

  test('has the interval that drawing the posts again and again gives', () => {
    // Of 2,000 posts the bootstrap is as good as normal; half its width by the delta method (Fleiss, 1981).
    const pairs = [
      ...times(800, [1, 1]),
      ...times(200, [1, -1]),
      ...times(300, [-1, 1]),
      ...times(700, [-1, -1]),
    ];
    const { value, lo, hi } = cohenKappa(pairs);
    expect(value).toBeCloseTo(0.5, 10);
    const half = 1.96 * 0.01927;
    expect(lo).toBeCloseTo(0.5 - half, 2);
    expect(hi).toBeCloseTo(0.5 + half, 2);
  });

  test('is 1 in full agreement, 0 at chance, below 0 where people contradict each other', () => {
    expect(cohenKappa([...times(5, [1, 1]), ...times(5, [-1, -1])]).value).toBe(1);
    const chance = [...times(1, [1, 1]), ...times(1, [1, -1]), ...times(1, [-1, 1]), ...times(1, [-1, -1])];
    expect(cohenKappa(chance).value).toBeCloseTo(0, 10);
    expect(cohenKappa([...times(5, [1, -1]), ...times(5, [-1, 1])]).value).toBe(-1);
  });

  test('is not defined where only one label was used, and has no interval below ten posts', () => {
    expect(cohenKappa(times(20, [0, 0]))).toMatchObject({ value: null, lo: null, observed: 1, n: 20 });
    expect(cohenKappa([...times(3, [1, 1]), ...times(3, [0, 0])])).toMatchObject({ value: 1, lo: null });
    expect(cohenKappa([])).toMatchObject({ value: null, n: 0 });
  });
});

describe('Krippendorff’s α', () => {
  const opinions = (...labels: (SentimentLabel | null)[]) =>
    new Map(labels.flatMap((label, i) => (label === null ? [] : [[`p${i}`, label] as const])));

  test('is what the definition gives for two people and binary labels: 0.095', () => {
    // Krippendorff 2011, example A: ten units, two observers.
    const a = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0] as const;
    const b = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0] as const;
    const alpha = krippendorffAlpha(a.map((label, i) => opinions(label, b[i] ?? 0)));
    expect(alpha.value).toBeCloseTo(0.095, 3);
    expect(alpha.n).toBe(10);
  });

  test('takes any number of people, and leaves out what one alone judged', () => {
    const posts = [opinions(1, 1, 1), opinions(-1, -1, null), opinions(0, null, null), opinions(1, 1, -1)];
    const alpha = krippendorffAlpha(posts);
    expect(alpha.n).toBe(3);
    // Coincidences by hand: + + 4, − − 2, + − and − + 1 each; n = 8.
    expect(alpha.value).toBeCloseTo(1 - 7 * (2 / (64 - 25 - 9)), 10);
  });

  test('pairs come from what both judged, most in common first', () => {
    const posts = [opinions(1, 1, 1), opinions(-1, -1, null)];
    expect(pairsOf(posts).map(({ a, b, agreement }) => [a, b, agreement.n])).toEqual([
      ['p0', 'p1', 2],
      ['p0', 'p2', 1],
      ['p1', 'p2', 1],
    ]);
  });
});
