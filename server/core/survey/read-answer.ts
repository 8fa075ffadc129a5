import { asTime, type ReadTime } from '../import/import-post.ts';
import { cleanText, cut } from '../mention/clean.ts';
import { SERVQUAL, type Servqual } from '../reading/analysis.ts';
import type { Span } from '../series/trend-window.ts';
import type { Instant } from '../time.ts';
import { maskPersonal } from './personal-column.ts';
import { type ColumnFault, type ColumnReading, type Question, readColumn } from './score-column.ts';
import { columnsFor, isDirected, type Side, type SurveyMapping, type SurveyUse } from './survey-use.ts';

type Scores = Readonly<Partial<Record<Servqual, number>>>;

/** What one person answered, as far as it is counted. It is never stored: only counts and masked texts are. */
export interface SurveyAnswer {
  readonly at: Instant | null;
  readonly nps: number | null;
  readonly csat: number | null;
  readonly ces: number | null;
  /** The mean of the items of a dimension that were answered. */
  readonly perceived: Scores;
  readonly expected: Scores;
  readonly segment: string | null;
  readonly texts: readonly { readonly question: string; readonly text: string }[];
}

/**
 * Why a row is not counted: a value that is none of its scale, or in a column that cannot be read at all, a time that is
 * none or of other days, nothing said.
 */
export type AnswerRefusal = ColumnFault | 'bad-time' | 'outside-days' | 'no-answer';

export type AnswerResult =
  | { readonly kind: 'answer'; readonly answer: SurveyAnswer }
  | { readonly kind: 'refused'; readonly reason: AnswerRefusal; readonly column: string | null };

interface Context {
  readonly mapping: SurveyMapping;
  readonly now: Instant;
  readonly readTime: ReadTime;
  /** Days that it ran; answers of other times are refused. Null: any. */
  readonly days: Span | null;
  /** The whole file: what an answer means depends on the others of its column. */
  readonly sheet: readonly Cells[];
}

type Cells = Readonly<Record<string, unknown>>;

export interface AnswerReader {
  readonly read: (cells: Cells) => AnswerResult;
  /** Columns that cannot be read, whatever stands in a row. */
  readonly faults: ReadonlyMap<string, ColumnFault>;
}

const MAX_TEXT_LENGTH = 2_000;
const MAX_SEGMENT_LENGTH = 40;
/** Said by those who have nothing to say. */
const NOTHING =
  /^(无|没有?|没了|暂无|没意见|无意见|没有意见|无建议|没有建议|[(（]?(空|跳过)[)）]?|-+|\/|n\/?a|none|no|好|嗯|-[123])[。.!！]?$/i;

/** Reads the rows of one file. */
export function createAnswerReader(context: Context): AnswerReader {
  const { mapping } = context;
  const columns = new Map<SurveyUse, readonly string[]>();
  for (const use of new Set(Object.values(mapping.uses)))
    columns.set(
      use,
      columnsFor(mapping, (each) => each === use),
    );
  const readings = scoredColumns(context);
  const faults = [...readings].flatMap(([column, { fault }]) =>
    fault === null ? [] : [[column, fault] as const],
  );
  return { read: (cells) => readRow(cells, { columns, readings }, context), faults: new Map(faults) };
}

function scoredColumns({ mapping, sheet }: Context): ReadonlyMap<string, ColumnReading> {
  const scored = Object.entries(mapping.uses).flatMap(([column, use]) => {
    const question = questionOf(use, mapping);
    if (question === null) return [];
    const cells = sheet.map((row) => row[column]);
    const reversed = isDirected(use) && mapping.reversed.includes(column);
    return [
      [column, readColumn(cells, question, { name: column, reversed, sure: mapping.npsSure })] as const,
    ];
  });
  return new Map(scored);
}

function questionOf(use: SurveyUse, { scale, ces }: SurveyMapping): Question | null {
  if (use === 'nps') return 'nps';
  if (use === 'ces') return { ...ces, effort: true };
  if (use === 'csat') return { scale: 5, better: 'high', effort: false };
  return use.includes('.') ? { scale, better: 'high', effort: false } : null;
}

type ByUse = ReadonlyMap<SurveyUse, readonly string[]>;

interface Sheet {
  readonly columns: ByUse;
  readonly readings: ReadonlyMap<string, ColumnReading>;
}

function readRow(cells: Cells, { columns, readings }: Sheet, { days, ...context }: Context): AnswerResult {
  let off: { readonly reason: ColumnFault; readonly column: string } | null = null;
  const scoreIn = (column: string): number | null => {
    const reading = readings.get(column);
    const score = reading?.read(cells[column]) ?? 'blank';
    if (score === 'off') off ??= { reason: reading?.fault ?? 'off-scale', column };
    return typeof score === 'number' ? score : null;
  };
  const one = (use: SurveyUse): number | null => {
    const [column] = columns.get(use) ?? [];
    return column === undefined ? null : scoreIn(column);
  };
  const scored = {
    nps: one('nps'),
    csat: one('csat'),
    ces: one('ces'),
    perceived: meansOf(columns, 'perceived', scoreIn),
    expected: meansOf(columns, 'expected', scoreIn),
  };
  if (off !== null) return { kind: 'refused', ...(off as { reason: ColumnFault; column: string }) };
  const [timeColumn] = columns.get('time') ?? [];
  const time = timeColumn === undefined ? null : asTime(cells[timeColumn], context);
  const at = time?.publishedAt ?? null;
  if (timeColumn !== undefined && at === null)
    return { kind: 'refused', reason: 'bad-time', column: timeColumn };
  if (days !== null && at !== null && (at < days.from || at >= days.to))
    return { kind: 'refused', reason: 'outside-days', column: timeColumn ?? null };
  const texts = textsOf(cells, columns.get('text') ?? []);
  const answer = { at, ...scored, segment: segmentOf(cells, columns), texts };
  return saysSomething(answer)
    ? { kind: 'answer', answer }
    : { kind: 'refused', reason: 'no-answer', column: null };
}

function meansOf(columns: ByUse, side: Side, read: (column: string) => number | null): Scores {
  const means: Partial<Record<Servqual, number>> = {};
  for (const dimension of SERVQUAL) {
    const scores = (columns.get(`${side}.${dimension}`) ?? []).flatMap((column) => read(column) ?? []);
    if (scores.length > 0) means[dimension] = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  }
  return means;
}

const wordIn = (cell: unknown): string =>
  typeof cell === 'string' || typeof cell === 'number' ? cleanText(String(cell)) : '';

function textsOf(cells: Cells, columns: readonly string[]): SurveyAnswer['texts'] {
  return columns.flatMap((question) => {
    const text = cut(wordIn(cells[question]), MAX_TEXT_LENGTH);
    return text.length < 2 || NOTHING.test(text) ? [] : [{ question, text: maskPersonal(text) }];
  });
}

function segmentOf(cells: Cells, columns: ByUse): string | null {
  const [column] = columns.get('segment') ?? [];
  const word = column === undefined ? '' : cut(wordIn(cells[column]), MAX_SEGMENT_LENGTH);
  return word === '' || /^[(（]?(空|跳过)[)）]?$/.test(word) ? null : maskPersonal(word);
}

function saysSomething({ nps, csat, ces, perceived, expected, texts }: SurveyAnswer): boolean {
  const scores = [nps, csat, ces, ...Object.values(perceived), ...Object.values(expected)];
  return texts.length > 0 || scores.some((score) => score !== null);
}
