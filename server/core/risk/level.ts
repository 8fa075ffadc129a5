import type { Severity } from '../reading/analysis.ts';
import { LEVELS, type Level, levelOf, rankOf } from './grade.ts';
import { OVERRIDE_NAMES, OVERRIDE_RULES, type OverrideName, overrideCode } from './override-rules.ts';
import { DEFAULT_RISK_SETTING, type RiskSetting } from './risk-setting.ts';
import { SEVERE, SEVERITY_WEIGHT, type SeverityAuthors } from './severity-weight.ts';

export interface LevelInput {
  /** Risk index, 0..100. */
  readonly index: number;
  readonly distinctAuthors: number;
  readonly severityAuthors: SeverityAuthors;
  /** Verified by people. */
  readonly dead: number;
  readonly injured: number;
  /** A regulator or the police speaks of it. */
  readonly official: boolean;
  readonly centralMedia: boolean;
  /** Best hot list rank, from 1. */
  readonly hotRank: number | null;
  /** People gather. */
  readonly mass: boolean;
  /** A leaked sample was checked and is real. */
  readonly leakSample: boolean;
}

export interface LevelResult {
  readonly level: Level | null;
  /** Codes of the conditions that lifted or capped what the index alone says; see `overrideCode`. */
  readonly overrides: readonly string[];
}

export type LevelSetting = Pick<RiskSetting, 'thresholds' | 'overrides'>;

type Floor = Exclude<OverrideName, 'few-authors'>;

const authors = (input: LevelInput, category: Severity): number => input.severityAuthors[category] ?? 0;

/** When each hard condition holds, at a limit. */
const HOLDS: Readonly<Record<Floor, (input: LevelInput, limit: number) => boolean>> = {
  dead: (i, limit) => i.dead >= limit,
  'injured-10': (i, limit) => i.injured >= limit,
  'death-2': (i, limit) => authors(i, 'death') >= limit,
  'central-media': (i) => i.centralMedia,
  mass: (i) => i.mass,
  'injured-3': (i, limit) => i.injured >= limit,
  'hot-top-10': (i, limit) => i.hotRank !== null && i.hotRank <= limit,
  'injury-2': (i, limit) => authors(i, 'injury') >= limit,
  'food-poisoning-3': (i, limit) => authors(i, 'food_poisoning') >= limit,
  'leak-sample': (i) => i.leakSample,
  official: (i) => i.official,
  injured: (i, limit) => i.injured >= limit,
  'hot-list': (i) => i.hotRank !== null,
  'self-harm': (i, limit) => authors(i, 'self_harm') >= limit,
  'severe-claim': hasSevereClaim,
};
const FLOORS = OVERRIDE_NAMES.filter((name): name is Floor => name !== 'few-authors');

/**
 * Level of an alert: the band of the index (as shipped 30 · 50 · 70 · 85), at most IV while fewer than
 * three people speak, and then lifted by hard conditions. Null: no alert. Source: the project's reference
 * model; see `override-rules.ts` for where the limits come from.
 */
export function level(input: LevelInput, setting: LevelSetting = DEFAULT_RISK_SETTING): LevelResult {
  const overrides: string[] = [];
  let rank = LEVELS.filter((name) => input.index >= setting.thresholds[name]).length;
  const few = setting.overrides['few-authors'];
  const cap = rankOf(OVERRIDE_RULES['few-authors'].level);
  if (few.on && input.distinctAuthors < (few.limit ?? 0) && rank > cap) {
    rank = cap;
    overrides.push(overrideCode('few-authors', few.limit));
  }
  const band = rank;
  for (const name of FLOORS) {
    const { on, limit } = setting.overrides[name];
    const floor = rankOf(OVERRIDE_RULES[name].level);
    if (!on || floor <= band || !HOLDS[name](input, limit ?? 1)) continue;
    overrides.push(overrideCode(name, limit));
    rank = Math.max(rank, floor);
  }
  return { level: levelOf(rank), overrides };
}

/** Hard conditions that count the authors of one category. */
const CLAIMED: readonly (readonly [Floor, Severity])[] = [
  ['death-2', 'death'],
  ['injury-2', 'injury'],
  ['food-poisoning-3', 'food_poisoning'],
  ['self-harm', 'self_harm'],
];

/** Rank that so many authors of one category lift to by themselves, 0..4. */
export function claimRank(category: Severity, count: number, setting: LevelSetting): number {
  let rank = 0;
  for (const [name, counted] of CLAIMED) {
    const { on, limit } = setting.overrides[name];
    if (counted === category && on && count >= (limit ?? 1)) rank = rankOf(OVERRIDE_RULES[name].level);
  }
  const { on, limit } = setting.overrides['severe-claim'];
  const severe = on && SEVERITY_WEIGHT[category] >= SEVERE && count >= (limit ?? 1);
  return severe ? Math.max(rank, rankOf(OVERRIDE_RULES['severe-claim'].level)) : rank;
}

function hasSevereClaim(input: LevelInput, limit: number): boolean {
  return Object.entries(input.severityAuthors).some(
    ([name, count]) => count >= limit && SEVERITY_WEIGHT[name as Severity] >= SEVERE,
  );
}
