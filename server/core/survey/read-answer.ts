import { asTime, type ReadTime } from '../import/import-post.ts';
import { cleanText, cut } from '../mention/clean.ts';
import { SERVQUAL, type Servqual } from '../reading/analysis.ts';
import type { Span } from '../series/trend-window.ts';
import type { Instant } from '../time.ts';
import { maskPersonal } from './personal-column.ts';
import { readLikelihood, readScore, type ScoreReading } from './score-words.ts';
import { columnsFor, type Scale, type Side, type SurveyMapping, type SurveyUse } from './survey-use.ts';

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

/** Why a row is not counted: a value that is none of its scale, a time that is none or of other days, nothing said. */
export type AnswerRefusal = 'off-scale' | 'bad-time' | 'outside-days' | 'no-answer';

export type AnswerResult =
  | { readonly kind: 'answer'; readonly answer: SurveyAnswer }
  | { readonly kind: 'refused'; readonly reason: AnswerRefusal; readonly column: string | null };

interface Context {
  readonly mapping: SurveyMapping;
  readonly now: Instant;
  readonly readTime: ReadTime;
  /** Days that it ran; answers of other times are refused. Null: any. */
  readonly days: Span | null;
}

type Cells = Readonly<Record<string, unknown>>;

const LONGEST_TEXT = 2_000;
const LONGEST_SEGMENT = 40;
/** Said by those who have nothing to say. */
const NOTHING =
  /^(无|没有?|没了|暂无|没意见|无意见|没有意见|无建议|没有建议|[(（]?(空|跳过)[)）]?|-+|\/|n\/?a|none|no|好|嗯|-[123])[。.!！]?$/i;

/** Reads the rows of one file. */
export function createAnswerReader(context: Context): (cells: Cells) => AnswerResult {
  const { mapping } = context;
  const columns = new Map<SurveyUse, readonly string[]>();
  for (const use of new Set(Object.values(mapping.uses)))
    columns.set(
      use,
      columnsFor(mapping, (each) => each === use),
    );
  return (cells) => readRow(cells, columns, context);
}

type ByUse = ReadonlyMap<SurveyUse, readonly string[]>;

function readRow(cells: Cells, columns: ByUse, context: Context): AnswerResult {
  const { mapping, days } = context;
  let off: string | null = null;
  const scoreIn = (column: string, read: (cell: unknown) => ScoreReading): number | null => {
    const score = read(cells[column]);
    if (score === 'off') off ??= column;
    return typeof score === 'number' ? score : null;
  };
  const one = (use: SurveyUse, read: (cell: unknown) => ScoreReading): number | null => {
    const [column] = columns.get(use) ?? [];
    return column === undefined ? null : scoreIn(column, read);
  };
  const onScale = (scale: Scale) => (cell: unknown) => readScore(cell, scale);
  const side = (wanted: Side): Scores =>
    meansOf(columns, wanted, (column) => scoreIn(column, onScale(mapping.scale)));
  const scored = {
    nps: one('nps', readLikelihood),
    csat: one('csat', onScale(5)),
    ces: one('ces', onScale(mapping.ces.scale)),
    ...{ perceived: side('perceived'), expected: side('expected') },
  };
  if (off !== null) return { kind: 'refused', reason: 'off-scale', column: off };
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
    const text = cut(wordIn(cells[question]), LONGEST_TEXT);
    return text.length < 2 || NOTHING.test(text) ? [] : [{ question, text: maskPersonal(text) }];
  });
}

function segmentOf(cells: Cells, columns: ByUse): string | null {
  const [column] = columns.get('segment') ?? [];
  const word = column === undefined ? '' : cut(wordIn(cells[column]), LONGEST_SEGMENT);
  return word === '' || /^[(（]?(空|跳过)[)）]?$/.test(word) ? null : maskPersonal(word);
}

function saysSomething({ nps, csat, ces, perceived, expected, texts }: SurveyAnswer): boolean {
  const scores = [nps, csat, ces, ...Object.values(perceived), ...Object.values(expected)];
  return texts.length > 0 || scores.some((score) => score !== null);
}
