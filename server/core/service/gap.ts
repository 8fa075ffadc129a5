import type { Aspect, Touchpoint } from '../reading/analysis.ts';
import { median } from '../statistics/median.ts';

/** What a text states that was promised, and what came, in one unit. */
export interface StatedPair {
  readonly expected: number;
  readonly actual: number;
  readonly unit: string;
}

/** What people were promised and what they got, of one unit. */
export interface GapRow {
  readonly unit: string;
  /** Mentions that state both. */
  readonly mentions: number;
  /** Medians. */
  readonly expected: number;
  readonly actual: number;
  /** (actual − expected) / |expected|, the median; more is worse for `minute`, better for `celsius`: see `worse`. */
  readonly relative: number;
  /** How many of them got worse than expected. */
  readonly worse: number;
}

/** Units of which less is worse: warmth of a room, what is promised in percent, speed. Of time and money more is. */
const LESS_IS_WORSE: ReadonlySet<string> = new Set(['celsius', 'percent', 'mbps']);

/** A pair and where the text states it. */
export type Stated = StatedPair & Pick<Aspect, 'span'>;

/**
 * What a post that complains of a touchpoint states of it, the first of each unit: in its aspects that name it, else
 * that name none or a wait, which is for whatever the post is about.
 */
export function statedOf(aspects: readonly Aspect[], touchpoint: Touchpoint): readonly Stated[] {
  const found = new Map<string, Stated>();
  for (const named of [touchpoint, null, 'waiting']) {
    for (const { touchpoint: of, expected, actual, unit, span } of aspects) {
      if (of !== named || expected === undefined || actual === undefined || unit === undefined) continue;
      if (!found.has(unit)) found.set(unit, { expected, actual, unit, span });
    }
  }
  return [...found.values()];
}

/**
 * The gaps between what was expected and what was perceived, by unit, those stated most first; times of different
 * units stay apart, as people think in them. Gap = perceived − expected, of service quality. Source: A. Parasuraman,
 * V. A. Zeithaml, L. L. Berry, Journal of Marketing 49 (4) (1985) 41–50.
 */
export function gapsOf(pairs: readonly StatedPair[]): readonly GapRow[] {
  return [...Map.groupBy(pairs, ({ unit }) => unit)]
    .map(([unit, those]) => ({
      unit,
      mentions: those.length,
      expected: median(those.map(({ expected }) => expected)),
      actual: median(those.map(({ actual }) => actual)),
      relative: median(those.map(relativeOf)),
      worse: those.filter(isWorse).length,
    }))
    .sort((a, b) => b.mentions - a.mentions || (a.unit < b.unit ? -1 : 1));
}

/** Beside nothing, which was promised free of charge, whatever came is a whole. */
function relativeOf({ expected, actual }: StatedPair): number {
  return expected === 0 ? Math.sign(actual) : (actual - expected) / Math.abs(expected);
}

function isWorse({ expected, actual, unit }: StatedPair): boolean {
  return LESS_IS_WORSE.has(unit) ? actual < expected : actual > expected;
}
