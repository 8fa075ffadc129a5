import { minimise, type Objective } from '../minimise.ts';
import { COLUMN, EMOTION_COLUMNS } from '../model/layout.ts';
import { type Settings, type SixWay, STACK_INPUTS, type TwoWay } from '../model/mixture.ts';

/** What the table said of one text that it was not trained on. */
export interface Judged {
  /** Logits of all columns. */
  readonly logits: Float64Array;
  readonly answer: number;
  /** How much it counts; heeded by `fitPlatt`. */
  readonly weight: number;
}

/** A text for the judge: inputs, class (0 negative, 1 neutral, 2 positive) and how much it counts. */
export interface Lesson {
  readonly inputs: ArrayLike<number>;
  readonly answer: number;
  readonly weight: number;
}

export const PLAIN: Settings = {
  platt: { review: { slope: 1, shift: 0 }, post: { slope: 1, shift: 0 }, repost: { slope: 1, shift: 0 } },
  emotion: {
    feeling: { slope: 1, shifts: [0, 0, 0, 0, 0, 0] },
    epidemic: { slope: 1, shifts: [0, 0, 0, 0, 0, 0] },
  },
  stack: [0, 1, 2].map(() => new Array<number>(STACK_INPUTS).fill(0)),
  gateSlope: 1,
};

const PULL = 1e-3;
const STACK_PULL = 0.002;

/** Platt (1999): slope and shift of one logit that make its probabilities true. */
export function fitPlatt(judged: readonly Judged[], name: TwoWay): { slope: number; shift: number } {
  const column = COLUMN[name];
  return plattOf(
    judged.map(({ logits, answer, weight }) => ({ logit: logits[column] as number, answer, weight })),
  );
}

/** The same of logits that come from elsewhere. */
export function plattOf(
  judged: readonly { readonly logit: number; readonly answer: number; readonly weight: number }[],
): { slope: number; shift: number } {
  const lessons = judged.map(({ logit, answer, weight }) => ({
    inputs: Float64Array.of(logit, 1),
    answer,
    weight,
  }));
  const found = minimise(logistic(lessons, 2, 1, PULL), Float64Array.of(1, 0));
  return { slope: round(found[0]), shift: round(found[1]) };
}

/** One slope for six logits, and a shift each. */
export function fitEmotion(judged: readonly Judged[], name: SixWay): { slope: number; shifts: number[] } {
  const size = EMOTION_COLUMNS.length;
  const objective: Objective = (x, slope) => {
    slope.fill(0);
    let loss = 0;
    for (const { logits, answer } of judged) {
      const z = Array.from({ length: size }, (_, c) => logits[COLUMN[name] + c] as number);
      const p = softmax(z.map((value, c) => value * (x[0] as number) + (x[c + 1] as number)));
      loss -= Math.log(Math.max(1e-12, p[answer] as number));
      for (let c = 0; c < size; c++) {
        const error = (p[c] as number) - (c === answer ? 1 : 0);
        slope[0] = (slope[0] as number) + error * (z[c] as number);
        slope[c + 1] = (slope[c + 1] as number) + error;
      }
    }
    for (let c = 1; c <= size; c++) {
      loss += PULL * judged.length * (x[c] as number) ** 2;
      slope[c] = (slope[c] as number) + 2 * PULL * judged.length * (x[c] as number);
    }
    return loss;
  };
  const found = minimise(objective, Float64Array.of(1, 0, 0, 0, 0, 0, 0));
  return { slope: round(found[0]), shifts: Array.from(found.subarray(1), round) };
}

/** Multinomial logistic regression of three classes over the inputs of the judge. */
export function fitStack(lessons: readonly Lesson[]): number[][] {
  const found = minimise(logistic(lessons, STACK_INPUTS, 3, STACK_PULL), new Float64Array(STACK_INPUTS * 3));
  return [0, 1, 2].map((c) => Array.from(found.subarray(c * STACK_INPUTS, (c + 1) * STACK_INPUTS), round));
}

/** Softmax regression; with one set of weights it is two-way and the answers are 0 and 1. */
function logistic(lessons: readonly Lesson[], inputs: number, classes: number, pull: number): Objective {
  const weightOfAll = lessons.reduce((sum, { weight }) => sum + weight, 0);
  return (x, slope) => {
    slope.fill(0);
    let loss = 0;
    for (const { inputs: values, answer, weight } of lessons) {
      const z = Array.from({ length: classes }, (_, c) => {
        let sum = 0;
        for (let at = 0; at < inputs; at++) sum += (values[at] as number) * (x[c * inputs + at] as number);
        return sum;
      });
      const p = classes === 1 ? [0, 1 / (1 + Math.exp(-(z[0] as number)))] : softmax(z);
      if (classes === 1) p[0] = 1 - (p[1] as number);
      loss -= weight * Math.log(Math.max(1e-12, p[answer] as number));
      for (let c = 0; c < classes; c++) {
        const own = classes === 1 ? 1 : c;
        const error = weight * ((p[own] as number) - (own === answer ? 1 : 0));
        for (let at = 0; at < inputs; at++) {
          slope[c * inputs + at] = (slope[c * inputs + at] as number) + error * (values[at] as number);
        }
      }
    }
    for (let at = 0; at < x.length; at++) {
      loss += pull * weightOfAll * (x[at] as number) ** 2;
      slope[at] = (slope[at] as number) + 2 * pull * weightOfAll * (x[at] as number);
    }
    return loss;
  };
}

function softmax(z: readonly number[]): number[] {
  const most = Math.max(...z);
  const e = z.map((value) => Math.exp(value - most));
  const total = e.reduce((sum, value) => sum + value, 0);
  return e.map((value) => value / total);
}

/** Settings are printed into the model file: few digits, the same on every machine. */
function round(value: number | undefined): number {
  return Math.round((value ?? 0) * 1e5) / 1e5;
}
