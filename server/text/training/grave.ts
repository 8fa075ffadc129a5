import { SEVERITIES, type Severity } from '../../core/reading/analysis.ts';
import { GRAVE_COLUMNS, packGrave } from '../model/grave-pack.ts';
import type { Platt } from '../model/sentence-pack.ts';
import type { LexiconPreparer } from '../prepared.ts';
import { hasSet, readSet } from './corpus.ts';
import { plattOf } from './fit.ts';
import type { Linear } from './logistic.ts';
import { readCustomerSentences } from './own-sentences.ts';
import {
  type Lesson,
  lessonsOf,
  logitOf,
  putByInTurn,
  quantised,
  readEveryday,
  readTaughtSentences,
  regressionOf,
  sentencesOf,
  type TaughtSentence,
} from './sentence-lessons.ts';
import type { Vocabulary } from './vocabulary.ts';

type GraveSentence = TaughtSentence<Severity>;

/** Of our own sentences with a listed word, in earnest and not: so many teach the model to tell one from the other. */
const MIN_TAUGHT_SENTENCES = 3;
/** Of the weight of the data against the prior, for categories and for whether anything grave is told. */
const COST = 16;
const COST_ANYTHING = 4;
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
const MAX_LISTED_WORDS = 1_200;

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
  const own = readTaughtSentences(new URL('./grave-sentences.tsv', import.meta.url), SEVERITIES);
  const isEveryday = (text: string) => lexicon.prepare(text).grave.length === 0;
  const customers = readCustomerSentences().filter(({ text }) => isEveryday(text));
  const everyday = [
    ...customers.map(({ text }) => ({ text, names: [] })),
    ...readEveryday(folder, EVERYDAY, isEveryday),
    ...listedOf(folder, lexicon),
  ];
  progress(`grave events: ${own.length} sentences of our own, ${everyday.length} everyday ones`);
  const { lessons, vocabulary } = lessonsOf(lexicon, own, everyday);
  const linears = learn(lessons, vocabulary);
  const taught = taughtWords(lexicon, own);
  return packGrave({ ...quantised(linears, vocabulary), ...fitted(lessons, vocabulary, progress), taught });
}

/** Listed words that our own sentences use both in earnest and otherwise. */
function taughtWords(lexicon: LexiconPreparer, own: readonly GraveSentence[]): string[] {
  const uses = new Map<string, { grave: number; harmless: number }>();
  for (const { text, names } of own) {
    for (const word of new Set(lexicon.prepare(text).grave.map((hit) => hit.text))) {
      const use = uses.get(word) ?? { grave: 0, harmless: 0 };
      use[names.length > 0 ? 'grave' : 'harmless'] += 1;
      uses.set(word, use);
    }
  }
  return [...uses]
    .filter(([, { grave, harmless }]) => Math.min(grave, harmless) >= MIN_TAUGHT_SENTENCES)
    .map(([word]) => word)
    .sort();
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
        return [{ text, names: label === 1 ? [] : SEVERITIES.filter((name) => named.includes(name)) }];
      })
      .slice(0, MAX_LISTED_WORDS),
  );
}

/** By column. */
function learn(lessons: readonly Lesson<Severity>[], vocabulary: Vocabulary): Linear[] {
  return Array.from({ length: GRAVE_COLUMNS }, (_, column) =>
    regressionOf(
      lessons,
      (lesson) => tells(lesson, column),
      vocabulary,
      column < SEVERITIES.length ? COST : COST_ANYTHING,
    ),
  );
}

function tells({ names }: GraveSentence, column: number): boolean {
  const name = SEVERITIES[column];
  return name === undefined ? names.length > 0 : names.includes(name);
}

/** How true the logits are of our own sentences that were not seen. */
function fitted(
  lessons: readonly Lesson<Severity>[],
  vocabulary: Vocabulary,
  progress: (words: string) => void,
): { readonly category: Platt; readonly anything: Platt } {
  const judged = putByInTurn(lessons).flatMap(({ taught, put }, part) => {
    progress(`grave events: part ${part + 1} put by`);
    const linears = learn(taught, vocabulary);
    return put.flatMap((lesson) =>
      linears.map((linear, column) => ({
        column,
        logit: logitOf(linear, lesson.document),
        answer: tells(lesson, column) ? 1 : 0,
        weight: 1,
      })),
    );
  });
  return {
    category: plattOf(judged.filter(({ column }) => column < SEVERITIES.length)),
    anything: plattOf(judged.filter(({ column }) => column >= SEVERITIES.length)),
  };
}
