import { SERVQUAL, type Servqual } from '../reading/analysis.ts';

/** Of an item of service quality: what people hold to be due, and what they got. */
export const SIDES = ['perceived', 'expected'] as const;
export type Side = (typeof SIDES)[number];

/** At most one column of a file is each of these. */
export const SINGLE_USES = ['nps', 'csat', 'ces', 'time', 'segment'] as const;
export type SingleUse = (typeof SINGLE_USES)[number];
export type ItemUse = `${Side}.${Servqual}`;

/** What a column of a survey's file is; what is left out is not stored in any form. */
export type SurveyUse = SingleUse | ItemUse | 'text' | 'leave';

const ITEM_USES: readonly ItemUse[] = SERVQUAL.flatMap((dimension) =>
  SIDES.map((side): ItemUse => `${side}.${dimension}`),
);
export const SURVEY_USES: readonly SurveyUse[] = [...SINGLE_USES, ...ITEM_USES, 'text', 'leave'];

/** Steps that a question is answered in, from 1. */
export const SCALES = [5, 7, 10] as const;
export type Scale = (typeof SCALES)[number];

/** What the columns of one file mean. */
export interface SurveyMapping {
  /** By the name of the column; those not named are left out. */
  readonly uses: Readonly<Record<string, SurveyUse>>;
  /** Of the items of service quality. */
  readonly scale: Scale;
  /** Of the question about effort, and whether a larger number is an easier time. */
  readonly ces: { readonly scale: Scale; readonly better: 'high' | 'low' };
  /** Columns of recommendation, satisfaction and quality whose larger number is a worse answer: 1=非常满意. */
  readonly reversed: readonly string[];
  /** Somebody says that recommendation was asked in 0 to 10, although nobody gave more than 7. */
  readonly npsSure: boolean;
}

/** Uses whose column has a direction of its own; effort has `ces.better`. */
export const isDirected = (use: SurveyUse): boolean => use === 'nps' || use === 'csat' || use.includes('.');

/** The columns of a use, in the order of the file where `columns` gives it. */
export function columnsFor(
  { uses }: Pick<SurveyMapping, 'uses'>,
  wanted: (use: SurveyUse) => boolean,
): readonly string[] {
  return Object.entries(uses).flatMap(([column, use]) => (wanted(use) ? [column] : []));
}
