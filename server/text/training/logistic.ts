import { seeded } from '../../core/statistics/seeded.ts';
import { shuffle } from './random.ts';

/** Documents as lists of feature numbers, with +1 or −1 each. */
export interface Examples {
  readonly documents: readonly Int32Array[];
  readonly signs: Int8Array;
  readonly features: number;
}

export interface Linear {
  readonly weights: Float64Array;
  readonly bias: number;
}

const EPOCHS = 25;
const ENOUGH = 0.05;

/**
 * NB-weighted logistic regression (Wang and Manning 2012): every feature is scaled by its naive Bayes
 * log-count ratio, a document by 1/√features; L2-regularised and solved in the dual by coordinate descent
 * (Yu, Huang and Lin 2011). Deterministic. `cost` is the weight of the data against the prior.
 */
export function trainLogistic(examples: Examples, cost: number): Linear {
  const ratio = bayesRatios(examples);
  const { weights, bias } = descend(examples, ratio, cost);
  return { weights: weights.map((weight, at) => weight * (ratio[at] as number)), bias };
}

function bayesRatios({ documents, signs, features }: Examples): Float64Array {
  const positive = new Float64Array(features).fill(1);
  const negative = new Float64Array(features).fill(1);
  let [positives, negatives] = [2, 2];
  documents.forEach((document, at) => {
    const up = (signs[at] as number) > 0;
    const counts = up ? positive : negative;
    if (up) positives++;
    else negatives++;
    for (const feature of document) counts[feature] = (counts[feature] as number) + 1;
  });
  return positive.map((count, at) => Math.log(count / positives / ((negative[at] as number) / negatives)));
}

interface Dual {
  readonly weights: Float64Array;
  bias: number;
  readonly alpha: Float64Array;
}

function descend(examples: Examples, ratio: Float64Array, cost: number): Dual {
  const { documents, features } = examples;
  const dual = {
    weights: new Float64Array(features),
    bias: 0,
    alpha: new Float64Array(documents.length * 2),
  };
  const size = documents.map((document) => {
    let sum = 0;
    for (const feature of document) sum += (ratio[feature] as number) ** 2;
    return document.length === 0 ? 1 : sum / document.length + 1;
  });
  for (let at = 0; at < documents.length; at++) {
    dual.alpha[at * 2] = cost * 1e-8;
    dual.alpha[at * 2 + 1] = cost * (1 - 1e-8);
  }
  const order = Int32Array.from(documents.keys());
  const random = seeded(1);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    shuffle(order, random);
    let worst = 0;
    for (const at of order)
      worst = Math.max(worst, step(examples, ratio, cost, dual, at, size[at] as number));
    if (worst < ENOUGH) break;
  }
  return dual;
}

/** One document's dual variable brought to its optimum by Newton steps; returns how far it was off. */
function step(
  { documents, signs }: Examples,
  ratio: Float64Array,
  cost: number,
  dual: Dual,
  at: number,
  size: number,
): number {
  const { weights, alpha } = dual;
  const document = documents[at] as Int32Array;
  const sign = signs[at] as number;
  const scale = document.length === 0 ? 0 : 1 / Math.sqrt(document.length);
  let sum = 0;
  for (const feature of document) sum += (weights[feature] as number) * (ratio[feature] as number);
  const margin = sign * (sum * scale + dual.bias);
  const flip = 0.5 * size * ((alpha[at * 2 + 1] as number) - (alpha[at * 2] as number)) + margin < 0;
  const side = flip ? -1 : 1;
  const own = flip ? at * 2 + 1 : at * 2;
  const old = alpha[own] as number;
  const slope = (z: number) => size * (z - old) + side * margin + Math.log(z / (cost - z));
  let z = cost - old < 0.5 * cost ? old * 0.1 : old;
  let gradient = slope(z);
  const off = Math.abs(gradient);
  for (let round = 0; round < 8 && Math.abs(gradient) >= 1e-3; round++) {
    const next = z - gradient / (size + cost / (cost - z) / z);
    z = next <= 0 ? z * 0.1 : next >= cost ? (z + cost) / 2 : next;
    gradient = slope(z);
  }
  alpha[own] = z;
  alpha[flip ? at * 2 : at * 2 + 1] = cost - z;
  const change = side * (z - old) * sign;
  dual.bias += change;
  for (const feature of document) {
    weights[feature] = (weights[feature] as number) + change * scale * (ratio[feature] as number);
  }
  return off;
}
