import { packBackground } from '../background.ts';
import { bestThreshold } from '../cluster-scores.ts';
import { type PairFeatures, pairFeatures, SHARED_TERMS } from '../pair-features.ts';
import type { PairWeights } from '../pair-model.ts';
import { TERM_COUNT, termsOf } from '../story-terms.ts';
import { type LogisticWeights, learnLogistic } from './logistic.ts';

export interface LabelledPair {
  readonly text: string;
  readonly text_b: string;
  readonly label: number;
}

/** Counts in how many of the texts each term stands; each text once. @returns the bytes of model/background.bin */
export function learnBackground(texts: Iterable<string>): Uint8Array {
  const found = new Uint32Array(TERM_COUNT);
  const known = new Set(texts);
  for (const text of known) {
    for (const term of termsOf(null, text).terms) found[term] = (found[term] as number) + 1;
  }
  return packBackground(found, known.size);
}

const FOLDS = 5;

export interface LearntPairs {
  readonly weights: PairWeights;
  /** F1 on the folds left out, at the threshold chosen on them. */
  readonly f1: number;
}

/** Learns one question; its threshold is the one with the best F1 on folds left out (every fifth pair). */
export function learnPairs(pairs: readonly LabelledPair[]): LearntPairs {
  const rows = pairs.map(({ text, text_b }) => pairFeatures(text, text_b));
  const labels = pairs.map(({ label }) => label);
  const odds = new Float64Array(rows.length);
  for (let fold = 0; fold < FOLDS; fold++) {
    const kept = rows.map((_, at) => at).filter((at) => at % FOLDS !== fold);
    const model = learnLogistic(
      kept.map((at) => rows[at] as PairFeatures),
      kept.map((at) => labels[at] as number),
    );
    for (let at = fold; at < rows.length; at += FOLDS) odds[at] = oddsOf(model, rows[at] as PairFeatures);
  }
  const { threshold, f1 } = bestThreshold([...odds], labels);
  return { weights: packWeights(learnLogistic(rows, labels), threshold), f1 };
}

function oddsOf({ bias, dense, shared }: LogisticWeights, row: PairFeatures): number {
  let odds = bias;
  for (let at = 0; at < dense.length; at++) odds += (dense[at] as number) * (row.dense[at] as number);
  for (const [term, strength] of row.shared) odds += strength * (shared[term] as number);
  return odds;
}

function packWeights({ bias, dense, shared }: LogisticWeights, threshold: number): PairWeights {
  const largest = shared.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-9);
  const step = largest / 127;
  const bytes = new Int8Array(SHARED_TERMS).map((_, at) => Math.round((shared[at] as number) / step));
  const round = (x: number) => Number(x.toPrecision(7));
  return {
    threshold: round(threshold),
    bias: round(bias),
    dense: Buffer.from(Float32Array.from(dense).buffer).toString('base64'),
    step: round(step),
    shared: Buffer.from(bytes.buffer).toString('base64'),
  };
}
