import type { Servqual } from '../reading/analysis.ts';
import type { Moments } from '../statistics/mean-interval.ts';
import type { Scale } from './survey-use.ts';

/**
 * One dimension of service quality: what was got, what was held to be due, and the one less the other of the same
 * person.
 */
export interface DimensionTally {
  readonly dimension: Servqual;
  readonly perceived: Moments | null;
  readonly expected: Moments | null;
  readonly gap: Moments | null;
}

/** What is kept of answers: counts, means and variances. No single answer can be recovered from it. */
export interface AnswerTally {
  readonly answers: number;
  /** How many gave 0, 1 … 10; null where nobody was asked. */
  readonly nps: readonly number[] | null;
  /** How many gave 1 … 5. */
  readonly csat: readonly number[] | null;
  readonly ces: Moments | null;
  /** Those that were asked about, in the order of SERVQUAL. */
  readonly dimensions: readonly DimensionTally[];
}

export interface SurveyTally extends AnswerTally {
  readonly scale: Scale;
  readonly cesScale: Scale;
  readonly cesBetter: 'high' | 'low';
  /** Column that names the group; null without any. */
  readonly segmentColumn: string | null;
  /** Groups of enough answers, the largest first; of each what enough people answered (`guardSegments`). */
  readonly segments: readonly (AnswerTally & { readonly name: string })[];
  /** Answers of groups that are too small, and of no group. */
  readonly unsegmented: number;
}
