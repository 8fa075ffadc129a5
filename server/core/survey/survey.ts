import { AppError } from '../errors.ts';
import { markOf } from '../optimistic-lock.ts';
import { DAY, type Instant } from '../time.ts';
import type { AnswerRefusal } from './read-answer.ts';
import type { ColumnFault } from './score-column.ts';
import { SINGLE_USES, type SurveyMapping } from './survey-use.ts';

/** What may be amended afterwards. What was counted stays: the answers are not kept. */
export interface SurveyTerms {
  readonly name: string;
  /** Days that it ran, midnights of China; `to` is exclusive. */
  readonly from: Instant;
  readonly to: Instant;
}

/** What somebody says of a file that they hand in. */
export interface SurveyInput extends SurveyTerms {
  readonly watchId: number;
  readonly mapping: SurveyMapping;
}

/** What became of a file; `known`: the same rows were kept before, and nothing has changed. */
export interface KeptSurvey {
  readonly survey: Survey;
  readonly known: boolean;
}

/** A row that is not counted, as it is reported. */
export interface RefusedRow {
  readonly row: number;
  readonly reason: AnswerRefusal | (string & {});
  readonly column: string | null;
}

/** A survey of one watch. */
export interface Survey extends SurveyTerms {
  readonly id: number;
  readonly watchId: number;
  /** Name of the file that it came in. */
  readonly file: string;
  readonly answers: number;
  readonly refused: number;
  /** Free texts that are kept, masked. */
  readonly texts: number;
  readonly version: number;
  readonly createdAt: Instant;
  readonly createdBy: string;
  readonly changedAt: Instant;
  readonly changedBy: string;
}

const MAX_NAME_LENGTH = 80;
const MAX_RUN_MS = 366 * DAY;

/** Says on the sight of what somebody writes. */
export const markOfSurvey = ({ id, version }: Pick<Survey, 'id' | 'version'>): string =>
  markOf([id, version]);

/** @throws AppError('bad_request') with every field that is wrong in `details.faults` */
export function checkSurvey<T extends SurveyTerms>(terms: T): T {
  const name = terms.name.trim();
  const faults = [
    ...(name === '' ? [{ field: 'name', message: 'must not be empty' }] : []),
    ...(name.length > MAX_NAME_LENGTH ? [{ field: 'name', message: 'is longer than 80 characters' }] : []),
    ...(terms.to <= terms.from ? [{ field: 'to', message: 'must not be before "from"' }] : []),
    ...(terms.to - terms.from > MAX_RUN_MS ? [{ field: 'to', message: 'is more than a year after' }] : []),
  ];
  return { ...refuse(terms, faults), name };
}

/**
 * A mapping that can be counted by: something is asked, nothing twice that there is one of, and no column that
 * identifies who answered is stored in words.
 * @param personal columns that identify who answered
 * @throws AppError('bad_request') with the columns that are wrong in `details.faults`
 */
export function checkMapping(mapping: SurveyMapping, personal: ReadonlySet<string>): SurveyMapping {
  const uses = Object.entries(mapping.uses).filter(([, use]) => use !== 'leave');
  const columnsOf = (wanted: string) => uses.filter(([, use]) => use === wanted).map(([column]) => column);
  const twice = SINGLE_USES.flatMap((use) => columnsOf(use).slice(1));
  const telling = uses.filter(([column]) => personal.has(column)).map(([column]) => column);
  const asked = uses.some(([, use]) => use !== 'time' && use !== 'segment');
  return refuse(mapping, [
    ...(asked ? [] : [{ field: 'uses', message: 'no column is a question' }]),
    ...twice.map((field) => ({ field, message: 'there is one column of this already' })),
    ...telling.map((field) => ({ field, message: 'tells who answered, and is never stored' })),
  ]);
}

const COLUMN_FAULTS: Readonly<Record<ColumnFault, string>> = {
  'off-scale': 'its numbers are of another scale',
  'unknown-words': 'its options are told in words that are not known',
  contradiction: 'its options run one way by their words and another by their numbers',
  'other-scale': 'its name states another scale than the one it is read in',
  'short-scale': 'nobody gave more than 7: it was hardly asked in 0 to 10',
};

/**
 * A column that cannot be read is put right or left out: a figure of what is left of it would reveal few people.
 * @throws AppError('bad_request') with the columns in `details.faults`
 */
export function checkColumns(faults: ReadonlyMap<string, ColumnFault>): void {
  refuse(
    undefined,
    [...faults].map(([field, fault]) => ({ field, message: COLUMN_FAULTS[fault], fault })),
  );
}

function refuse<T>(fine: T, faults: readonly { readonly field: string; readonly message: string }[]): T {
  if (faults.length === 0) return fine;
  const words = faults.map(({ field, message }) => `${field}: ${message}`).join('; ');
  throw new AppError('bad_request', words, { faults });
}
