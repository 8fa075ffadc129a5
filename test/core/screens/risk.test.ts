import { describe, expect, test } from 'vitest';
import { reachOf } from '../../../server/core/mention/reach.ts';
import { type LevelInput, level } from '../../../server/core/risk/level.ts';
import { type RiskInput, risk, severity } from '../../../server/core/risk/risk.ts';

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

function riskInput(
  burst: number,
  negative: number,
  total: number,
  lastHour: number,
  previousMean: number,
  reach: number,
  severityAuthors: RiskInput['severityAuthors'],
  authority: number,
): RiskInput {
  return { burst, negative, total, lastHour, previousMean, reach, severityAuthors, authority };
}

/** The reference model's worked cases with the index it prints. */
const CASES: readonly (readonly [string, RiskInput, Partial<LevelInput>, number, string | null])[] = [
  ['a quiet hour', riskInput(0.4, 3, 20, 1, 1, 3e3, {}, 0.1), { distinctAuthors: 12 }, 10.5, null],
  ['attitude posts', riskInput(3.6, 18, 30, 6, 2, 4e4, {}, 0.3), { distinctAuthors: 22 }, 37.2, 'IV'],
  [
    'three estates cold',
    riskInput(6, 60, 75, 20, 6, 3e5, { outage: 8 }, 0.5),
    { distinctAuthors: 55 },
    64.9,
    'III',
  ],
  [
    'food poisoning and a big voice',
    riskInput(9, 260, 300, 110, 30, 6e6, { food_poisoning: 4 }, 0.7),
    { distinctAuthors: 210 },
    83.2,
    'II',
  ],
  [
    'a confirmed death',
    riskInput(12, 900, 1000, 500, 60, 4e7, { death: 20 }, 1),
    { distinctAuthors: 700, official: true, dead: 1 },
    97.6,
    'I',
  ],
  [
    'one post says death',
    riskInput(0.5, 1, 1, 1, 0, 200, { death: 1 }, 0.1),
    { distinctAuthors: 1 },
    29.2,
    'IV',
  ],
];

describe('risk index and level', () => {
  test.each(CASES)('%s', (_, input, facts, index, expected) => {
    const result = risk(input);
    expect(result.index).toBeCloseTo(index, 1);
    const { severityAuthors } = input;
    expect(level({ ...calm, severityAuthors, ...facts, index: result.index }).level).toBe(expected);
  });

  test('each component stays within 0..1 whatever comes in', () => {
    const wild = risk(riskInput(1e9, 5, 5, 1e9, 0, 1e12, { death: 99, vulnerable: 1 }, 7));
    for (const value of Object.values(wild.components)) expect(value).toBeLessThanOrEqual(1);
    const none = risk(riskInput(-1, 0, 0, 0, 9, 0, {}, 0));
    for (const value of Object.values(none.components)) expect(value).toBe(0);
  });

  test('amplifiers make a claim graver and are none alone', () => {
    expect(severity({ vulnerable: 30, media_escalation: 30 })).toBe(0);
    expect(severity({ outage: 2, vulnerable: 1 })).toBeCloseTo(severity({ outage: 2 }) * 1.15);
  });

  test('two people shouting stay at blue, and the reason has a name', () => {
    expect(level({ ...calm, index: 90, distinctAuthors: 2 })).toEqual({
      level: 'IV',
      overrides: ['few-authors'],
    });
  });

  test.each<[string, Partial<LevelInput>, string, string]>([
    ['one severe claim', { severityAuthors: { sexual_violence: 1 } }, 'IV', 'severe-claim'],
    ['two speak of death', { severityAuthors: { death: 2 } }, 'II', 'death-2'],
    ['two speak of injury', { severityAuthors: { injury: 2 } }, 'III', 'injury-2'],
    ['three speak of poisoning', { severityAuthors: { food_poisoning: 3 } }, 'III', 'food-poisoning-3'],
    ['signs of self-harm', { severityAuthors: { self_harm: 1 } }, 'III', 'self-harm'],
    ['a hot list', { hotRank: 34 }, 'III', 'hot-list'],
    ['a hot list’s top ten', { hotRank: 10 }, 'II', 'hot-top-10'],
    ['a regulator', { official: true }, 'III', 'official'],
    ['central media', { centralMedia: true }, 'II', 'central-media'],
    ['a gathering', { mass: true }, 'II', 'mass'],
    ['a verified leak', { leakSample: true }, 'III', 'leak-sample'],
    ['one injured', { injured: 1 }, 'III', 'injured'],
    ['three injured', { injured: 3 }, 'II', 'injured-3'],
    ['ten injured', { injured: 10 }, 'I', 'injured-10'],
    ['one dead', { dead: 1 }, 'I', 'dead'],
  ])('%s lifts the level and is named', (_, facts, expected, name) => {
    const result = level({ ...calm, ...facts });
    expect(result.level).toBe(expected);
    expect(result.overrides).toContain(name);
  });

  test('hard conditions lift above the small-sample cap', () => {
    expect(level({ ...calm, index: 90, distinctAuthors: 1, dead: 1 }).level).toBe('I');
  });

  test('a condition below what the index says is not named', () => {
    expect(level({ ...calm, index: 72, hotRank: 34 })).toEqual({ level: 'II', overrides: [] });
  });
});

describe('reach', () => {
  test('views as shown, else what the voice and its reactions imply', () => {
    expect(reachOf({ views: 12, likes: 900 }, 'central_media')).toBe(12);
    expect(reachOf({}, 'ordinary')).toBe(200);
    expect(reachOf({ likes: 90, comments: 10 }, 'ordinary')).toBe(6_000);
    expect(reachOf({ heat: 7_900_000 }, 'hot_list')).toBe(7_900_000);
  });
});
