import { AppError } from '../../core/errors.ts';
import { featuresOf } from '../model/features.ts';
import { COLUMN, COLUMNS } from '../model/layout.ts';
import { opinionsOf, type Settings } from '../model/mixture.ts';
import { packModel } from '../model/pack.ts';
import { type Weights, WeightTable } from '../model/table.ts';
import { createLexiconPreparer, type LexiconPreparer } from '../prepared.ts';
import { hasSet, type Row, readSet } from './corpus.ts';
import { documentOf } from './documents.ts';
import { trainExperts } from './experts.ts';
import { fitEmotion, fitPlatt, fitStack, type Judged, type Lesson, PLAIN } from './fit.ts';
import { addOwn, SIDES } from './own.ts';
import { quantise } from './quantise.ts';
import { answerOf, type Expert, readSamples, readSides, type Sample, SIDE } from './sets.ts';
import { chooseVocabulary, indexed } from './vocabulary.ts';

export interface TrainOptions {
  /** Rows that nothing may be learnt from. */
  readonly leaveOut?: (row: Row, set: string) => boolean;
  readonly seeds?: readonly number[];
  progress(words: string): void;
}

/** Rarer features make the file larger than they make the answers better. */
const MIN_DOCUMENTS = 5;
/** The sets whose dev parts say how far each expert can be believed. */
export const DEV: readonly { readonly set: string; readonly expert: Expert }[] = [
  { set: 'waimai', expert: 'review' },
  { set: 'shopping', expert: 'review' },
  { set: 'weibo2018', expert: 'post' },
  { set: 'weibo100k', expert: 'repost' },
  { set: 'smp_usual', expert: 'feeling' },
  { set: 'smp_virus', expert: 'epidemic' },
  { set: 'car_aspect', expert: 'car' },
];
/** How much one of our own sentences teaches the judge: blame is not to be taken for praise. */
const OWN_LESSON = { '-': 1, '0': 0.5, '+': 0.5 } as const;
/** How much one dev text does. */
const LESSON: Readonly<Record<Expert, number>> = {
  review: 0.03,
  post: 0.05,
  repost: 0.03,
  feeling: 0.1,
  epidemic: 0.1,
  car: 0.05,
};

/**
 * Learns the shipped model from the sets in a folder: `train` parts for the weights, `dev` parts and our own
 * sentences for what is fitted on top. The same folder and version give the same bytes.
 * Throws AppError('bad_file') when a set cannot be read, or all of them together hold nothing to learn.
 */
export function trainModel(folder: string, options: TrainOptions): Buffer {
  const lexicon = createLexiconPreparer();
  const samples = readSamples(folder, options.leaveOut);
  options.progress(`${samples.length} texts`);
  const raw = documentsOf(samples, lexicon);
  const vocabulary = chooseVocabulary(
    raw.filter((_, at) => samples[at]?.expert !== null),
    MIN_DOCUMENTS,
  );
  options.progress(`${vocabulary.keys.length} features`);
  if (vocabulary.keys.length === 0) throw new AppError('bad_file', `the sets in ${folder} teach nothing`);
  const documents = raw.map((document) => indexed(document, vocabulary));
  const { progress, seeds } = options;
  const trained = trainExperts(samples, documents, vocabulary.keys.length, progress, seeds);
  progress('our own sentences');
  const unseen = addOwn(trained, samples, documents);
  const weights = quantise(trained, vocabulary);
  progress('fitting');
  return packModel(weights, fitSettings(folder, weights, lexicon, options, unseen));
}

/** A text that is repeated is prepared once. */
function documentsOf(samples: readonly Sample[], lexicon: LexiconPreparer): Uint32Array[] {
  const known = new Map<Row, Uint32Array>();
  return samples.map(({ row }) => {
    const document = known.get(row) ?? documentOf(lexicon.prepare(row.text));
    known.set(row, document);
    return document;
  });
}

export function fitSettings(
  folder: string,
  weights: Weights,
  lexicon: LexiconPreparer,
  { leaveOut }: TrainOptions,
  unseen: Float64Array,
): Settings {
  const table = new WeightTable(weights);
  const dev = DEV.filter(({ set }) => hasSet(folder, set, 'dev')).map(({ set, expert }) => ({
    expert,
    rows: readSet(folder, set, 'dev').filter((row) => !leaveOut?.(row, set)),
  }));
  // Every set counts alike: the certainty of one expert is to be true of each kind of text it knows.
  const judgedBy = (expert: Expert): Judged[] => {
    const own = dev.filter((each) => each.expert === expert);
    const total = own.reduce((sum, { rows }) => sum + rows.length, 0);
    return own.flatMap(({ rows }) =>
      rows.map((row) => ({
        logits: logitsOf(table, lexicon, row.text),
        answer: answerOf(row, expert),
        weight: total / own.length / rows.length,
      })),
    );
  };
  const settings: Settings = {
    ...PLAIN,
    platt: {
      review: fitPlatt(judgedBy('review'), 'review'),
      post: fitPlatt(judgedBy('post'), 'post'),
      repost: fitPlatt(judgedBy('repost'), 'repost'),
    },
    emotion: {
      feeling: fitEmotion(judgedBy('feeling'), 'feeling'),
      epidemic: fitEmotion(judgedBy('epidemic'), 'epidemic'),
    },
  };
  const lessons = [
    ...ownLessons(folder, new UnseenTable(weights, unseen), lexicon, settings),
    ...dev.flatMap(({ expert, rows }) => lessonsOf(table, lexicon, settings, expert, rows)),
  ];
  return { ...settings, stack: fitStack(lessons) };
}

function logitsOf(table: WeightTable, lexicon: LexiconPreparer, text: string): Float64Array {
  const { reading, score } = lexicon.prepare(text);
  table.sum(featuresOf(reading, score));
  return Float64Array.from({ length: COLUMNS }, (_, column) => table.logit(column));
}

function inputsOf(
  table: WeightTable,
  lexicon: LexiconPreparer,
  settings: Settings,
  text: string,
): readonly number[] {
  const { reading, score } = lexicon.prepare(text);
  table.sum(featuresOf(reading, score));
  return opinionsOf(table, score, settings).inputs;
}

/** Answers about our own sentences as runs gave them that had not seen them. */
class UnseenTable extends WeightTable {
  own = 0;
  readonly #unseen: Float64Array;

  constructor(weights: Weights, unseen: Float64Array) {
    super(weights);
    this.#unseen = unseen;
  }

  override logit(column: number): number {
    const c = column - COLUMN.car;
    return c >= 0 && c < SIDES ? (this.#unseen[this.own * SIDES + c] as number) : super.logit(column);
  }
}

/** Sentences of our own, of the kind that public-relations teams read. */
function ownLessons(
  folder: string,
  table: UnseenTable,
  lexicon: LexiconPreparer,
  settings: Settings,
): Lesson[] {
  return readSides(folder).map(({ text, sentiment }, own) => {
    table.own = own;
    return {
      inputs: inputsOf(table, lexicon, settings, text),
      answer: SIDE[sentiment],
      weight: OWN_LESSON[sentiment],
    };
  });
}

function lessonsOf(
  table: WeightTable,
  lexicon: LexiconPreparer,
  settings: Settings,
  expert: Expert,
  rows: readonly Row[],
): Lesson[] {
  const weight = LESSON[expert];
  const side = (row: Row): number | null => {
    if (expert === 'car') return (row.sentiment ?? 0) + 1;
    if (typeof row.label !== 'number') return null;
    return expert === 'feeling' || expert === 'epidemic' ? row.label + 1 : row.label * 2;
  };
  return rows.flatMap((row) => {
    const answer = side(row);
    return answer === null ? [] : [{ inputs: inputsOf(table, lexicon, settings, row.text), answer, weight }];
  });
}
