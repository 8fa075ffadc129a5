import { COLUMN, COLUMNS, GATES } from '../model/layout.ts';
import { type Example, type Product, trainNetwork } from './network.ts';
import { addRegressions } from './regressions.ts';
import { type Expert, HEADS, OUTPUTS, type Sample, TABLE_COLUMN } from './sets.ts';
import type { Trained } from './trained.ts';

/** Networks whose tables are averaged: the spread of one run is as large as what most ideas gain. */
const SEEDS = Array.from({ length: 16 }, (_, run) => run + 1);
const NETWORK = { width: 32, epochs: 3, rate: 0.1, drop: 0.65 };
const EXPERTS = Object.keys(HEADS) as Expert[];
const GATE_NETWORK = { width: 16, epochs: 1, rate: 0.1, drop: 0.6 };
/** Gates are averaged, too: where two kinds are alike, one network's guess is chance. */
const GATE_SEEDS = Array.from({ length: 8 }, (_, run) => run + 99);
/**
 * How much of an expert is networks that saw its set alone. Six emotions of everyday posts are the one question
 * that loses by being learnt beside the others; chosen on the dev parts.
 */
const ALONE: Partial<Record<Expert, number>> = { feeling: 0.6 };
const MAX_SINGLE_SEEDS = 8;
/**
 * Added to gates. Texts of the set of reposts are often told as feelings; as such they are judged worse than the
 * reverse. Our own sentences are of many kinds and would draw posts to the judge.
 */
const OPENED: Partial<Record<(typeof GATES)[number], number>> = { repost: 0.6, feeling: 0.9, post: 0.4 };

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
    for (const expert of EXPERTS) {
      addNetwork(trained, product, expert, (1 - (ALONE[expert] ?? 0)) / seeds.length);
    }
  }
  addAlone(trained, examples, progress, seeds.slice(0, MAX_SINGLE_SEEDS));
  addRegressions(trained, samples, documents, progress);
  progress('gates');
  addGates(trained, samples, documents, GATE_SEEDS.slice(0, seeds.length));
  return trained;
}

function examplesOf(samples: readonly Sample[], documents: readonly Int32Array[]): Example[] {
  return samples.flatMap(({ expert, answer }, at) =>
    expert === null ? [] : [{ document: documents[at] as Int32Array, head: HEADS[expert], answer }],
  );
}

function addAlone(
  trained: Trained,
  examples: readonly Example[],
  progress: (words: string) => void,
  seeds: readonly number[],
): void {
  const features = trained.weights.length / COLUMNS;
  for (const [name, share] of Object.entries(ALONE)) {
    const expert = name as Expert;
    const own = examples.filter(({ head }) => head === HEADS[expert]);
    for (const seed of seeds) {
      progress(`network ${seed} for ${expert} alone`);
      const product = trainNetwork(own, { ...NETWORK, features, outputs: OUTPUTS, seed });
      addNetwork(trained, product, expert, share / seeds.length);
    }
  }
}

/** Two outputs of a two-way head become one column: the log-odds. */
function addNetwork(trained: Trained, product: Product, expert: Expert, share: number): void {
  const features = trained.weights.length / COLUMNS;
  const { first, classes } = HEADS[expert];
  const column = TABLE_COLUMN[expert];
  if (column === null) return;
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

function addGates(
  trained: Trained,
  samples: readonly Sample[],
  documents: readonly Int32Array[],
  seeds: readonly number[],
): void {
  const features = trained.weights.length / COLUMNS;
  const outputs = GATES.length;
  const head = { first: 0, classes: outputs };
  const examples = samples.map(({ gate }, at) => ({
    document: documents[at] as Int32Array,
    head,
    answer: gate,
  }));
  for (const seed of seeds) {
    const { weights, bias } = trainNetwork(examples, { ...GATE_NETWORK, features, outputs, seed });
    for (let gate = 0; gate < outputs; gate++) {
      const column = COLUMN.gate + gate;
      for (let row = 0; row < features; row++) {
        const at = row * COLUMNS + column;
        const value = weights[row * outputs + gate] as number;
        trained.weights[at] = (trained.weights[at] as number) + value / seeds.length;
      }
      trained.bias[column] = (trained.bias[column] as number) + (bias[gate] as number) / seeds.length;
    }
  }
  GATES.forEach((gate, at) => {
    const column = COLUMN.gate + at;
    trained.bias[column] = (trained.bias[column] as number) + (OPENED[gate] ?? 0);
  });
}
