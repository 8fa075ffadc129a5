import type { Servqual } from '../reading/analysis.ts';
import {
  type Difference,
  type MeanInterval,
  type Moments,
  meanDifference,
  meanInterval,
} from '../statistics/mean-interval.ts';
import type { Share } from '../statistics/share.ts';
import { shareDifference } from '../statistics/share-difference.ts';
import { wilson } from '../statistics/wilson.ts';
import type { AnswerTally, DimensionTally, SurveyTally } from '../survey/answer-tally.ts';
import type { Scale } from '../survey/survey-use.ts';
import { type Nps, npsDifference, npsOf } from './nps.ts';

/** Share of those who gave one of the two best steps of five, of all who answered. */
export interface Csat {
  readonly n: number;
  readonly satisfied: number;
  readonly share: Share;
}

/** Means and intervals of one dimension of service quality; null where too few said so. */
export interface DimensionFigures {
  readonly dimension: Servqual;
  readonly perceived: MeanInterval | null;
  readonly expected: MeanInterval | null;
  /** Perceived less expected, of the same people: below 0 it falls short. */
  readonly gap: MeanInterval | null;
}

/** What a survey, or a group of those who answered it, comes to. */
export interface SurveyFigures {
  readonly answers: number;
  readonly nps: Nps | null;
  readonly csat: Csat | null;
  readonly ces: MeanInterval | null;
  readonly dimensions: readonly DimensionFigures[];
}

/**
 * The figures of what is kept of a survey. Satisfaction is the share of the two best steps, with Wilson's interval
 * (ISO 10004; E. B. Wilson, JASA 22 (1927) 209–212). Service quality is P − E by dimension, the mean over people
 * (A. Parasuraman, V. A. Zeithaml, L. L. Berry, Journal of Retailing 64 (1) (1988) 12–40); where nobody was asked what
 * they expect, what they perceived stands alone (J. J. Cronin, S. A. Taylor, Journal of Marketing 56 (3) (1992) 55–68).
 * Effort is the mean of its steps (M. Dixon, K. Freeman, N. Toman, Harvard Business Review 88 (7/8) (2010) 116–122).
 */
export function figuresOf(
  { answers, nps, csat, ces, dimensions }: AnswerTally,
  { scale, cesScale }: Pick<SurveyTally, 'scale' | 'cesScale'>,
): SurveyFigures {
  const meanOf = (moments: Moments | null) => within(meanInterval(moments), 1, scale);
  return {
    answers,
    nps: npsOf(nps),
    csat: csatOf(csat),
    ces: within(meanInterval(ces), 1, cesScale),
    dimensions: dimensions.map(({ dimension, perceived, expected, gap }) => ({
      dimension,
      perceived: meanOf(perceived),
      expected: meanOf(expected),
      gap: within(meanInterval(gap), 1 - scale, scale - 1),
    })),
  };
}

/** No mean lies beyond the steps that were offered: an interval ends where they do. */
function within<Told extends { readonly lo: number; readonly hi: number }>(
  told: Told | null,
  least: number,
  most: number,
): Told | null {
  return told && { ...told, lo: Math.max(least, told.lo), hi: Math.min(most, told.hi) };
}

/** @param counts how many gave 1 … 5 */
function csatOf(counts: readonly number[] | null): Csat | null {
  const n = (counts ?? []).reduce((sum, count) => sum + count, 0);
  if (counts === null || n === 0) return null;
  const satisfied = counts.slice(-2).reduce((sum, count) => sum + count, 0);
  return { n, satisfied, share: { p: satisfied / n, ...wilson(satisfied, n) } };
}

/** Told only where the interval leaves no difference out. */
export type ChangeVerdict = 'higher' | 'lower' | 'unclear';

export interface SurveyChange extends Difference {
  readonly verdict: ChangeVerdict;
}

/** Against the survey before; null where one of both did not ask, used other steps, or is judged by something else. */
export interface SurveyChanges {
  readonly nps: SurveyChange | null;
  readonly csat: SurveyChange | null;
  readonly ces: SurveyChange | null;
  /** Of the gaps of both, or of what was perceived in both where neither has one. */
  readonly dimensions: readonly { readonly dimension: Servqual; readonly change: SurveyChange | null }[];
}

type Scaled = Pick<SurveyTally, 'scale' | 'cesScale' | 'cesBetter'>;

/** Scores on other scales are not held against each other. */
export function changesOf(now: AnswerTally & Scaled, before: AnswerTally & Scaled): SurveyChanges {
  const [here, there] = [figuresOf(now, now), figuresOf(before, before)];
  const parts = ({ csat }: SurveyFigures) => ({ hits: csat?.satisfied ?? 0, n: csat?.n ?? 0 });
  const sameEase = now.cesScale === before.cesScale && now.cesBetter === before.cesBetter;
  const steps = now.cesScale - 1;
  return {
    nps: withVerdict(npsDifference(here.nps, there.nps)),
    csat: withVerdict(shareDifference(parts(here), parts(there))),
    ces: withVerdict(sameEase ? within(meanDifference(now.ces, before.ces), -steps, steps) : null),
    dimensions: now.dimensions.map((each) => {
      const past = before.dimensions.find(({ dimension }) => dimension === each.dimension);
      const same = past !== undefined && sameScale(now.scale, before.scale);
      return { dimension: each.dimension, change: withVerdict(same ? apart(each, past, now.scale) : null) };
    }),
  };
}

/** A survey judged by its gap is not compared with one judged by what was perceived. */
function apart(now: DimensionTally, past: DimensionTally, scale: Scale): Difference | null {
  const steps = scale - 1;
  if (now.gap && past.gap) return within(meanDifference(now.gap, past.gap), -2 * steps, 2 * steps);
  if (now.gap || past.gap) return null;
  return within(meanDifference(now.perceived, past.perceived), -steps, steps);
}

const sameScale = (a: Scale, b: Scale): boolean => a === b;

function withVerdict(difference: Difference | null): SurveyChange | null {
  if (difference === null) return null;
  const { lo, hi } = difference;
  return { ...difference, verdict: lo > 0 ? 'higher' : hi < 0 ? 'lower' : 'unclear' };
}
