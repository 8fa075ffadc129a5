/** Whether more is better (the warmth of a room) or less (a wait, a price). */
export const DIRECTIONS = ['high', 'low'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** What people will put up with, hope for, and would be delighted by. */
export interface Levels {
  readonly floor: number;
  readonly target: number;
  /** Null: nobody wrote down what would delight. */
  readonly ideal: number | null;
}

/** Worst first: below the floor, floor to target, target to ideal, the ideal and beyond. */
export const ZONES = ['below', 'tolerated', 'met', 'exceeded'] as const;
export type Zone = (typeof ZONES)[number];

/** Actual beside expected, negative where it is worse: 10 minutes where 5 were expected are −5. */
export function gapBetween(expected: number, actual: number, better: Direction): number {
  return better === 'high' ? actual - expected : expected - actual;
}

/** Worse than a level; reaching it is keeping it. */
export function fallsShort(actual: number, level: number, better: Direction): boolean {
  return gapBetween(level, actual, better) < 0;
}

/**
 * Where an amount lies in the zone of tolerance between what is put up with and what is hoped for. Source:
 * V. A. Zeithaml, L. L. Berry, A. Parasuraman, Journal of the Academy of Marketing Science 21 (1993) 1–12.
 */
export function zoneOf(actual: number, { floor, target, ideal }: Levels, better: Direction): Zone {
  if (fallsShort(actual, floor, better)) return 'below';
  if (fallsShort(actual, target, better)) return 'tolerated';
  return ideal === null || fallsShort(actual, ideal, better) ? 'met' : 'exceeded';
}

/** A gap in parts of what was expected; null beside nothing, of which there are no parts. */
export function relativeGap(expected: number, actual: number, better: Direction): number | null {
  return expected === 0 ? null : gapBetween(expected, actual, better) / Math.abs(expected);
}

export interface Weighed {
  readonly expected: number;
  readonly actual: number;
  readonly better: Direction;
  readonly weight: number;
}

/**
 * Expectation gap index, −100 to 100: the weighted mean of relative gaps, each cut to ±1, in per cent. 5 → 10 minutes,
 * 90 → 80 % and 9 → 8 points come to −40.74. Null where none has a relative gap.
 */
export function gapIndex(rows: readonly Weighed[]): number | null {
  let [sum, weights] = [0, 0];
  for (const { expected, actual, better, weight } of rows) {
    const gap = relativeGap(expected, actual, better);
    if (gap === null) continue;
    sum += weight * Math.max(-1, Math.min(1, gap));
    weights += weight;
  }
  return weights > 0 ? (100 * sum) / weights : null;
}
