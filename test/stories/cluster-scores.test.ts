import { describe, expect, test } from 'vitest';
import { bestThreshold, clusterScores } from '../../server/stories/cluster-scores.ts';

describe('groups beside labels', () => {
  test('are scored by pairs, by information and by B-cubed', () => {
    // Of a a a b b, one a is grouped with both b: 1 + 1 right pairs of 1 + 3 grouped and 3 + 1 labelled.
    const scores = clusterScores(['a', 'a', 'a', 'b', 'b'], [1, 1, 2, 2, 2]);
    expect(scores).toMatchObject({ pairPrecision: 0.5, pairRecall: 0.5, pairF1: 0.5, groups: 2, labels: 2 });
    // Cells of 2, 1 and 2 posts: (4/2 + 1/3 + 4/3) / 5 either way.
    expect(scores.b3).toBeCloseTo(11 / 15, 12);
    // Both entropies are ln 5 − (3 ln 3 + 2 ln 2) / 5, that of the cells ln 5 − (4 ln 2) / 5.
    const one = Math.log(5) - (3 * Math.log(3) + 2 * Math.log(2)) / 5;
    const both = Math.log(5) - (4 * Math.log(2)) / 5;
    expect(scores.nmi).toBeCloseTo((2 * one - both) / one, 12);
  });

  test.each([
    ['the same', ['a', 'b', 'a'], [7, 5, 7], { pairF1: 1, nmi: 1, b3: 1 }],
    ['every text alone in both', ['a', 'b', 'c'], [1, 2, 3], { pairF1: 1, nmi: 1, b3: 1 }],
    ['one label, one group', ['a', 'a'], [4, 4], { pairF1: 1, nmi: 1, b3: 1 }],
    ['every text alone under one label', ['a', 'a'], [1, 2], { pairF1: 0, nmi: 0, b3: 2 / 3 }],
    ['every text with its label in one group', ['a', 'b'], [1, 1], { pairF1: 0, nmi: 0, b3: 2 / 3 }],
    ['no text', [], [], { pairF1: 1, nmi: 1, b3: 1 }],
  ])('%s: each score is a number', (_, labels, groups, wanted) => {
    const { pairF1, nmi, b3 } = clusterScores(labels, groups);
    expect({ pairF1, nmi }).toEqual({ pairF1: wanted.pairF1, nmi: wanted.nmi });
    expect(b3).toBeCloseTo(wanted.b3, 12);
  });
});

describe('the best threshold', () => {
  test('lies halfway below the last score that helps', () => {
    // Yes to 0.9, 0.75 and 0.5: two of three right, none missed: F1 = 2·2 / (3 + 2).
    const best = bestThreshold([0.25, 0.9, 0.5, 0.75], [0, 1, 1, 0]);
    expect(best).toEqual({ threshold: 0.375, f1: 0.8 });
  });

  test('is never between two that are the same', () => {
    // Yes to 0.5 is yes to both of them: F1 = 2·1 / (2 + 1), however they are ordered.
    for (const labels of [
      [1, 0],
      [0, 1],
    ]) {
      expect(bestThreshold([0.5, 0.5], labels)).toEqual({ threshold: 0.5, f1: 2 / 3 });
    }
  });

  test('is nothing where nothing is right', () => {
    expect(bestThreshold([0.5, 0.75], [0, 0])).toEqual({ threshold: 0, f1: 0 });
    expect(bestThreshold([], [])).toEqual({ threshold: 0, f1: 0 });
  });
});
