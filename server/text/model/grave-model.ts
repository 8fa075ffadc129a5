import { SEVERITIES, type Severity } from '../../core/reading/analysis.ts';
import type { Features } from './features.ts';
import type { GraveWeights } from './grave-pack.ts';
import type { Platt } from './sentence-pack.ts';
import type { StretchTable } from './stretch-table.ts';

/** A category that some stretch of a text tells of, by the words that say it most. Offsets are into the reading. */
export interface GraveFinding {
  readonly category: Severity;
  /** 0..1 */
  readonly p: number;
  readonly start: number;
  readonly end: number;
}

export interface GraveView {
  /** That anything grave is told at all, 0..1. */
  readonly anything: number;
  /** Those that are likely enough to be told, in the order of the categories. */
  readonly found: readonly GraveFinding[];
  /** Listed words of which it was taught how they are used in earnest and in jest. */
  readonly taught: ReadonlySet<string>;
}

/** Of four told so two or three are right; of what nobody put in listed words, half is found. */
const TOLD = 0.4;

/**
 * What the model of grave events says of the text that the table summed last.
 * `among`: the stretches that count; null: all.
 * @param first its first column in the table
 */
export function createGraveView(
  { category, anything, taught: words }: GraveWeights,
  table: StretchTable,
  first: number,
): (features: Features, text: string, among?: readonly boolean[] | null) => GraveView {
  const taught = new Set(words);
  return (features, text, among = null) => {
    const found: GraveFinding[] = [];
    SEVERITIES.forEach((name, at) => {
      const { logit, stretch } = table.best(first + at, among);
      const p = chance(category, logit);
      if (p >= TOLD) found.push({ category: name, p, ...table.wordOf(first + at, stretch, features, text) });
    });
    return { anything: chance(anything, table.best(first + SEVERITIES.length, among).logit), found, taught };
  };
}

export function chance({ slope, shift }: Platt, logit: number): number {
  return 1 / (1 + Math.exp(-(slope * logit + shift)));
}
