import { describe, expect, test } from 'vitest';
import { falseDiscoveries, testsOf, unsettled } from '../../../server/core/finding/false-discovery.ts';
import type { Finding } from '../../../server/core/finding/finding.ts';
import { seeded } from '../../support/random.ts';
import { makeFinding } from '../alert/make-alert.ts';

const scored = (...scores: readonly number[]): Finding[] =>
  scores.map((score, i) => makeFinding({ score, watchId: i + 1 }));
const heldScores = (findings: readonly Finding[], tests: number, share?: number) =>
  falseDiscoveries(findings, tests, share).map(({ finding }) => finding.score);

describe('findings of many watches at once', () => {
  test('one watch alone keeps whatever its detectors find', () => {
    expect(heldScores(scored(3.5, 3.6), 8)).toEqual([]);
  });

  test('the same finding among 500 watches is too likely to be chance, and says what was asked', () => {
    const [held] = falseDiscoveries(scored(3.6), 4_000);
    expect(held).toMatchObject({ reason: 'false-discovery', tests: 4_000 });
    expect(held?.leastScore).toBeCloseTo(Math.log10(4_000 / 0.05), 6);
    expect(heldScores(scored(5), 4_000)).toEqual([]);
  });

  test('the worked example of Benjamini and Hochberg: the four smallest of fifteen pass', () => {
    const p = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
      0.759, 0.9999,
    ];
    const held = heldScores(scored(...p.map((each) => -Math.log10(each))), 15, 0.05);
    expect(held).toHaveLength(11);
    expect(Math.max(...held)).toBeCloseTo(-Math.log10(0.0201), 6);
  });

  test('what is sure carries what is nearly sure', () => {
    expect(heldScores(scored(4.7), 4_000)).toEqual([4.7]);
    expect(heldScores(scored(4.7, 9, 12), 4_000)).toEqual([]);
  });

  test('a chart over time is judged by the peak it was found by', () => {
    const fallen = makeFinding({ score: 0.5, facts: { measure: 'total', peak: 6 } });
    expect(falseDiscoveries([fallen], 4_000)).toEqual([]);
  });

  test('equal probabilities are decided alike', () => {
    expect(heldScores(scored(4.65, 4.65, 4.65), 4_000)).toEqual([]);
    expect(heldScores(scored(4.2, 4.2), 4_000)).toEqual([4.2, 4.2]);
  });

  test('rules, claims and cold starts are never held', () => {
    const others = [
      makeFinding({ baseline: { kind: 'rule' }, score: 0 }),
      makeFinding({ baseline: { kind: 'cold-start', days: 2 }, score: 0 }),
    ];
    expect(falseDiscoveries(others, 1e6)).toEqual([]);
  });

  test('a thousand passes over nothing but chance have a false finding in one of twenty', () => {
    const random = seeded(42);
    let passes = 0;
    for (let pass = 0; pass < 1_000; pass++) {
      const all = scored(...Array.from({ length: 400 }, () => -Math.log10(1 - random())));
      if (falseDiscoveries(all, 400).length < all.filter((f) => f.score > 0).length) passes += 1;
    }
    expect(passes / 1_000).toBeGreaterThan(0.03);
    expect(passes / 1_000).toBeLessThan(0.07);
  });

  test('tests are counted by what detectors say', () => {
    expect(testsOf([{ tests: 3 }, {}, { tests: 1 }])).toBe(4);
  });
});

describe('a past that is being brought in', () => {
  test('what stands beside the usual is held in that watch; rules are not, nor other watches', () => {
    const rule = makeFinding({ watchId: 1, score: 0 });
    const beside = makeFinding({ watchId: 1, score: 9 });
    const elsewhere = makeFinding({ watchId: 2, score: 9 });
    const held = unsettled([rule, beside, elsewhere], new Set([1, 3]));
    expect(held).toEqual([{ finding: beside, reason: 'arriving-past' }]);
    expect(unsettled([rule, beside, elsewhere], new Set())).toEqual([]);
  });
});
