import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LevelInput, level } from '../../../server/core/risk/level.ts';
import { type RiskInput, risk } from '../../../server/core/risk/risk.ts';
import { DEFAULT_RISK_SETTING, type RiskSetting } from '../../../server/core/risk/risk-setting.ts';
import {
  demandSetting,
  normaliseWeights,
  settingFaults,
} from '../../../server/core/risk/risk-setting-check.ts';
import { DEFAULT_SENSITIVITY } from '../../../server/core/risk/sensitivity.ts';
import { DAY, HOUR } from '../../../server/core/time.ts';
import coldStart from '../../../server/detectors/cold-start.ts';
import nbTail from '../../../server/detectors/nb-tail.ts';
import rumour from '../../../server/detectors/rumour.ts';
import severity from '../../../server/detectors/severity.ts';
import { makeClaim } from '../alert/make-alert.ts';
import { MONDAY, peak, posts, seriesAt } from '../series/make-series.ts';

const NOON = MONDAY + 12 * HOUR;
const NAMES = ['B', 'N', 'V', 'R', 'S', 'A'] as const;
const input: RiskInput = {
  burst: 6,
  negative: 60,
  total: 75,
  lastHour: 20,
  previousMean: 6,
  reach: 3e5,
  severityAuthors: { outage: 8 },
  authority: 0.5,
};
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
const change = (more: Partial<RiskSetting>): RiskSetting => ({ ...DEFAULT_RISK_SETTING, ...more });
const override = (name: keyof RiskSetting['overrides'], on: boolean, limit: number | null) =>
  change({ overrides: { ...DEFAULT_RISK_SETTING.overrides, [name]: { on, limit } } });

describe('what is refused', () => {
  test('the shipped setting is whole', () => {
    expect(settingFaults(DEFAULT_RISK_SETTING)).toEqual([]);
  });

  test('every fault is named at once', () => {
    const bad = change({
      weights: { B: 0.9, N: 0.9, V: 0, R: 0, S: 0, A: 0 },
      thresholds: { IV: 50, III: 40, II: 70, I: 85 },
      hysteresis: { margin: 45, holdMinutes: { IV: 60, III: 1, II: 1, I: 1 } },
    });
    expect(settingFaults(bad)).toEqual(['weights_sum', 'thresholds_order', 'margin_too_wide']);
    expect(() => demandSetting(bad)).toThrow(/weights_sum.*thresholds_order.*margin_too_wide/);
    expect(settingFaults(override('death-2', true, null))).toEqual(['override_limit']);
    expect(settingFaults(override('official', true, 3))).toEqual(['override_limit']);
  });

  test('weights that miss 1 by rounding are stretched to it', () => {
    const { weights } = demandSetting(
      change({ weights: { B: 0.2, N: 0.2, V: 0.15, R: 0.15, S: 0.2, A: 0.11 } }),
    );
    expect(NAMES.reduce((sum, name) => sum + weights[name], 0)).toBeCloseTo(1, 12);
  });
});

describe('weights', () => {
  const anyWeights = fc.record(
    Object.fromEntries(NAMES.map((name) => [name, fc.double({ min: 0, max: 1, noNaN: true })])),
  ) as fc.Arbitrary<RiskSetting['weights']>;

  test('the index is a mean: never below the smallest part nor above the largest', () => {
    fc.assert(
      fc.property(anyWeights, (raw) => {
        const { index, components } = risk(input, normaliseWeights(raw));
        const values = Object.values(components).map((value) => 100 * value);
        // Weights that miss 1 by less than 1e-9 stay as they are: a hundred times that on a scale to 100.
        expect(index).toBeGreaterThanOrEqual(Math.min(...values) - 1e-7);
        expect(index).toBeLessThanOrEqual(Math.max(...values) + 1e-7);
      }),
    );
  });

  test('more weight on a part moves the index towards that part', () => {
    fc.assert(
      fc.property(
        anyWeights,
        fc.constantFrom(...NAMES),
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        (raw, name, more) => {
          const before = risk(input, normaliseWeights({ ...raw, B: raw.B + 0.01 }));
          const after = risk(
            input,
            normaliseWeights({ ...raw, B: raw.B + 0.01, [name]: raw[name] + more + 0.01 }),
          );
          const towards = 100 * before.components[name] - before.index;
          expect((after.index - before.index) * Math.sign(towards)).toBeGreaterThanOrEqual(-1e-9);
        },
      ),
    );
  });
});

describe('thresholds and hard conditions', () => {
  test('a lower threshold never lowers a level', () => {
    const index = fc.double({ min: 0, max: 100, noNaN: true });
    const ranks = ['none', 'IV', 'III', 'II', 'I'];
    fc.assert(
      fc.property(index, fc.integer({ min: 0, max: 19 }), (at, less) => {
        const { IV, III, II, I } = DEFAULT_RISK_SETTING.thresholds;
        const lower = { IV: IV - less, III: III - less, II: II - less, I: I - less };
        const rank = (setting: RiskSetting) =>
          ranks.indexOf(level({ ...calm, index: at }, setting).level ?? 'none');
        expect(rank(change({ thresholds: lower }))).toBeGreaterThanOrEqual(rank(DEFAULT_RISK_SETTING));
      }),
    );
  });

  test('one that is switched off does nothing', () => {
    const facts = { ...calm, dead: 1 };
    expect(level(facts, override('dead', false, 1)).level).toBeNull();
  });

  test('another limit holds from there, and the code says which', () => {
    const setting = override('death-2', true, 4);
    expect(level({ ...calm, severityAuthors: { death: 3 } }, setting)).toEqual({
      level: 'IV',
      overrides: ['severe-claim'],
    });
    expect(level({ ...calm, severityAuthors: { death: 4 } }, setting)).toEqual({
      level: 'II',
      overrides: ['death-2:4', 'severe-claim'],
    });
  });

  test('the cap for few people can be moved or switched off', () => {
    const facts = { ...calm, index: 90, distinctAuthors: 4 };
    expect(level(facts, override('few-authors', true, 5))).toEqual({
      level: 'IV',
      overrides: ['few-authors:5'],
    });
    expect(level({ ...facts, distinctAuthors: 1 }, override('few-authors', false, 3)).level).toBe('I');
  });
});

describe('sensitivity', () => {
  const START = NOON - 28 * DAY;
  const usual = posts({ rate: 2, seed: 8, from: START, to: NOON });
  const busy = seriesAt([...usual, ...peak(12, NOON, 50, true)], NOON, START);

  test('detectors speak as shipped where nothing is set', () => {
    const told = nbTail.detect({ ...busy, sensitivity: DEFAULT_SENSITIVITY }, NOON);
    expect(nbTail.detect(busy, NOON)).toEqual(told);
    expect(told.length).toBeGreaterThan(0);
  });

  test('a peak must be as rare and as large as the team says', () => {
    const rarer = { ...busy, sensitivity: { ...DEFAULT_SENSITIVITY, burstScore: 19 } };
    const larger = { ...busy, sensitivity: { ...DEFAULT_SENSITIVITY, burstObserved: 80 } };
    expect(nbTail.detect(rarer, NOON)).toEqual([]);
    expect(nbTail.detect(larger, NOON)).toEqual([]);
  });

  test('so must grave claims, hearsay, and a young watch’s first hour', () => {
    const claims = [makeClaim('sev.outage', 4), makeClaim('intent.rumour', 3)];
    const series = seriesAt(usual, NOON, START, { claims });
    const keen = {
      ...series,
      sensitivity: { ...DEFAULT_SENSITIVITY, rumourAuthors: 3, severityAuthors: { outage: 4 } },
    };
    expect([severity.detect(series, NOON), rumour.detect(series, NOON)]).toEqual([[], []]);
    expect(severity.detect(keen, NOON)).toMatchObject([{ key: 'sev.outage', facts: { minimum: 4 } }]);
    expect(rumour.detect(keen, NOON)).toMatchObject([{ observed: 3 }]);
    const young = seriesAt(peak(8, NOON, 50, true), NOON, NOON - 2 * DAY);
    expect(coldStart.detect(young, NOON)).toEqual([]);
    const eager = { ...young, sensitivity: { ...DEFAULT_SENSITIVITY, coldNegative: 6 } };
    expect(coldStart.detect(eager, NOON)).toHaveLength(1);
  });
});
