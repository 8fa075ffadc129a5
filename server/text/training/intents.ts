import { INTENTS, type Intent } from '../../core/reading/analysis.ts';
import { packIntents } from '../model/intent-pack.ts';
import type { Platt } from '../model/sentence-pack.ts';
import type { LexiconPreparer } from '../prepared.ts';
import { KIND } from '../terms.ts';
import { plattOf } from './fit.ts';
import type { Linear } from './logistic.ts';
import {
  type Lesson,
  lessonsOf,
  logitOf,
  putByInTurn,
  quantised,
  readEveryday,
  readTaughtSentences,
  regressionOf,
} from './sentence-lessons.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Of the weight of the data against the prior. */
const COST = 16;
/** Of everyday sentences nobody said whether they blame or praise. */
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
  const own = readTaughtSentences(new URL('./intent-sentences.tsv', import.meta.url), INTENTS);
  const everyday = readEveryday(folder, EVERYDAY, (text) => wantsNothing(lexicon, text));
  progress(`intents: ${own.length} sentences of our own, ${everyday.length} everyday ones`);
  const { lessons, vocabulary } = lessonsOf(lexicon, own, everyday);
  const linears = INTENTS.map((name) => learn(lessons, name, vocabulary));
  const platt = INTENTS.map((name) => {
    progress(`intents: how sure of ${name}`);
    return fitted(lessons, name, vocabulary);
  });
  return packIntents({ ...quantised(linears, vocabulary), platt });
}

function wantsNothing(lexicon: LexiconPreparer, text: string): boolean {
  const { reading, signs } = lexicon.prepare(text);
  const asked = reading.clauses.some(({ question }) => question);
  const listed = reading.of(KIND.intent).some(({ term }) => !UNSAID.has(term.name as Intent));
  return !asked && !listed && !signs.some(({ name }) => name.startsWith('intent.'));
}

function learn(lessons: readonly Lesson<Intent>[], name: Intent, vocabulary: Vocabulary): Linear {
  const heard = UNSAID.has(name) ? lessons.filter(({ own }) => own !== null) : lessons;
  return regressionOf(heard, ({ names }) => names.includes(name), vocabulary, COST);
}

/** How true the logits are of our own sentences that were not seen. */
function fitted(lessons: readonly Lesson<Intent>[], name: Intent, vocabulary: Vocabulary): Platt {
  const judged = putByInTurn(lessons).flatMap(({ taught, put }) => {
    const linear = learn(taught, name, vocabulary);
    return put.map(({ names, document }) => ({
      logit: logitOf(linear, document),
      answer: names.includes(name) ? 1 : 0,
      weight: 1,
    }));
  });
  return plattOf(judged);
}
