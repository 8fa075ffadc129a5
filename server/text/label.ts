import type { Emotion, Sentiment, SentimentLabel } from '../core/reading/analysis.ts';
import type { GraveView } from './model/grave-model.ts';
import type { Read } from './model/language-model.ts';
import type { Prepared } from './prepared.ts';
import type { Reading } from './reading.ts';
import type { Score } from './score.ts';
import { KIND } from './terms.ts';
import { toneOf } from './tone.ts';

/** What a rating adds to the log-odds of positive against negative, by stars from 1. */
const RATING = [0, -3, -1.5, 0, 1.5, 3];
const NOTHING_SAID: Sentiment = { label: 0, negative: 0, neutral: 1, positive: 0, score: 0 };

/**
 * Sentiment of a text the model has read: a distribution, its label the largest (in a tie nobody is accused
 * and nobody praised), score = positive − negative. A rating of 1 to 5 shifts the odds and does not replace
 * the words.
 */
export function sentimentOf(
  read: Read,
  { reading, score, measures }: Pick<Prepared, 'reading' | 'score' | 'measures'>,
  rating: number | undefined,
  grave: GraveView,
): Sentiment {
  const { mixed, features } = read;
  const given = (RATING[Math.round(rating ?? 0)] ?? 0) + turnOf(read, score);
  const told = toneOf({ reading, score, measures, mixed, grave, given });
  const shift = given + told.turn;
  if (features.count <= EMPTY && shift === 0) return NOTHING_SAID;
  const pull = Math.exp(shift / 2);
  const [low, middle, high] = mixed.three;
  const calm = (middle * calmOf(read, reading, score) * told.calm) / Math.cosh(shift / 2);
  const total = low / pull + calm + high * pull;
  const negative = low / pull / total;
  const positive = (high * pull) / total;
  const neutral = 1 - negative - positive;
  const label: SentimentLabel =
    negative > neutral && negative > positive ? -1 : positive > neutral && positive > negative ? 1 : 0;
  return { label, negative, neutral, positive, score: positive - negative };
}

const IRONY = -0.8;
const NEGATED = 2;
const GRIM = -2;

/**
 * What grammar knows and grams do not, in log-odds of positive against negative: irony means the opposite of
 * its words, and so does a word denied where it is all that is said ("从来没有失望过"); nobody is glad of a
 * fire in which nothing is liked. Experts of posts have met both
 * in plenty; this is for the texts of reviewers and for those that no expert knows.
 */
function turnOf({ mixed }: Read, { ironic, grim, shares }: Score): number {
  const only = shares.length === 1 ? shares[0] : undefined;
  const told = (ironic ? IRONY : 0) + (grim ? GRIM : 0);
  const turn = told + (only?.negated ? NEGATED * Math.sign(only.weight) : 0);
  return turn * (mixed.shares.review + mixed.shares.stack);
}

const ASKED = 5;

/**
 * How much likelier neutral is for a plain question, in which no listed word feels anything: reviewers, of whom
 * the two-way experts were taught, hardly ever ask. Leaves the odds of the two sides alone. (The same for
 * every text without a listed word was tried: it lost a sixth of the complaints told without one.)
 */
function calmOf({ mixed }: Read, reading: Reading, { shares }: Score): number {
  if (shares.length > 0 || !asks(reading)) return 1;
  return 1 + (1 - mixed.shares.feeling - mixed.shares.epidemic) * (ASKED - 1);
}

function asks(reading: Reading): boolean {
  if (reading.clauses.some(({ question }) => question)) return true;
  return reading.of(KIND.intent).some(({ term }) => term.name === 'question');
}

/** Features that even a text without a word has: where it starts and ends, and what the lists say of it. */
const EMPTY = 12;

/**
 * Six emotions, summing to 1. Where the text is not of a kind that the emotion experts were taught, their
 * sides follow the sentiment: who is displeased is not joyful.
 */
export function emotionOf({ mixed }: Read, sentiment: Sentiment): Record<Emotion, number> {
  const [anger = 0, sadness = 0, fear = 0, joy = 0, surprise = 0, neutral = 0] = mixed.emotion;
  const trust = mixed.shares.feeling + mixed.shares.epidemic;
  const felt = 1 - surprise;
  const side = (own: number, said: number) => (own === 0 ? 0 : trust + ((1 - trust) * said * felt) / own);
  const dark = side(anger + sadness + fear, sentiment.negative);
  const plain = side(neutral, sentiment.neutral);
  const bright = side(joy, sentiment.positive);
  return {
    anger: anger * dark,
    sadness: sadness * dark,
    fear: fear * dark,
    joy: joy * bright,
    surprise,
    neutral: neutral * plain,
  };
}
