import { loadLanguageModel } from '../model/language-model.ts';
import { createLexiconPreparer, type Prepared } from '../prepared.ts';
import { createReader } from '../reader.ts';
import { type Row, readSet } from './corpus.ts';
import { documentOf } from './documents.ts';
import { evaluateRows } from './evaluate.ts';
import { trainLogistic } from './logistic.ts';
import { scoreClasses } from './scores.ts';
import { readSamples } from './sets.ts';
import { trainModel } from './train.ts';
import { chooseVocabulary, indexed } from './vocabulary.ts';

export interface HeldOutReport {
  readonly category: string;
  readonly count: number;
  /** Macro-F1 of plain NB-weighted regression over character 1–3-grams and words, under the same hold-out. */
  readonly plain: number;
  readonly ours: number;
}

const PLAIN_COST = 4;

/**
 * How well kinds of reviews are read that nothing was learnt from: whole categories of the shopping set are
 * left out of training, one at a time, and then measured, all three parts of them.
 */
export function measureHeldOut(
  folder: string,
  categories: readonly string[],
  seeds: readonly number[],
  progress: (words: string) => void,
): HeldOutReport[] {
  return categories.map((category) => {
    progress(`without ${category}`);
    const leaveOut = (row: Row) => row.domain === category;
    const rows = (['train', 'dev', 'test'] as const)
      .flatMap((part) => readSet(folder, 'shopping', part))
      .filter(leaveOut);
    const model = loadLanguageModel(trainModel(folder, { leaveOut, seeds, progress }));
    const [report] = evaluateRows('shopping', rows, ['two-way'], createReader({ model }));
    const plain = plainScore(folder, leaveOut, rows);
    return { category, count: rows.length, plain, ours: report?.scores.macroF1 ?? 0 };
  });
}

function plainScore(folder: string, leaveOut: (row: Row) => boolean, rows: readonly Row[]): number {
  const lexicon = createLexiconPreparer();
  const samples = readSamples(folder, leaveOut).filter(
    ({ expert }) => expert === 'review' || expert === 'post' || expert === 'repost',
  );
  const plain = (text: string) => documentOf(withoutLists(lexicon.prepare(text)));
  const raw = samples.map(({ row }) => plain(row.text));
  const answers = samples.map(({ answer }) => answer);
  const vocabulary = chooseVocabulary(raw, 2);
  const { weights, bias } = trainLogistic(
    {
      documents: raw.map((document) => indexed(document, vocabulary)),
      signs: Int8Array.from(answers, (answer) => (answer === 1 ? 1 : -1)),
      features: vocabulary.keys.length,
    },
    PLAIN_COST,
  );
  const answered = rows.map(({ text }) => {
    const document = indexed(plain(text), vocabulary);
    let sum = 0;
    for (const feature of document) sum += weights[feature] as number;
    return sum / Math.sqrt(document.length || 1) + bias > 0 ? '1' : '0';
  });
  return scoreClasses(
    rows.map(({ label }) => String(label)),
    answered,
    ['0', '1'],
  ).macroF1;
}

/** The text alone: nothing that the word lists made of it. */
function withoutLists(prepared: Prepared): Prepared {
  const { reading, score } = prepared;
  return {
    ...prepared,
    reading: { ...reading, text: reading.text, clauses: [], of: () => [] },
    score: { ...score, shares: [], sum: 0, ironic: false },
  };
}
