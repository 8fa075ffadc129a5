import { LEVELS, type Level } from './alert.ts';
import type { Severity } from './analysis.ts';
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
  /** Names of the conditions that lifted or capped what the index alone says. */
  readonly overrides: readonly string[];
}

interface Floor {
  readonly name: string;
  readonly level: Level;
  holds(input: LevelInput): boolean;
}

const authors = (input: LevelInput, category: Severity): number => input.severityAuthors[category] ?? 0;

/** Hard conditions, gravest first: each lifts the level to at least its own. */
const FLOORS: readonly Floor[] = [
  { name: 'dead', level: 'I', holds: (i) => i.dead >= 1 },
  { name: 'injured-10', level: 'I', holds: (i) => i.injured >= 10 },
  { name: 'death-2', level: 'II', holds: (i) => authors(i, 'death') >= 2 },
  { name: 'central-media', level: 'II', holds: (i) => i.centralMedia },
  { name: 'mass', level: 'II', holds: (i) => i.mass },
  { name: 'injured-3', level: 'II', holds: (i) => i.injured >= 3 },
  { name: 'hot-top-10', level: 'II', holds: (i) => i.hotRank !== null && i.hotRank <= 10 },
  { name: 'injury-2', level: 'III', holds: (i) => authors(i, 'injury') >= 2 },
  { name: 'food-poisoning-3', level: 'III', holds: (i) => authors(i, 'food_poisoning') >= 3 },
  { name: 'leak-sample', level: 'III', holds: (i) => i.leakSample },
  { name: 'official', level: 'III', holds: (i) => i.official },
  { name: 'injured', level: 'III', holds: (i) => i.injured >= 1 },
  { name: 'hot-list', level: 'III', holds: (i) => i.hotRank !== null },
  { name: 'self-harm', level: 'III', holds: (i) => authors(i, 'self_harm') >= 1 },
  { name: 'severe-claim', level: 'IV', holds: hasSevereClaim },
];

/** Lower bounds of the risk index for each level. */
const BANDS: readonly (readonly [Level, number])[] = [
  ['I', 85],
  ['II', 70],
  ['III', 50],
  ['IV', 30],
];

/**
 * Level of an alert: the band of the index (30 · 50 · 70 · 85), at most IV while fewer than three
 * people speak, and then lifted by hard conditions. Null: no alert. Source: the project's reference
 * model; casualty thresholds follow the bands of national accident grading, lowered for public attention.
 */
export function level(input: LevelInput): LevelResult {
  const overrides: string[] = [];
  let rank = rankOf(BANDS.find(([, least]) => input.index >= least)?.[0] ?? null);
  if (input.distinctAuthors < 3 && rank > 1) {
    rank = 1;
    overrides.push('few-authors');
  }
  const band = rank;
  for (const floor of FLOORS) {
    if (!floor.holds(input) || rankOf(floor.level) <= band) continue;
    overrides.push(floor.name);
    rank = Math.max(rank, rankOf(floor.level));
  }
  return { level: levelOf(rank), overrides };
}

/** 0 for no level, then 1 (IV) … 4 (I): comparable. */
export function rankOf(value: Level | null): number {
  return value === null ? 0 : LEVELS.indexOf(value) + 1;
}

/** The inverse of `rankOf`, bounded. */
export function levelOf(rank: number): Level | null {
  return rank <= 0 ? null : (LEVELS[Math.min(rank, LEVELS.length) - 1] ?? null);
}

function hasSevereClaim(input: LevelInput): boolean {
  return Object.entries(input.severityAuthors).some(
    ([name, count]) => count >= 1 && SEVERITY_WEIGHT[name as Severity] >= SEVERE,
  );
}
