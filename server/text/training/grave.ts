import { readFileSync } from 'node:fs';
import { SEVERITIES, type Severity } from '../../core/reading/analysis.ts';
import { GRAVE_COLUMNS, packGrave } from '../model/grave-pack.ts';
import type { Platt } from '../model/sentence-pack.ts';
import type { LexiconPreparer } from '../prepared.ts';
import { hasSet, readSet } from './corpus.ts';
import { plattOf } from './fit.ts';
import { type Linear, trainLogistic } from './logistic.ts';
import { logitOf, quantised, sentenceDocument, sentencesOf } from './sentence-lessons.ts';
import { readCustomerSentences } from './sets.ts';
import { chooseVocabulary, indexed, type Vocabulary } from './vocabulary.ts';

/** A sentence of our own; harmless where it has no category. */
export interface GraveSentence {
  readonly text: string;
  readonly categories: readonly Severity[];
}

interface Lesson extends GraveSentence {
  readonly document: Int32Array;
  /** Number of our own sentence; null: an everyday one. */
  readonly own: number | null;
}

const LEAST_DOCUMENTS = 6;
/** Of our own sentences with a listed word, in earnest and not: so many teach the model to tell one from the other. */
const LEAST_TAUGHT = 3;
/** Of the weight of the data against the prior, for categories and for whether anything grave is told. */
const COST = 16;
const COST_ANYTHING = 4;
/** Parts that are put by in turn, so that probabilities are those of sentences not seen. */
const PARTS = 4;
/** Whence everyday sentences come, and how many of each: what nobody takes for a crisis. */
const EVERYDAY = [
  ['waimai', 'train', 1_000],
  ['shopping', 'train', 2_500],
  ['weibo2018', 'train', 2_000],
  ['weibo100k', 'train', 2_500],
  ['smp_usual', 'train', 1_000],
  ['event_pairs', 'train', 1_000],
  // Whoever writes to the authorities writes gravely of anything.
  ['gov_hotspot_unlabelled', 'all', 3_500],
  ['gov_reply_unlabelled', 'all', 2_000],
] as const;
/** Where listed words are met, and whether they are meant: by label 0 or in complaints they are, by label 1 not. */
const LISTED = [
  ['gov_hotspot_unlabelled', 'all', null],
  ['waimai', 'train', 0],
  ['shopping', 'train', 0],
  ['weibo2018', 'train', 1],
  ['weibo100k', 'train', 1],
  ['shopping', 'train', 1],
] as const;
const MOST_LISTED = 1_200;

/**
 * Learns what grave events are told by, without a listed word: one NB-weighted regression for each category, and one
 * for whether anything grave is told at all, from sentences of our own in contrast pairs and everyday ones.
 * The same folder and version give the same bytes. Throws AppError('bad_file') when a set cannot be read.
 */
export function trainGrave(
  folder: string,
  lexicon: LexiconPreparer,
  progress: (words: string) => void,
): Buffer {
  const own = readGraveSentences();
  const everyday = [...customersOf(lexicon), ...everydayOf(folder, lexicon), ...listedOf(folder, lexicon)];
  progress(`grave events: ${own.length} sentences of our own, ${everyday.length} everyday ones`);
  const raw = [...own, ...everyday].map(({ text }) => sentenceDocument(lexicon, text));
  const vocabulary = chooseVocabulary(raw, LEAST_DOCUMENTS);
  const lessons = [...own, ...everyday].map(
    (sentence, at): Lesson => ({
      ...sentence,
      document: indexed(raw[at] as Uint32Array, vocabulary),
      own: at < own.length ? at : null,
    }),
  );
  const linears = learn(lessons, vocabulary);
  const taught = taughtWords(lexicon, own);
  return packGrave({ ...quantised(linears, vocabulary), ...fitted(lessons, vocabulary, progress), taught });
}

/** Listed words that our own sentences use both in earnest and otherwise. */
function taughtWords(lexicon: LexiconPreparer, own: readonly GraveSentence[]): string[] {
  const uses = new Map<string, { grave: number; harmless: number }>();
  for (const { text, categories } of own) {
    for (const word of new Set(lexicon.prepare(text).grave.map((hit) => hit.text))) {
      const use = uses.get(word) ?? { grave: 0, harmless: 0 };
      use[categories.length > 0 ? 'grave' : 'harmless'] += 1;
      uses.set(word, use);
    }
  }
  return [...uses]
    .filter(([, { grave, harmless }]) => Math.min(grave, harmless) >= LEAST_TAUGHT)
    .map(([word]) => word)
    .sort();
}

/** The sentences that teach: categories joined by commas (a dash for none), a tab, the text. */
export function readGraveSentences(
  file = new URL('./grave-sentences.tsv', import.meta.url),
): GraveSentence[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const [names = '', text = ''] = line.split('\t');
      return { text, categories: SEVERITIES.filter((name) => names.split(',').includes(name)) };
    });
}

/** What customers say of ordinary service, of the sentences that teach sentiment. */
function customersOf(lexicon: LexiconPreparer): GraveSentence[] {
  return readCustomerSentences()
    .filter(({ text }) => lexicon.prepare(text).grave.length === 0)
    .map(({ text }) => ({ text, categories: [] }));
}

/** Sentences of other people in which no list finds anything grave, evenly spread over each set. */
function everydayOf(folder: string, lexicon: LexiconPreparer): GraveSentence[] {
  return EVERYDAY.filter(([set, part]) => hasSet(folder, set, part)).flatMap(([set, part, wanted]) => {
    const sentences = readSet(folder, set, part).flatMap(({ text }) => sentencesOf(text));
    const every = Math.max(1, Math.floor(sentences.length / wanted));
    return sentences
      .filter((_, at) => at % every === 0)
      .filter((text) => lexicon.prepare(text).grave.length === 0)
      .map((text) => ({ text, categories: [] }));
  });
}

/**
 * Sentences with listed words: in complaints to authorities and in blame they are meant, in praise they are a joke.
 */
function listedOf(folder: string, lexicon: LexiconPreparer): GraveSentence[] {
  return LISTED.filter(([set, part]) => hasSet(folder, set, part)).flatMap(([set, part, label]) =>
    readSet(folder, set, part)
      .filter((row) => label === null || row.label === label)
      .flatMap(({ text }) => sentencesOf(text))
      .flatMap((text) => {
        const hits = lexicon
          .prepare(text)
          .grave.filter(({ weak, category }) => !weak && category !== 'vulnerable');
        if (hits.length === 0) return [];
        const named = hits.map(({ category }) => category);
        return [{ text, categories: label === 1 ? [] : SEVERITIES.filter((name) => named.includes(name)) }];
      })
      .slice(0, MOST_LISTED),
  );
}

/** By column. */
function learn(lessons: readonly Lesson[], { keys }: Vocabulary): Linear[] {
  const documents = lessons.map(({ document }) => document);
  return Array.from({ length: GRAVE_COLUMNS }, (_, column) =>
    trainLogistic(
      {
        documents,
        signs: Int8Array.from(lessons, (lesson) => (tells(lesson, column) ? 1 : -1)),
        features: keys.length,
      },
      column < SEVERITIES.length ? COST : COST_ANYTHING,
    ),
  );
}

function tells({ categories }: GraveSentence, column: number): boolean {
  const name = SEVERITIES[column];
  return name === undefined ? categories.length > 0 : categories.includes(name);
}

/** How true the logits are of our own sentences that were not seen. */
function fitted(
  lessons: readonly Lesson[],
  vocabulary: Vocabulary,
  progress: (words: string) => void,
): { readonly category: Platt; readonly anything: Platt } {
  const category: { logit: number; answer: number; weight: number }[] = [];
  const anything: { logit: number; answer: number; weight: number }[] = [];
  for (let part = 0; part < PARTS; part++) {
    progress(`grave events: part ${part + 1} of ${PARTS} put by`);
    const put = lessons.filter(({ own }) => own !== null && own % PARTS === part);
    const linears = learn(
      lessons.filter(({ own }) => own === null || own % PARTS !== part),
      vocabulary,
    );
    for (const lesson of put) {
      linears.forEach((linear, column) => {
        const judged = {
          logit: logitOf(linear, lesson.document),
          answer: tells(lesson, column) ? 1 : 0,
          weight: 1,
        };
        (column < SEVERITIES.length ? category : anything).push(judged);
      });
    }
  }
  return { category: plattOf(category), anything: plattOf(anything) };
}
