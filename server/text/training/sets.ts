import { COLUMN, EMOTION_COLUMNS, GATES, type Gate } from '../model/layout.ts';
import { hasSet, type Part, type Row, readSet } from './corpus.ts';
import type { Head } from './network.ts';
import { type OwnSentence, readOwnSentences } from './own-sentences.ts';
import { readPostLabels } from './post-labels.ts';

/** What an expert is asked; columns of the network, where a two-way question takes two. */
export const HEADS = {
  review: { first: 0, classes: 2 },
  post: { first: 2, classes: 2 },
  repost: { first: 4, classes: 2 },
  feeling: { first: 6, classes: 6 },
  epidemic: { first: 12, classes: 6 },
  car: { first: 18, classes: 3 },
} as const satisfies Readonly<Record<string, Head>>;
export type Expert = keyof typeof HEADS;
export const OUTPUTS = HEADS.car.first + HEADS.car.classes;

/** Column of the weight table that an expert's answers begin at; none where it only shapes the shared layer. */
export const TABLE_COLUMN: Readonly<Record<Expert, number | null>> = {
  review: COLUMN.review,
  post: COLUMN.post,
  repost: COLUMN.repost,
  feeling: COLUMN.feeling,
  epidemic: COLUMN.epidemic,
  car: null,
};

interface TrainingSet {
  readonly set: string;
  readonly part: Part;
  readonly gate: Gate;
  readonly expert: Expert | null;
}

export const TRAINING_SETS: readonly TrainingSet[] = [
  { set: 'waimai', part: 'train', gate: 'review', expert: 'review' },
  { set: 'shopping', part: 'train', gate: 'review', expert: 'review' },
  { set: 'weibo2018', part: 'train', gate: 'post', expert: 'post' },
  { set: 'weibo100k', part: 'train', gate: 'repost', expert: 'repost' },
  { set: 'smp_usual', part: 'train', gate: 'feeling', expert: 'feeling' },
  { set: 'smp_virus', part: 'train', gate: 'epidemic', expert: 'epidemic' },
  { set: 'car_aspect', part: 'train', gate: 'car', expert: 'car' },
  { set: 'restaurant_aspect', part: 'train', gate: 'restaurant', expert: null },
  { set: 'gov_reply_unlabelled', part: 'all', gate: 'petition', expert: null },
  { set: 'bankapp_unlabelled', part: 'all', gate: 'app', expert: null },
  { set: 'event_pairs', part: 'train', gate: 'news', expert: null },
];

/** More of an unlabelled set than this teaches a gate nothing. */
const MAX_UNLABELLED_ROWS = 6_000;

export interface Sample {
  readonly row: Row;
  readonly gate: number;
  readonly expert: Expert | null;
  /** Number of the expert's class, or of the side that one of our own sentences takes; 0 where nobody labelled. */
  readonly answer: number;
  /** Which of our own sentences it is. */
  readonly own?: number;
}

const EMOTIONS: Readonly<Record<string, (typeof EMOTION_COLUMNS)[number]>> = {
  angry: 'anger',
  sad: 'sadness',
  fear: 'fear',
  happy: 'joy',
  surprise: 'surprise',
  neutral: 'neutral',
};

export const SIDE = { '-': 0, '0': 1, '+': 2 } as const;

export interface TaughtSide extends OwnSentence {
  readonly gate: Gate;
}

/** Of the labelled posts those of kinds of which no set tells the side. */
const SIDELESS: Readonly<Record<string, Gate>> = {
  bankapp_unlabelled: 'app',
  gov_hotspot_unlabelled: 'petition',
  restaurant_aspect: 'restaurant',
};

/** Everything that teaches a side apart from the sets: our own sentences, then posts that we labelled. */
export function readSides(folder: string): TaughtSide[] {
  const posts = readPostLabels(folder).flatMap(({ set, text, sentiment }) => {
    const gate = SIDELESS[set];
    return gate === undefined ? [] : [{ text, sentiment, gate }];
  });
  return [...readOwnSentences().map((each) => ({ ...each, gate: 'petition' as const })), ...posts];
}

/** They are few: without repetition no gate would open for them. */
const OWN_REPEATS = 2;

/** Gates learn from them as from other texts; what side they take is learnt apart, in `own.ts`. */
function ownSamples(folder: string): Sample[] {
  const once = readSides(folder).map(({ text, sentiment, gate }, own) => ({
    row: { id: `own-${own}`, text },
    gate: GATES.indexOf(gate),
    expert: null,
    answer: SIDE[sentiment],
    own,
  }));
  return Array.from({ length: OWN_REPEATS }, () => once).flat();
}

/** Number of a row's class among those of its expert. */
export function answerOf(row: Row, expert: Expert): number {
  if (expert === 'car') return (row.sentiment ?? 0) + 1;
  if (expert !== 'feeling' && expert !== 'epidemic') return row.label === 1 ? 1 : 0;
  return EMOTION_COLUMNS.indexOf(EMOTIONS[row.emotion ?? 'neutral'] ?? 'neutral');
}

/**
 * Every training text with what it teaches, in a fixed order. `leaveOut` holds rows back, as for measuring
 * on a kind of text that nothing was learnt from.
 */
export function readSamples(
  folder: string,
  leaveOut: (row: Row, set: string) => boolean = () => false,
): Sample[] {
  const samples = TRAINING_SETS.filter(({ set, part }) => hasSet(folder, set, part)).flatMap(
    ({ set, part, gate, expert }) => {
      const all = readSet(folder, set, part).filter((row) => !leaveOut(row, set));
      const rows = expert === null ? all.slice(0, MAX_UNLABELLED_ROWS) : all;
      return rows.map((row) => ({
        row,
        gate: GATES.indexOf(gate),
        expert,
        answer: expert === null ? 0 : answerOf(row, expert),
      }));
    },
  );
  return [...samples, ...ownSamples(folder)];
}
