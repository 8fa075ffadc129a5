import type { Analysis, Reader } from '../../core/reading/analysis.ts';
import { EMOTION_COLUMNS } from '../model/layout.ts';
import { hasSet, type Part, type Row, readSet } from './corpus.ts';
import { type ClassScores, calibrationError, scoreClasses } from './scores.ts';
import { answerOf } from './sets.ts';

/** What one set asks of the reader. */
export type Question = 'two-way' | 'three-way' | 'emotion';

export interface SetReport {
  readonly set: string;
  readonly question: Question;
  readonly scores: ClassScores;
  /** Expected calibration error of the answer; null for six emotions. */
  readonly calibration: number | null;
  readonly textsPerSecond: number;
  /** The surest of the wrong answers, the surest first. */
  readonly worst: readonly {
    readonly text: string;
    readonly gold: string;
    readonly answered: string;
    readonly p: number;
  }[];
}

interface Answer {
  readonly name: string;
  readonly p: number;
}

const QUESTIONS: readonly { readonly set: string; readonly questions: readonly Question[] }[] = [
  { set: 'waimai', questions: ['two-way'] },
  { set: 'shopping', questions: ['two-way'] },
  { set: 'weibo2018', questions: ['two-way'] },
  { set: 'weibo100k', questions: ['two-way'] },
  { set: 'smp_usual', questions: ['three-way', 'emotion'] },
  { set: 'smp_virus', questions: ['three-way', 'emotion'] },
];
const WORST = 10;

const ASKED: Readonly<
  Record<
    Question,
    { readonly classes: readonly string[]; gold(row: Row): string | null; answer(analysis: Analysis): Answer }
  >
> = {
  'two-way': {
    classes: ['0', '1'],
    gold: (row) => (typeof row.label === 'number' ? String(row.label) : null),
    answer: ({ sentiment: { negative, positive } }) => {
      const total = negative + positive;
      const p = total === 0 ? 0.5 : positive / total;
      return p > 0.5 ? { name: '1', p } : { name: '0', p: 1 - p };
    },
  },
  'three-way': {
    classes: ['-1', '0', '1'],
    gold: (row) => (typeof row.label === 'number' ? String(row.label) : null),
    answer: ({ sentiment }) => ({
      name: String(sentiment.label),
      p: Math.max(sentiment.negative, sentiment.neutral, sentiment.positive),
    }),
  },
  emotion: {
    classes: EMOTION_COLUMNS,
    gold: (row) => EMOTION_COLUMNS[answerOf(row, 'feeling')] ?? null,
    answer: ({ emotion }) =>
      EMOTION_COLUMNS.map((name) => ({ name, p: emotion[name] })).reduce((best, each) =>
        each.p > best.p ? each : best,
      ),
  },
};

/** Measures a reader on the sets of a folder; sets that are not there are passed over. */
export function evaluateSets(folder: string, reader: Reader, part: Part = 'test'): SetReport[] {
  return QUESTIONS.filter(({ set }) => hasSet(folder, set, part)).flatMap(({ set, questions }) =>
    evaluateRows(set, readSet(folder, set, part), questions, reader),
  );
}

export function evaluateRows(
  set: string,
  rows: readonly Row[],
  questions: readonly Question[],
  reader: Reader,
): SetReport[] {
  const from = performance.now();
  const analyses = rows.map(({ text }) => reader.read(text));
  const textsPerSecond = Math.round((rows.length / (performance.now() - from)) * 1_000);
  return questions.map((question) => ({ ...score(rows, analyses, question), set, question, textsPerSecond }));
}

function score(
  rows: readonly Row[],
  analyses: readonly Analysis[],
  question: Question,
): Pick<SetReport, 'scores' | 'calibration' | 'worst'> {
  const { classes, gold, answer } = ASKED[question];
  const judged = rows.flatMap((row, at) => {
    const truth = gold(row);
    const analysis = analyses[at];
    return truth === null || !analysis ? [] : [{ text: row.text, gold: truth, ...answer(analysis) }];
  });
  const scores = scoreClasses(
    judged.map((each) => each.gold),
    judged.map((each) => each.name),
    classes,
  );
  const right = judged.map((each) => each.gold === each.name);
  return {
    scores,
    calibration:
      question === 'emotion'
        ? null
        : calibrationError(
            judged.map(({ p }) => p),
            right,
          ),
    worst: judged
      .filter((_, at) => !right[at])
      .sort((a, b) => b.p - a.p)
      .slice(0, WORST)
      .map(({ name, ...rest }) => ({ ...rest, answered: name })),
  };
}
