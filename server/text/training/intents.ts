import { INTENTS, type Intent } from '../../core/reading/analysis.ts';
import { INTENT_GROUPS, type IntentGroup, packIntents } from '../model/intent-pack.ts';
import type { LexiconPreparer } from '../prepared.ts';
import { KIND } from '../terms.ts';
import { plattOf } from './fit.ts';
import type { Linear } from './logistic.ts';
import { readSideSentences } from './own-sentences.ts';
import { readPostLabels } from './post-labels.ts';
import {
  judgedInTurn,
  type Lesson,
  lessonsOf,
  quantised,
  readEveryday,
  readTaughtSentences,
  regressionOf,
  type TaughtSentence,
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
 * Learns what writers want: one NB-weighted regression for each intent of a group, from sentences of our own in contrast
 * pairs and everyday ones; the frequent ones from public posts that we labelled as well. The same folder and version give the
 * same bytes. Throws AppError('bad_file') when a set cannot be read.
 */
export function trainIntents(
  group: IntentGroup,
  folder: string,
  lexicon: LexiconPreparer,
  progress: (words: string) => void,
): Buffer {
  const names: readonly Intent[] = INTENT_GROUPS[group];
  const told = [...ownSentences(), ...(group === 'frequent' ? moreSentences(folder) : [])];
  const everyday = readEveryday(folder, EVERYDAY, (text) => wantsNothing(lexicon, text));
  progress(`${group} intents: ${told.length} labelled sentences, ${everyday.length} everyday ones`);
  const { lessons, vocabulary } = lessonsOf<Intent>(lexicon, told, everyday);
  const taughtOf = (name: Intent) =>
    lessons.filter(({ own }) => (own === null ? !UNSAID.has(name) : told[own]?.said.has(name)));
  const linears = names.map((name) => learn(taughtOf(name), name, vocabulary));
  const platt = names.map((name) => {
    progress(`intents: how sure of ${name}`);
    return plattOf(judgedInTurn(taughtOf(name), name, (taught) => learn(taught, name, vocabulary)));
  });
  return packIntents(group, { ...quantised(linears, vocabulary), platt });
}

interface Told extends TaughtSentence<Intent> {
  /** The intents that were asked after when it was labelled. */
  readonly said: ReadonlySet<Intent>;
}

function ownSentences(): Told[] {
  const own = readTaughtSentences(new URL('./intent-sentences.tsv', import.meta.url), INTENTS);
  return own.map((sentence) => ({ ...sentence, said: new Set(INTENTS) }));
}

/** Posts that we labelled, and our own that take no side: they do not complain. */
function moreSentences(folder: string): Told[] {
  const frequent: ReadonlySet<Intent> = new Set(INTENT_GROUPS.frequent);
  return [
    ...readPostLabels(folder).map(({ text, intents }) => ({ text, names: intents, said: frequent })),
    ...readSideSentences()
      .filter(({ sentiment }) => sentiment === '0')
      .map(({ text }) => ({ text, names: [], said: new Set<Intent>(['complaint']) })),
  ];
}

function wantsNothing(lexicon: LexiconPreparer, text: string): boolean {
  const { reading, signs } = lexicon.prepare(text);
  const asked = reading.clauses.some(({ question }) => question);
  const listed = reading.of(KIND.intent).some(({ term }) => !UNSAID.has(term.name as Intent));
  return !asked && !listed && !signs.some(({ name }) => name.startsWith('intent.'));
}

function learn(lessons: readonly Lesson<Intent>[], name: Intent, vocabulary: Vocabulary): Linear {
  return regressionOf(lessons, ({ names }) => names.includes(name), vocabulary, COST);
}
