import { readFileSync } from 'node:fs';
import { INTENTS, type Intent } from '../../core/reading/analysis.ts';
import { packIntents } from '../model/intent-pack.ts';
import type { Platt } from '../model/sentence-pack.ts';
import type { LexiconPreparer } from '../prepared.ts';
import { KIND } from '../terms.ts';
import { hasSet, readSet } from './corpus.ts';
import { plattOf } from './fit.ts';
import { type Linear, trainLogistic } from './logistic.ts';
import { logitOf, quantised, sentenceDocument, sentencesOf } from './sentence-lessons.ts';
import { chooseVocabulary, indexed, type Vocabulary } from './vocabulary.ts';

/** A sentence of our own, and all that its writer wants. */
export interface IntentSentence {
  readonly text: string;
  readonly intents: readonly Intent[];
}

interface Lesson extends IntentSentence {
  readonly document: Int32Array;
  /** Number of our own sentence; null: an everyday one, of which nobody said whether it blames or praises. */
  readonly own: number | null;
}

const LEAST_DOCUMENTS = 6;
/** Of the weight of the data against the prior. */
const COST = 16;
/** Parts that are put by in turn, so that probabilities are those of sentences not seen. */
const PARTS = 4;
const UNSAID: ReadonlySet<Intent> = new Set(['complaint', 'praise']);
/** Whence everyday sentences come, and how many of each: in most nobody asks, threatens or leaves. */
const EVERYDAY = [
  ['waimai', 'train', 800],
  ['shopping', 'train', 1_500],
  ['weibo2018', 'train', 1_500],
  ['weibo100k', 'train', 1_500],
  ['smp_usual', 'train', 1_500],
  ['event_pairs', 'train', 800],
  ['gov_hotspot_unlabelled', 'all', 1_000],
] as const;

/**
 * Learns what writers want: one NB-weighted regression for each intent, from sentences of our own in contrast pairs and
 * everyday ones. The same folder and version give the same bytes. Throws AppError('bad_file') when a set cannot be read.
 */
export function trainIntents(
  folder: string,
  lexicon: LexiconPreparer,
  progress: (words: string) => void,
): Buffer {
  const own = readIntentSentences();
  const everyday = everydayOf(folder, lexicon);
  progress(`intents: ${own.length} sentences of our own, ${everyday.length} everyday ones`);
  const all = [...own, ...everyday];
  const raw = all.map(({ text }) => sentenceDocument(lexicon, text));
  const vocabulary = chooseVocabulary(raw, LEAST_DOCUMENTS);
  const lessons = all.map(
    (sentence, at): Lesson => ({
      ...sentence,
      document: indexed(raw[at] as Uint32Array, vocabulary),
      own: at < own.length ? at : null,
    }),
  );
  const linears = INTENTS.map((name) => learn(lessons, name, vocabulary));
  const platt = INTENTS.map((name) => fitted(lessons, name, vocabulary, progress));
  return packIntents({ ...quantised(linears, vocabulary), platt });
}

/** The sentences that teach: intents joined by commas (a dash for none), a tab, the text. */
export function readIntentSentences(
  file = new URL('./intent-sentences.tsv', import.meta.url),
): IntentSentence[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const [names = '', text = ''] = line.split('\t');
      return { text, intents: INTENTS.filter((name) => names.split(',').includes(name)) };
    });
}

/** Sentences of other people in which no list finds that anything is wanted, evenly spread over each set. */
function everydayOf(folder: string, lexicon: LexiconPreparer): IntentSentence[] {
  return EVERYDAY.filter(([set, part]) => hasSet(folder, set, part)).flatMap(([set, part, wanted]) => {
    const sentences = readSet(folder, set, part).flatMap(({ text }) => sentencesOf(text));
    const every = Math.max(1, Math.floor(sentences.length / wanted));
    return sentences
      .filter((text, at) => at % every === 0 && wantsNothing(lexicon, text))
      .map((text) => ({ text, intents: [] }));
  });
}

function wantsNothing(lexicon: LexiconPreparer, text: string): boolean {
  const { reading, signs } = lexicon.prepare(text);
  const asked = reading.clauses.some(({ question }) => question);
  const listed = reading.of(KIND.intent).some(({ term }) => !UNSAID.has(term.name as Intent));
  return !asked && !listed && !signs.some(({ name }) => name.startsWith('intent.'));
}

function learn(lessons: readonly Lesson[], name: Intent, { keys }: Vocabulary): Linear {
  const heard = UNSAID.has(name) ? lessons.filter(({ own }) => own !== null) : lessons;
  return trainLogistic(
    {
      documents: heard.map(({ document }) => document),
      signs: Int8Array.from(heard, ({ intents }) => (intents.includes(name) ? 1 : -1)),
      features: keys.length,
    },
    COST,
  );
}

/** How true the logits are of our own sentences that were not seen. */
function fitted(
  lessons: readonly Lesson[],
  name: Intent,
  vocabulary: Vocabulary,
  progress: (words: string) => void,
): Platt {
  progress(`intents: how sure of ${name}`);
  const judged: { logit: number; answer: number; weight: number }[] = [];
  for (let part = 0; part < PARTS; part++) {
    const isPut = ({ own }: Lesson) => own !== null && own % PARTS === part;
    const linear = learn(
      lessons.filter((lesson) => !isPut(lesson)),
      name,
      vocabulary,
    );
    for (const lesson of lessons.filter(isPut)) {
      const answer = lesson.intents.includes(name) ? 1 : 0;
      judged.push({ logit: logitOf(linear, lesson.document), answer, weight: 1 });
    }
  }
  return plattOf(judged);
}
