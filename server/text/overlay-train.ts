import type { Sentiment, SentimentLabel } from '../core/reading/analysis.ts';
import { minimise } from './minimise.ts';
import { logsOf, type Overlay, packOverlay } from './overlay.ts';
import { BUCKETS, type Grams, gramsOf } from './overlay-grams.ts';

/** A text with what the reader alone made of it and what people say it is. */
export interface LabelledText {
  readonly text: string;
  readonly read: Sentiment;
  readonly said: SentimentLabel;
}

/** Below this many texts words would be learned by heart: only the calibration moves. */
export const WORDS_FROM = 60;
/** How strongly the calibration is held to "as it was read", and words to zero, in labels. */
const HOLD_CALIBRATION = 10;
const HOLD_WORDS = 2;

const CLASSES = 3;
const NUMBERS = 12;
const IDENTITY = [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0];

/**
 * Multinomial logistic regression over the reader's three log-probabilities and hashed n-grams, L2-held to
 * changing nothing. Convex and started from a fixed point: the same labels in the same order give the same
 * bytes.
 */
export function trainOverlay(examples: readonly LabelledText[]): Uint8Array {
  const words = examples.length >= WORDS_FROM;
  const cases = examples.map(({ text, read, said }) => ({
    logs: logsOf(read),
    grams: words ? gramsOf(text) : null,
    said: said + 1,
  }));
  const start = new Float64Array(NUMBERS + (words ? BUCKETS * CLASSES : 0));
  start.set(IDENTITY);
  const fitted = minimise((x, slope) => lossOf(cases, x, slope), start);
  return packOverlay(
    Float32Array.from(fitted.subarray(0, NUMBERS)),
    words ? quantise(fitted.subarray(NUMBERS)) : null,
  );
}

interface Case {
  readonly logs: readonly [number, number, number];
  readonly grams: Grams | null;
  readonly said: number;
}

function lossOf(cases: readonly Case[], x: Float64Array, slope: Float64Array): number {
  let loss = 0;
  for (let i = 0; i < x.length; i++) {
    const away = (x[i] ?? 0) - (IDENTITY[i] ?? 0);
    const hold = i < NUMBERS ? HOLD_CALIBRATION : HOLD_WORDS;
    loss += (hold / 2) * away * away;
    slope[i] = hold * away;
  }
  for (const each of cases) loss += addCase(each, x, slope);
  return loss;
}

/** Adds one text's slope; answers with its log-loss. */
function addCase({ logs, grams, said }: Case, x: Float64Array, slope: Float64Array): number {
  const z = [0, 0, 0];
  for (let c = 0; c < CLASSES; c++) {
    z[c] = x[CLASSES * CLASSES + c] ?? 0;
    for (let k = 0; k < CLASSES; k++) z[c] = (z[c] ?? 0) + (x[c * CLASSES + k] ?? 0) * (logs[k] ?? 0);
  }
  eachGram(grams, (at, weight, c) => {
    z[c] = (z[c] ?? 0) + weight * (x[at] ?? 0);
  });
  const most = Math.max(...z);
  const powers = z.map((value) => Math.exp(value - most));
  const total = powers.reduce((sum, power) => sum + power, 0);
  const errors = powers.map((power, c) => power / total - (c === said ? 1 : 0));
  for (let c = 0; c < CLASSES; c++) {
    const error = errors[c] ?? 0;
    for (let k = 0; k < CLASSES; k++) add(slope, c * CLASSES + k, error * (logs[k] ?? 0));
    add(slope, CLASSES * CLASSES + c, error);
  }
  eachGram(grams, (at, weight, c) => add(slope, at, weight * (errors[c] ?? 0)));
  return Math.log(total) + most - (z[said] ?? 0);
}

function eachGram(grams: Grams | null, run: (at: number, weight: number, c: number) => void): void {
  if (grams === null) return;
  for (let i = 0; i < grams.buckets.length; i++) {
    const at = NUMBERS + (grams.buckets[i] ?? 0) * CLASSES;
    for (let c = 0; c < CLASSES; c++) run(at + c, grams.weights[i] ?? 0, c);
  }
}

function add(slope: Float64Array, at: number, value: number): void {
  slope[at] = (slope[at] ?? 0) + value;
}

function quantise(weights: Float64Array): NonNullable<Overlay['words']> {
  const most = weights.reduce((max, weight) => Math.max(max, Math.abs(weight)), 0);
  const scale = Math.fround(most / 127);
  const steps = Int8Array.from(weights, (weight) => (scale === 0 ? 0 : Math.round(weight / scale)));
  return { weights: steps, scale };
}
