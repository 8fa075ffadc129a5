import type { Score } from '../score.ts';
import { COLUMN, EMOTION_COLUMNS, GATES } from './layout.ts';
import type { WeightTable } from './table.ts';

/** Experts that know two classes, negative and positive. */
export const TWO_WAY = ['review', 'post', 'repost'] as const;
/** Experts that know six emotions. */
export const SIX_WAY = ['feeling', 'epidemic'] as const;
export type TwoWay = (typeof TWO_WAY)[number];
export type SixWay = (typeof SIX_WAY)[number];

/** The few numbers fitted on top of the table: how far each expert's certainty can be believed. */
export interface Settings {
  /** Platt's sigmoid: p = σ(slope · logit + shift). */
  readonly platt: Readonly<Record<TwoWay, { readonly slope: number; readonly shift: number }>>;
  /** A slope and a shift for each emotion. */
  readonly emotion: Readonly<Record<SixWay, { readonly slope: number; readonly shifts: readonly number[] }>>;
  /** The judge of texts no expert knows: STACK_INPUTS weights for negative, neutral and positive. */
  readonly stack: readonly (readonly number[])[];
  /** How sharply the gates part. */
  readonly gateSlope: number;
}

/** Numbers in the order negative, neutral, positive. */
export type Three = [number, number, number];

/** Everything the experts say of one text. */
export interface Opinions {
  /** Share of each gate, in their order; they sum to 1. */
  readonly gates: readonly number[];
  readonly two: Readonly<Record<TwoWay, number>>;
  readonly six: Readonly<Record<SixWay, readonly number[]>>;
  readonly car: readonly number[];
  readonly inputs: readonly number[];
}

export interface Mixed {
  readonly three: Three;
  readonly emotion: readonly number[];
  /** Of each two-way expert, each six-way one, the car expert and the judge: its share in `three`. */
  readonly shares: Readonly<Record<TwoWay | SixWay | 'car' | 'stack', number>>;
}

export const STACK_INPUTS = 17;
/** The judge has a say here, too: all gates but those of posts and reposts open for texts of many kinds. */
const ALWAYS_JUDGED = 0.1;
/**
 * Which side a feeling takes is asked of the reposts' expert, too: this share of its log-odds is added. How much is
 * felt at all is left to the six-way experts.
 */
export const SIDE_OF_REPOSTS = 0.2;
/** Keeps the logarithm of what is all but certain within bounds. */
const SLIGHT = 1e-6;
const ANGER = EMOTION_COLUMNS.indexOf('anger');
const SADNESS = EMOTION_COLUMNS.indexOf('sadness');
const FEAR = EMOTION_COLUMNS.indexOf('fear');
const JOY = EMOTION_COLUMNS.indexOf('joy');
const NEUTRAL = EMOTION_COLUMNS.indexOf('neutral');
const [REVIEW, POST, REPOST, FEELING, EPIDEMIC, CAR, RESTAURANT, APP] = (
  ['review', 'post', 'repost', 'feeling', 'epidemic', 'car', 'restaurant', 'app'] as const
).map((gate) => GATES.indexOf(gate)) as [number, number, number, number, number, number, number, number];

/** Asks every expert about the text that the table summed last. */
export function opinionsOf(table: WeightTable, score: Score, settings: Settings): Opinions {
  const { platt } = settings;
  const two = {
    review: sigmoid(platt.review, table.logit(COLUMN.review)),
    post: sigmoid(platt.post, table.logit(COLUMN.post)),
    repost: sigmoid(platt.repost, table.logit(COLUMN.repost)),
  };
  const six = {
    feeling: feelingsOf(table, COLUMN.feeling, settings.emotion.feeling),
    epidemic: feelingsOf(table, COLUMN.epidemic, settings.emotion.epidemic),
  };
  const car = softmax([table.logit(COLUMN.car), table.logit(COLUMN.car + 1), table.logit(COLUMN.car + 2)]);
  const gates: number[] = [];
  for (let gate = 0; gate < GATES.length; gate++) {
    gates.push(settings.gateSlope * table.logit(COLUMN.gate + gate));
  }
  return { gates: softmax(gates), two, six, car, inputs: stackInputs(table, six, car, score) };
}

function sigmoid({ slope, shift }: Settings['platt'][TwoWay], logit: number): number {
  return 1 / (1 + Math.exp(-(slope * logit + shift)));
}

function feelingsOf(
  table: WeightTable,
  column: number,
  { slope, shifts }: Settings['emotion'][SixWay],
): number[] {
  const logits: number[] = [];
  for (let c = 0; c < EMOTION_COLUMNS.length; c++)
    logits.push(slope * table.logit(column + c) + (shifts[c] ?? 0));
  return softmax(logits);
}

function stackInputs(
  table: WeightTable,
  six: Readonly<Record<SixWay, readonly number[]>>,
  car: readonly number[],
  { shares, sum, ironic }: Score,
): number[] {
  let negative = 0;
  let positive = 0;
  let turned = 0;
  for (const { weight, negated } of shares) {
    if (weight < 0) negative++;
    else positive++;
    if (negated) turned += Math.sign(weight);
  }
  const feeling = threeOf(six.feeling);
  const epidemic = threeOf(six.epidemic);
  return [
    table.logit(COLUMN.review),
    table.logit(COLUMN.post),
    table.logit(COLUMN.repost),
    sideOf(feeling[0], feeling[2]),
    calmOf(feeling[1]),
    sideOf(epidemic[0], epidemic[2]),
    calmOf(epidemic[1]),
    sideOf(car[0] as number, car[2] as number),
    calmOf(car[1] as number),
    Math.tanh(sum) * 2,
    Math.min(3, negative),
    Math.min(3, positive),
    shares.length === 0 ? 1 : 0,
    Math.max(-2, Math.min(2, turned)),
    ironic ? 1 : 0,
    Math.max(-1, Math.min(1, sum)),
    1,
  ];
}

function sideOf(negative: number, positive: number): number {
  return Math.log((positive + 0.02) / (negative + 0.02));
}

function calmOf(neutral: number): number {
  return Math.log((neutral + 0.02) / (1.02 - neutral));
}

/** Six emotions as three sides; surprise takes neither and is left out. */
export function threeOf(six: readonly number[]): Three {
  const negative = (six[ANGER] as number) + (six[SADNESS] as number) + (six[FEAR] as number);
  const neutral = six[NEUTRAL] as number;
  const positive = six[JOY] as number;
  const total = negative + neutral + positive;
  return [negative / total, neutral / total, positive / total];
}

/** The judge of texts that no expert knows. */
export function judge({ inputs }: Opinions, { stack }: Settings): Three {
  return softmax([weigh(inputs, stack[0]), weigh(inputs, stack[1]), weigh(inputs, stack[2])]) as Three;
}

function weigh(inputs: readonly number[], weights: readonly number[] = []): number {
  let sum = 0;
  for (let at = 0; at < STACK_INPUTS; at++) sum += (inputs[at] as number) * (weights[at] ?? 0);
  return sum;
}

/** Each expert counts as much as the text is of its kind; a review expert knows no neutral, the judge does. */
export function mix(opinions: Opinions, settings: Settings): Mixed {
  const { two, six, car } = opinions;
  const judged = judge(opinions, settings);
  const shares = sharesOf(opinions.gates);
  const three: Three = [0, 0, 0];
  for (const name of TWO_WAY) {
    const p = two[name];
    const neutral = judged[1] * (1 - Math.abs(2 * p - 1));
    add(three, shares[name], (1 - neutral) * (1 - p), neutral, (1 - neutral) * p);
  }
  const pull = SIDE_OF_REPOSTS * logOdds(two.repost);
  for (const name of SIX_WAY) {
    const leant = leaning(threeOf(six[name]), pull);
    add(three, shares[name], leant[0], leant[1], leant[2]);
  }
  add(three, shares.car, car[0] as number, car[1] as number, car[2] as number);
  add(three, shares.stack, judged[0], judged[1], judged[2]);
  return { three, emotion: emotionOf(six, shares), shares };
}

function add(three: Three, share: number, low: number, middle: number, high: number): void {
  three[0] += share * low;
  three[1] += share * middle;
  three[2] += share * high;
}

function sharesOf(gates: readonly number[]): Mixed['shares'] {
  const open = (gate: number) => gates[gate] ?? 0;
  const known = 1 - ALWAYS_JUDGED;
  const shares = {
    review: known * (open(REVIEW) + 0.8 * (open(RESTAURANT) + open(APP))),
    post: open(POST),
    repost: open(REPOST),
    feeling: known * open(FEELING),
    epidemic: known * open(EPIDEMIC),
    car: known * 0.5 * open(CAR),
    stack: 0,
  };
  shares.stack =
    1 - shares.review - shares.post - shares.repost - shares.feeling - shares.epidemic - shares.car;
  return shares;
}

function logOdds(p: number): number {
  return Math.log((p + SLIGHT) / (1 - p + SLIGHT));
}

/** Moves the odds of positive against negative and leaves neutral as it is. */
function leaning(three: Three, pull: number): Three {
  const negative = three[0];
  const positive = three[2];
  const told = negative + positive;
  const high = told / (1 + Math.exp(-(logOdds(positive / told) + pull)));
  return [told - high, three[1], high];
}

/** The six-way experts, each as far as its kind of text goes; the rest is asked of both. */
function emotionOf(
  six: Readonly<Record<SixWay, readonly number[]>>,
  shares: Mixed['shares'],
): readonly number[] {
  const rest = 1 - shares.feeling - shares.epidemic;
  const feeling = shares.feeling + rest * 0.7;
  const epidemic = shares.epidemic + rest * 0.3;
  return six.feeling.map((p, c) => p * feeling + (six.epidemic[c] as number) * epidemic);
}

/** In place; returns what it was given. */
function softmax(values: number[]): number[] {
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) if (value > most) most = value;
  let total = 0;
  for (let at = 0; at < values.length; at++) {
    const value = Math.exp((values[at] as number) - most);
    values[at] = value;
    total += value;
  }
  for (let at = 0; at < values.length; at++) values[at] = (values[at] as number) / total;
  return values;
}
