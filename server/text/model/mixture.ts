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
const ALWAYS_JUDGED = 0.2;
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

/** Asks every expert about the text that the table summed last. */
export function opinionsOf(table: WeightTable, score: Score, settings: Settings): Opinions {
  const two = {} as Record<TwoWay, number>;
  for (const name of TWO_WAY) {
    const { slope, shift } = settings.platt[name];
    two[name] = 1 / (1 + Math.exp(-(slope * table.logit(COLUMN[name]) + shift)));
  }
  const six = {} as Record<SixWay, readonly number[]>;
  for (const name of SIX_WAY) {
    const { slope, shifts } = settings.emotion[name];
    six[name] = softmax(
      EMOTION_COLUMNS.length,
      (c) => slope * table.logit(COLUMN[name] + c) + (shifts[c] ?? 0),
    );
  }
  const car = softmax(3, (c) => table.logit(COLUMN.car + c));
  const gates = softmax(GATES.length, (gate) => settings.gateSlope * table.logit(COLUMN.gate + gate));
  return { gates, two, six, car, inputs: stackInputs(table, six, car, score) };
}

function stackInputs(
  table: WeightTable,
  six: Readonly<Record<SixWay, readonly number[]>>,
  car: readonly number[],
  { shares, sum, ironic }: Score,
): number[] {
  let [negative, positive, turned] = [0, 0, 0];
  for (const { weight, negated } of shares) {
    if (weight < 0) negative++;
    else positive++;
    if (negated) turned += Math.sign(weight);
  }
  const inputs: number[] = [];
  const put = (value: number) => {
    inputs.push(value);
  };
  for (const name of TWO_WAY) put(table.logit(COLUMN[name]));
  for (const name of SIX_WAY) {
    const [low, middle, high] = threeOf(six[name]);
    put(Math.log((high + 0.02) / (low + 0.02)));
    put(Math.log((middle + 0.02) / (1.02 - middle)));
  }
  put(Math.log(((car[2] as number) + 0.02) / ((car[0] as number) + 0.02)));
  put(Math.log(((car[1] as number) + 0.02) / (1.02 - (car[1] as number))));
  put(Math.tanh(sum) * 2);
  put(Math.min(3, negative));
  put(Math.min(3, positive));
  put(shares.length === 0 ? 1 : 0);
  put(Math.max(-2, Math.min(2, turned)));
  put(ironic ? 1 : 0);
  put(Math.max(-1, Math.min(1, sum)));
  put(1);
  return inputs;
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
  const three = softmax(3, (c) => {
    let sum = 0;
    for (let at = 0; at < STACK_INPUTS; at++) sum += (inputs[at] as number) * (stack[c]?.[at] ?? 0);
    return sum;
  });
  return [three[0] as number, three[1] as number, three[2] as number];
}

/** Each expert counts as much as the text is of its kind; a review expert knows no neutral, the judge does. */
export function mix(opinions: Opinions, settings: Settings): Mixed {
  const { gates, two, six, car } = opinions;
  const [review, post, repost, feeling, epidemic, cars, restaurant, , app] = gates;
  const judged = judge(opinions, settings);
  const known = 1 - ALWAYS_JUDGED;
  const shares = {
    review: known * ((review ?? 0) + 0.8 * ((restaurant ?? 0) + (app ?? 0))),
    post: post ?? 0,
    repost: repost ?? 0,
    feeling: known * (feeling ?? 0),
    epidemic: known * (epidemic ?? 0),
    car: known * 0.5 * (cars ?? 0),
    stack: 0,
  };
  shares.stack =
    1 - shares.review - shares.post - shares.repost - shares.feeling - shares.epidemic - shares.car;
  const three: Three = [0, 0, 0];
  const add = (share: number, low: number, middle: number, high: number) => {
    three[0] += share * low;
    three[1] += share * middle;
    three[2] += share * high;
  };
  for (const name of TWO_WAY) {
    const p = two[name];
    const neutral = judged[1] * (1 - Math.abs(2 * p - 1));
    add(shares[name], (1 - neutral) * (1 - p), neutral, (1 - neutral) * p);
  }
  const pull = SIDE_OF_REPOSTS * logOdds(two.repost);
  for (const name of SIX_WAY) add(shares[name], ...leaning(threeOf(six[name]), pull));
  add(shares.car, car[0] as number, car[1] as number, car[2] as number);
  add(shares.stack, ...judged);
  return { three, emotion: emotionOf(six, shares), shares };
}

function logOdds(p: number): number {
  return Math.log((p + SLIGHT) / (1 - p + SLIGHT));
}

/** Moves the odds of positive against negative and leaves neutral as it is. */
function leaning([negative, neutral, positive]: Three, pull: number): Three {
  const told = negative + positive;
  const high = told / (1 + Math.exp(-(logOdds(positive / told) + pull)));
  return [told - high, neutral, high];
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

function softmax(size: number, logit: (at: number) => number): number[] {
  const out: number[] = [];
  let most = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < size; at++) {
    const value = logit(at);
    out.push(value);
    if (value > most) most = value;
  }
  let total = 0;
  for (let at = 0; at < size; at++) {
    const value = Math.exp((out[at] as number) - most);
    out[at] = value;
    total += value;
  }
  for (let at = 0; at < size; at++) out[at] = (out[at] as number) / total;
  return out;
}
