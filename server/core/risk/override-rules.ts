import type { Level } from './grade.ts';

/** Hard conditions by name, gravest first; the last one caps instead of lifting. */
export const OVERRIDE_NAMES = [
  'dead',
  'injured-10',
  'death-2',
  'central-media',
  'mass',
  'injured-3',
  'hot-top-10',
  'injury-2',
  'food-poisoning-3',
  'leak-sample',
  'official',
  'injured',
  'hot-list',
  'self-harm',
  'severe-claim',
  'few-authors',
] as const;
export type OverrideName = (typeof OVERRIDE_NAMES)[number];

export interface OverrideRule {
  /** What it lifts the level to, at least; of `few-authors`: what it caps the level at. */
  readonly level: Level;
  /** People, posts or the hot list's rank from which it holds; null where there is nothing to count. */
  readonly limit: number | null;
}

/**
 * As shipped. Casualty limits follow the bands of national accident grading, lowered for public
 * attention. A name keeps its number when a team sets another limit: it is a code, not a sentence.
 */
export const OVERRIDE_RULES: Readonly<Record<OverrideName, OverrideRule>> = {
  dead: { level: 'I', limit: 1 },
  'injured-10': { level: 'I', limit: 10 },
  'death-2': { level: 'II', limit: 2 },
  'central-media': { level: 'II', limit: null },
  mass: { level: 'II', limit: 3 },
  'injured-3': { level: 'II', limit: 3 },
  'hot-top-10': { level: 'II', limit: 10 },
  'injury-2': { level: 'III', limit: 2 },
  'food-poisoning-3': { level: 'III', limit: 3 },
  'leak-sample': { level: 'III', limit: null },
  official: { level: 'III', limit: null },
  injured: { level: 'III', limit: 1 },
  'hot-list': { level: 'III', limit: null },
  'self-harm': { level: 'III', limit: 1 },
  'severe-claim': { level: 'IV', limit: 1 },
  'few-authors': { level: 'IV', limit: 3 },
};

/** `death-2`, or `death-2:4` where a team set another limit: what an alert keeps of why. */
export function overrideCode(name: OverrideName, limit: number | null): string {
  return limit === OVERRIDE_RULES[name].limit ? name : `${name}:${limit}`;
}
