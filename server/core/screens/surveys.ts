import type { Servqual, Touchpoint } from '../reading/analysis.ts';
import type { Beside } from '../service/survey-beside.ts';
import type { SurveyChanges, SurveyFigures } from '../service/survey-figures.ts';
import type { RefusedRow, Survey } from '../survey/survey.ts';
import type { Scale } from '../survey/survey-use.ts';
import type { Instant } from '../time.ts';

export type {
  Beside,
  BesideDimension,
  BesideTouchpoint,
  Worst,
} from '../service/survey-beside.ts';
export type {
  DimensionFigures,
  SurveyChange,
  SurveyChanges,
  SurveyFigures,
} from '../service/survey-figures.ts';
export type { MeanInterval } from '../statistics/mean-interval.ts';
export type { ColumnFault } from '../survey/score-column.ts';
export type { KeptSurvey, RefusedRow, Survey, SurveyInput, SurveyTerms } from '../survey/survey.ts';
export type { SurveyInspection } from '../survey/survey-inspection.ts';
export type { Scale, SurveyMapping, SurveyUse } from '../survey/survey-use.ts';

/** A survey with what it comes to. */
export interface SurveyRow extends Survey {
  readonly watchName: string;
  /** Of what is seen, for whoever amends it. */
  readonly mark: string;
  /** Steps of the items of service quality, and of effort, with the better end of it. */
  readonly scale: Scale;
  readonly cesScale: Scale;
  readonly cesBetter: 'high' | 'low';
  readonly figures: SurveyFigures;
  /** The last survey of the same watch that had ended when this one began; null for the first. */
  readonly before: Pick<Survey, 'id' | 'name' | 'from' | 'to'> | null;
  /** Null for the first. */
  readonly changes: SurveyChanges | null;
}

export interface SurveysScreen {
  readonly now: Instant;
  readonly watchId: number | null;
  readonly watches: readonly { readonly id: number; readonly name: string }[];
  /** A figure of fewer answers leads nothing. */
  readonly fewest: number;
  /** The last to end first. */
  readonly surveys: readonly SurveyRow[];
}

export interface SurveyTextRow {
  readonly no: number;
  readonly question: string;
  /** Masked. */
  readonly text: string;
  readonly sentiment: -1 | 0 | 1 | null;
  readonly sure: number | null;
  readonly touchpoints: readonly Touchpoint[];
  readonly dimensions: readonly Servqual[];
}

/** One survey opened. */
export interface SurveyScreen {
  readonly row: SurveyRow;
  readonly segmentColumn: string | null;
  /** Groups of at least `fewest` answers. */
  readonly segments: readonly (SurveyFigures & { readonly name: string })[];
  readonly unsegmented: number;
  readonly fewest: number;
  readonly beside: Beside;
  /** Since when there are posts, where that is later than the survey began. */
  readonly postsSince: Instant | null;
  /** Those that complain first. */
  readonly texts: readonly SurveyTextRow[];
  /** The first rows that were not counted. */
  readonly faults: readonly RefusedRow[];
}
