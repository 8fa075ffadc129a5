import { findingsOf } from '../findings.ts';
import {
  type Judge,
  packService,
  SERVICE_NAMES,
  type ServiceFitted,
  type ServiceName,
} from '../model/service-pack.ts';
import type { LexiconPreparer } from '../prepared.ts';
import { touchesOf } from '../touches.ts';
import { plattOf } from './fit.ts';
import type { Linear } from './logistic.ts';
import { readPostLabels } from './post-labels.ts';
import {
  judgedInTurn,
  type Lesson,
  lessonsOf,
  quantised,
  readEveryday,
  readTaughtSentences,
  regressionOf,
} from './sentence-lessons.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Of the weight of the data against the prior. */
const COST = 8;
/** Whence everyday sentences come, and how many of each: in most nobody speaks of a service. */
const EVERYDAY = [
  ['weibo2018', 'train', 2_000],
  ['weibo100k', 'train', 2_000],
  ['smp_usual', 'train', 2_000],
] as const;

/**
 * Learns of which touchpoints and service dimensions people speak: one NB-weighted regression for each, from sentences
 * of our own, stretches of public posts that we labelled, and everyday ones. The same folder and version give the same
 * bytes. Throws AppError('bad_file') when a set cannot be read.
 */
export function trainService(
  folder: string,
  lexicon: LexiconPreparer,
  progress: (words: string) => void,
): Buffer {
  const own = readTaughtSentences(new URL('./service-sentences.tsv', import.meta.url), SERVICE_NAMES);
  const labelled = readPostLabels(folder).map(({ text, service }) => ({ text, names: service }));
  const everyday = readEveryday(folder, EVERYDAY, (text) => listedIn(lexicon, text).size === 0);
  progress(
    `service: ${own.length} sentences of our own, ${labelled.length} labelled, ${everyday.length} everyday`,
  );
  const { lessons, vocabulary } = lessonsOf<ServiceName>(lexicon, [...own, ...labelled], everyday);
  const linears = SERVICE_NAMES.map((name) => learn(lessons, name, vocabulary));
  return packService({
    ...quantised(linears, vocabulary),
    ...fitted(lessons, vocabulary, lexicon, progress),
  });
}

/** What the lists name in a text. Stated amounts are told whatever the model says of them. */
function listedIn(lexicon: LexiconPreparer, text: string): ReadonlySet<string> {
  const { reading, score, signs } = lexicon.prepare(text);
  const found = findingsOf(reading, [], score, signs).flatMap(({ servqual }) => servqual ?? []);
  return new Set([...touchesOf(reading, signs).map(({ name }) => name), ...found]);
}

function learn(lessons: readonly Lesson<ServiceName>[], name: ServiceName, vocabulary: Vocabulary): Linear {
  return regressionOf(lessons, ({ names }) => names.includes(name), vocabulary, COST);
}

/** How true the logits are of sentences that were not seen. */
function fitted(
  lessons: readonly Lesson<ServiceName>[],
  vocabulary: Vocabulary,
  lexicon: LexiconPreparer,
  progress: (words: string) => void,
): ServiceFitted {
  const listed = new Map(lessons.map(({ text }) => [text, listedIn(lexicon, text)]));
  const judges = SERVICE_NAMES.map((name): Judge => {
    progress(`service: how sure of ${name}`);
    const judged = judgedInTurn(lessons, name, (taught) => learn(taught, name, vocabulary));
    const isListed = ({ lesson }: (typeof judged)[number]) => listed.get(lesson.text)?.has(name) === true;
    return {
      listed: plattOf(judged.filter(isListed)),
      unlisted: plattOf(judged.filter((each) => !isListed(each))),
    };
  });
  return { judges };
}
