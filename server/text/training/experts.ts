import { COLUMN, COLUMNS, GATES } from '../model/layout.ts';
import { type Linear, trainLogistic } from './logistic.ts';
import { type Example, type Product, trainNetwork } from './network.ts';
import { type Expert, HEADS, OUTPUTS, type Sample, TABLE_COLUMN } from './sets.ts';

/** Weights of all columns before they are quantised: features × COLUMNS, and the bias of each column. */
export interface Trained {
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

/** Networks whose tables are averaged: the spread of one run is as large as what most ideas gain. */
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
const NETWORK = { width: 32, epochs: 3, rate: 0.1, drop: 0.65 };
const GATE_NETWORK = { width: 16, epochs: 1, rate: 0.1, drop: 0.6, seed: 99 };
/** How much of a two-way expert is plain NB-weighted regression; chosen on the dev parts. */
const LOGISTIC: Partial<Record<Expert, { readonly share: number; readonly cost: number }>> = {
  review: { share: 0.25, cost: 4 },
  post: { share: 0.4, cost: 4 },
  repost: { share: 0.9, cost: 8 },
};

/** Trains everything that is linear. `documents[i]` are the feature numbers of `samples[i]`. */
export function trainExperts(
  samples: readonly Sample[],
  documents: readonly Int32Array[],
  features: number,
  progress: (words: string) => void,
  seeds: readonly number[] = SEEDS,
): Trained {
  const trained = { weights: new Float32Array(features * COLUMNS), bias: new Float32Array(COLUMNS) };
  const examples = examplesOf(samples, documents);
  for (const seed of seeds) {
    progress(`network ${seed}`);
    const product = trainNetwork(examples, { ...NETWORK, features, outputs: OUTPUTS, seed });
    addNetwork(trained, product, features, 1 / seeds.length);
  }
  for (const [expert, { share, cost }] of Object.entries(LOGISTIC)) {
    progress(`regression for ${expert}`);
    mixIn(
      trained,
      regressionOf(samples, documents, features, expert as Expert, cost),
      expert as Expert,
      share,
    );
  }
  progress('gates');
  addGates(trained, samples, documents, features);
  return trained;
}

function examplesOf(samples: readonly Sample[], documents: readonly Int32Array[]): Example[] {
  return samples.flatMap(({ expert, answer }, at) =>
    expert === null ? [] : [{ document: documents[at] as Int32Array, head: HEADS[expert], answer }],
  );
}

/** Two outputs of a two-way head become one column: the log-odds. */
function addNetwork(trained: Trained, product: Product, features: number, share: number): void {
  for (const expert of Object.keys(HEADS) as Expert[]) {
    const { first, classes } = HEADS[expert];
    const column = TABLE_COLUMN[expert];
    for (let row = 0; row <= features; row++) {
      const [from, source] = row < features ? [row * OUTPUTS, product.weights] : [0, product.bias];
      const [to, target] = row < features ? [row * COLUMNS, trained.weights] : [0, trained.bias];
      const out = (c: number) => (source[from + first + c] as number) * share;
      const add = (c: number, value: number) => {
        target[to + column + c] = (target[to + column + c] as number) + value;
      };
      if (classes === 2) add(0, out(1) - out(0));
      else for (let c = 0; c < classes; c++) add(c, out(c));
    }
  }
}

function regressionOf(
  samples: readonly Sample[],
  documents: readonly Int32Array[],
  features: number,
  expert: Expert,
  cost: number,
): Linear {
  const own = [...samples.keys()].filter((at) => samples[at]?.expert === expert);
  return trainLogistic(
    {
      documents: own.map((at) => documents[at] as Int32Array),
      signs: Int8Array.from(own, (at) => (samples[at]?.answer === 1 ? 1 : -1)),
      features,
    },
    cost,
  );
}

function mixIn(trained: Trained, { weights, bias }: Linear, expert: Expert, share: number): void {
  const column = TABLE_COLUMN[expert];
  weights.forEach((weight, row) => {
    const at = row * COLUMNS + column;
    trained.weights[at] = (trained.weights[at] as number) * (1 - share) + weight * share;
  });
  trained.bias[column] = (trained.bias[column] as number) * (1 - share) + bias * share;
}

function addGates(
  trained: Trained,
  samples: readonly Sample[],
  documents: readonly Int32Array[],
  features: number,
): void {
  const outputs = GATES.length;
  const head = { first: 0, classes: outputs };
  const examples = samples.map(({ gate }, at) => ({
    document: documents[at] as Int32Array,
    head,
    answer: gate,
  }));
  const { weights, bias } = trainNetwork(examples, { ...GATE_NETWORK, features, outputs });
  for (let row = 0; row < features; row++) {
    trained.weights.set(weights.subarray(row * outputs, (row + 1) * outputs), row * COLUMNS + COLUMN.gate);
  }
  trained.bias.set(bias, COLUMN.gate);
}
