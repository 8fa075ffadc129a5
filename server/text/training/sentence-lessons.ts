import { readFileSync } from 'node:fs';
import { featuresOf } from '../model/features.ts';
import type { SentenceWeights } from '../model/sentence-pack.ts';
import type { LexiconPreparer } from '../prepared.ts';
import { hasSet, type Part, readSet } from './corpus.ts';
import { type Linear, trainLogistic } from './logistic.ts';
import { chooseVocabulary, indexed, type Vocabulary } from './vocabulary.ts';

/** A sentence and what it tells; nothing of note where it has no name. */
export interface TaughtSentence<Name extends string> {
  readonly text: string;
  readonly names: readonly Name[];
}

/** A sentence as regressions learn from it. */
export interface Lesson<Name extends string> extends TaughtSentence<Name> {
  /** Its known features. */
  readonly document: Int32Array;
  /** Number of our own sentence; null: an everyday one. */
  readonly own: number | null;
}

const MIN_DOCUMENTS = 6;
/** Parts of our own that are put by in turn, so that probabilities are those of sentences not seen. */
const PARTS = 4;
const MAX_QUANTISED = 127;
const SENTENCE = { least: 8, most: 90 };

/** Our own sentences, one a line: names joined by commas (a dash for none), a tab, the text. */
export function readTaughtSentences<Name extends string>(
  file: URL,
  names: readonly Name[],
): TaughtSentence<Name>[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const [told = '', text = ''] = line.split('\t');
      const those = told.split(',');
      return { text, names: names.filter((name) => those.includes(name)) };
    });
}

/**
 * Sentences of other people, evenly spread over each set, of which `isEveryday` holds.
 * @param sets whence they come, and about how many are looked at of each; a set that is not there gives none
 */
export function readEveryday(
  folder: string,
  sets: readonly (readonly [set: string, part: Part, wanted: number])[],
  isEveryday: (text: string) => boolean,
): TaughtSentence<never>[] {
  return sets
    .filter(([set, part]) => hasSet(folder, set, part))
    .flatMap(([set, part, wanted]) => {
      const sentences = readSet(folder, set, part).flatMap(({ text }) => sentencesOf(text));
      const every = Math.max(1, Math.floor(sentences.length / wanted));
      return sentences
        .filter((text, at) => at % every === 0 && isEveryday(text))
        .map((text) => ({ text, names: [] }));
    });
}

/** Everything that is taught, in features that stand in enough of it. */
export function lessonsOf<Name extends string>(
  lexicon: LexiconPreparer,
  own: readonly TaughtSentence<Name>[],
  everyday: readonly TaughtSentence<Name>[],
): { readonly lessons: readonly Lesson<Name>[]; readonly vocabulary: Vocabulary } {
  const all = [...own, ...everyday];
  const raw = all.map(({ text }) => sentenceDocument(lexicon, text));
  const vocabulary = chooseVocabulary(raw, MIN_DOCUMENTS);
  const lessons = all.map((sentence, at) => ({
    ...sentence,
    document: indexed(raw[at] as Uint32Array, vocabulary),
    own: at < own.length ? at : null,
  }));
  return { lessons, vocabulary };
}

/** Learns to tell the lessons of which `tells` holds from the others. @param cost as of `trainLogistic` */
export function regressionOf<Name extends string>(
  lessons: readonly Lesson<Name>[],
  tells: (lesson: Lesson<Name>) => boolean,
  { keys }: Vocabulary,
  cost: number,
): Linear {
  const examples = {
    documents: lessons.map(({ document }) => document),
    signs: Int8Array.from(lessons, (lesson) => (tells(lesson) ? 1 : -1)),
    features: keys.length,
  };
  return trainLogistic(examples, cost);
}

/** Each part of our own sentences once put by, and all the others to learn from. */
export function putByInTurn<Name extends string>(
  lessons: readonly Lesson<Name>[],
): readonly { readonly taught: readonly Lesson<Name>[]; readonly put: readonly Lesson<Name>[] }[] {
  return Array.from({ length: PARTS }, (_, part) => {
    const isPut = ({ own }: Lesson<Name>) => own !== null && own % PARTS === part;
    return { taught: lessons.filter((lesson) => !isPut(lesson)), put: lessons.filter(isPut) };
  });
}

/** What was answered of a lesson by a regression that had not seen it. */
export interface JudgedLesson<Name extends string> {
  readonly lesson: Lesson<Name>;
  readonly logit: number;
  /** 1 where it has the name, else 0. */
  readonly answer: number;
  readonly weight: number;
}

/** Answers about one name, each part put by in turn. */
export function judgedInTurn<Name extends string>(
  lessons: readonly Lesson<Name>[],
  name: Name,
  learn: (taught: readonly Lesson<Name>[]) => Linear,
): JudgedLesson<Name>[] {
  return putByInTurn(lessons).flatMap(({ taught, put }) => {
    const linear = learn(taught);
    return put.map((lesson) => ({
      lesson,
      logit: logitOf(linear, lesson.document),
      answer: lesson.names.includes(name) ? 1 : 0,
      weight: 1,
    }));
  });
}

/** The first sentences of a text that are neither cries nor essays. */
export function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[。!?！？;；\n])/)
    .filter(({ length }) => length >= SENTENCE.least && length <= SENTENCE.most)
    .slice(0, 3);
}

/** Distinct features that stand on words; what stands for a text as a whole says nothing of a stretch of it. */
function sentenceDocument(lexicon: LexiconPreparer, text: string): Uint32Array {
  const { reading, score } = lexicon.prepare(text);
  const { hashes, ends, count } = featuresOf(reading, score);
  const found = new Set<number>();
  for (let i = 0; i < count; i++) if (ends[i] !== 0) found.add(hashes[i] as number);
  return Uint32Array.from(found);
}

export function logitOf({ weights, bias }: Linear, document: Int32Array): number {
  let sum = 0;
  for (const feature of document) sum += weights[feature] as number;
  return document.length === 0 ? bias : sum / Math.sqrt(document.length) + bias;
}

/** Eight bits a weight, each column in steps of its own; the keys ascending. */
export function quantised(linears: readonly Linear[], { keys, index }: Vocabulary): SentenceWeights {
  const sorted = keys.slice().sort();
  const steps = linears.map(({ weights }) => {
    const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
    return Math.fround(largest > 0 ? largest / MAX_QUANTISED : 1);
  });
  const rows = new Int8Array(sorted.length * linears.length);
  sorted.forEach((key, row) => {
    const at = index.get(key) as number;
    linears.forEach(({ weights }, column) => {
      rows[row * linears.length + column] = Math.round((weights[at] as number) / (steps[column] as number));
    });
  });
  return { keys: sorted, rows, steps, bias: linears.map(({ bias }) => Math.fround(bias)) };
}
