import { readBackground } from '../background.ts';
import { type KnownName, packNames } from '../name-table.ts';
import { PAIR_QUESTIONS } from '../pair-model.ts';
import { learnBackground, learnPairs } from './train-pairs.ts';

export interface EventRow {
  readonly text: string;
  readonly text_b?: string;
  readonly label?: unknown;
  readonly task?: string;
}

export interface LearntFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** By question, on folds left out. */
  readonly f1?: Readonly<Record<string, number>>;
}

/**
 * What is shipped in server/stories/model, from labelled pairs: how common terms are, and the weights of measures; and
 * names.
 */
export function trainEvents(rows: readonly EventRow[], names: Iterable<KnownName>): readonly LearntFile[] {
  const background = learnBackground(rows.flatMap(({ text, text_b = '' }) => [text, text_b]));
  readBackground(background);
  const learnt = PAIR_QUESTIONS.map((question) => {
    const pairs = rows.filter(({ task }) => task === `same_${question}`);
    const labelled = pairs.map(({ text, text_b = '', label }) => ({
      text,
      text_b,
      label: label === 1 ? 1 : 0,
    }));
    return [question, learnPairs(labelled)] as const;
  });
  const weights = Object.fromEntries(learnt.map(([question, { weights: each }]) => [question, each]));
  const f1 = Object.fromEntries(
    learnt.map(([question, { f1: each }]) => [question, Math.round(each * 1e4) / 1e4]),
  );
  return [
    { name: 'background.bin', bytes: background },
    { name: 'names.bin', bytes: packNames(names) },
    { name: 'pairs.json', bytes: Buffer.from(`${JSON.stringify(weights, null, 2)}\n`), f1 },
  ];
}
