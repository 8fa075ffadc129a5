import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LevelInput, level } from '../../../server/core/risk/level.ts';
import { type RiskInput, risk } from '../../../server/core/risk/risk.ts';
import { type IntervalInput, riskInterval } from '../../../server/core/risk/risk-interval.ts';
import { DEFAULT_RISK_SETTING } from '../../../server/core/risk/risk-setting.ts';
import {
  normalOfScore,
  normalQuantile,
  normalScore,
  normalTail,
} from '../../../server/core/statistics/normal.ts';

const calm: LevelInput = {
  index: 0,
  distinctAuthors: 50,
  severityAuthors: {},
  dead: 0,
  injured: 0,
  official: false,
  centralMedia: false,
  hotRank: null,
  mass: false,
  leakSample: false,
};

function inputOf(input: RiskInput, facts: Partial<LevelInput> = {}): IntervalInput {
  const { index, components } = risk(input);
  const { severityAuthors } = input;
  const known = { ...calm, severityAuthors, ...facts, index };
  return {
    risk: input,
    index,
    components,
    level: known,
    previousHours: 5,
    dispersion: 0.15,
    least: 0,
    most: 4,
  };
}

const quiet: RiskInput = {
  burst: 0.4,
  negative: 3,
  total: 20,
  lastHour: 1,
  previousMean: 1,
  reach: 3e3,
  severityAuthors: {},
  authority: 0.1,
};
const estates: RiskInput = {
  burst: 6,
  negative: 60,
  total: 75,
  lastHour: 20,
  previousMean: 6,
  reach: 3e5,
  severityAuthors: { outage: 8 },
  authority: 0.5,
};

const count = (most: number) => fc.integer({ min: 0, max: most });
const anyRisk: fc.Arbitrary<RiskInput> = fc
  .record({
    burst: fc.double({ min: 0, max: 40, noNaN: true }),
    negative: count(300),
    rest: count(300),
    lastHour: count(200),
    previousMean: fc.double({ min: 0, max: 100, noNaN: true }),
    reach: fc.double({ min: 0, max: 1e8, noNaN: true }),
    outage: count(40),
    death: count(3),
    vulnerable: count(2),
    authority: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ rest, outage, death, vulnerable, ...input }) => ({
    ...input,
    total: input.negative + rest,
    severityAuthors: { outage, death, vulnerable },
  }));

describe('how sure the index is', () => {
  test('the index lies inside, the ends on the scale, and the levels share one certainty', () => {
    fc.assert(
      fc.property(anyRisk, (input) => {
        const { lo, hi, odds } = riskInterval(inputOf(input), DEFAULT_RISK_SETTING);
        const { index } = risk(input);
        expect(lo).toBeLessThanOrEqual(index);
        expect(hi).toBeGreaterThanOrEqual(index);
        expect(lo).toBeGreaterThanOrEqual(0);
        expect(hi).toBeLessThanOrEqual(100 + 1e-9);
        expect(odds.none + odds.IV + odds.III + odds.II + odds.I).toBe(1);
      }),
      { numRuns: 60 },
    );
  });

  test('the same input has the same answer, and setting it aside for another does not change it', () => {
    const first = riskInterval(inputOf(estates), DEFAULT_RISK_SETTING);
    riskInterval(inputOf(quiet), DEFAULT_RISK_SETTING);
    expect(riskInterval(inputOf(estates), DEFAULT_RISK_SETTING)).toEqual(first);
  });

  test('a worked case: clearly yellow, with a real chance of orange', () => {
    const { lo, hi, odds } = riskInterval(inputOf(estates), DEFAULT_RISK_SETTING);
    expect([Math.round(lo), Math.round(hi)]).toEqual([51, 75]);
    expect(odds.III).toBeGreaterThan(0.5);
    expect(odds.II).toBeGreaterThan(0.1);
    expect(odds.I).toBeLessThan(0.01);
  });

  test('more posts of the same kind make it surer', () => {
    const wide = riskInterval(inputOf({ ...quiet, negative: 6, total: 12 }), DEFAULT_RISK_SETTING);
    const narrow = riskInterval(inputOf({ ...quiet, negative: 600, total: 1_200 }), DEFAULT_RISK_SETTING);
    expect(narrow.hi - narrow.lo).toBeLessThan(wide.hi - wide.lo);
  });

  test('what people have verified is certain, one person’s claim is not', () => {
    const verified = riskInterval(inputOf(quiet, { dead: 1 }), DEFAULT_RISK_SETTING);
    expect(verified.odds.I).toBe(1);
    const claimed = riskInterval(inputOf({ ...quiet, severityAuthors: { death: 1 } }), DEFAULT_RISK_SETTING);
    expect(level({ ...calm, severityAuthors: { death: 1 } }).level).toBe('IV');
    expect(claimed.odds.none).toBeGreaterThan(0.02);
    expect(claimed.odds.IV).toBeGreaterThan(0.5);
    // Somebody else may have said it where the reader did not see it.
    expect(claimed.odds.II).toBeGreaterThan(0.05);
  });

  test('the caps of few people and of friendly talk hold for every draw', () => {
    const few = riskInterval(inputOf(estates, { distinctAuthors: 2 }), DEFAULT_RISK_SETTING);
    expect(few.odds.IV).toBe(1);
    const friendly = riskInterval({ ...inputOf(estates), most: 0 }, DEFAULT_RISK_SETTING);
    expect(friendly.odds.none).toBe(1);
    const ruled = riskInterval({ ...inputOf(quiet), least: 3 }, DEFAULT_RISK_SETTING);
    expect(ruled.odds.II).toBe(1);
  });
});

describe('the normal distribution', () => {
  test.each([
    [0, 0.5],
    [1.96, 0.0249979],
    [5, 2.866516e-7],
    [-1, 0.8413447],
  ])('above %s lies %s', (z, share) => {
    expect(normalTail(z) / share).toBeCloseTo(1, 5);
  });

  test('a score and its place are two names of one thing', () => {
    for (const score of [0.1, 0.5, 3.5, 8, 40])
      expect(normalScore(normalOfScore(score))).toBeCloseTo(score, 8);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959964, 4);
    expect(normalQuantile(0.025)).toBeCloseTo(-1.959964, 4);
  });
});
