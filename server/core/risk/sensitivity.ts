import type { Severity } from '../reading/analysis.ts';
import { MINIMUM_AUTHORS } from './severity-weight.ts';

/** How little is enough for the detectors to speak: what a team may set for its own watch. */
export interface Sensitivity {
  /** The least −log10 of the probability by which a window is more than usual (`nb-tail`). */
  readonly burstScore: number;
  /** Fewer mentions than this in a window are never a peak. */
  readonly burstObserved: number;
  /** The least −log10 of the probability by which the negative share leaps (`negative-share`). */
  readonly shareScore: number;
  /** Near copies of six hours from which they can be a storm (`copy-storm`). */
  readonly stormCopies: number;
  /** People who pass on hearsay, and fewer where the hearsay is about lives (`rumour`). */
  readonly rumourAuthors: number;
  readonly rumourAuthorsSevere: number;
  /** Without a baseline: negative mentions of one hour, their authors, their share at the lower end. */
  readonly coldNegative: number;
  readonly coldAuthors: number;
  readonly coldShare: number;
  /** Distinct authors of a day from which a grave claim is reported, by category. */
  readonly severityAuthors: Readonly<Partial<Record<Severity, number>>>;
}

/** Amplifiers have no minimum: they never count alone. */
const severityAuthors: Partial<Record<Severity, number>> = Object.fromEntries(
  Object.entries(MINIMUM_AUTHORS).filter(([, least]) => Number.isFinite(least)),
);

/**
 * As shipped. A burst score of 4 comes by chance once in 10,000 windows: with three windows an hour, less than one
 * finding in two months; what is missed for being that strict, `cusum` hears within hours. Fewer than five mentions are
 * never a peak, however quiet the watch usually is.
 */
export const DEFAULT_SENSITIVITY: Sensitivity = {
  burstScore: 4,
  burstObserved: 5,
  shareScore: 3.5,
  stormCopies: 20,
  rumourAuthors: 5,
  rumourAuthorsSevere: 2,
  coldNegative: 10,
  coldAuthors: 5,
  coldShare: 0.5,
  severityAuthors,
};

/** As a team set it for its watch, or as it is shipped. */
export function sensitivityOf(series: { readonly sensitivity?: Sensitivity }): Sensitivity {
  return series.sensitivity ?? DEFAULT_SENSITIVITY;
}

/** The least number of authors for a category; infinite for what never counts alone. */
export function leastAuthors(category: Severity, sensitivity: Sensitivity = DEFAULT_SENSITIVITY): number {
  return sensitivity.severityAuthors[category] ?? MINIMUM_AUTHORS[category];
}
