import { featuresOf } from '../model/features.ts';
import type { SentenceWeights } from '../model/sentence-pack.ts';
import type { LexiconPreparer } from '../prepared.ts';
import type { Linear } from './logistic.ts';
import type { Vocabulary } from './vocabulary.ts';

const LARGEST = 127;
const SENTENCE = { least: 8, most: 90 };

/** The first sentences of a text that are neither cries nor essays. */
export function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[。!?！？;；\n])/)
    .filter(({ length }) => length >= SENTENCE.least && length <= SENTENCE.most)
    .slice(0, 3);
}

/** Distinct features that stand on words; what stands for a text as a whole says nothing of a stretch of it. */
export function sentenceDocument(lexicon: LexiconPreparer, text: string): Uint32Array {
  const { reading, score } = lexicon.prepare(text);
  const { hashes, ends, count } = featuresOf(reading, score);
  const found = new Set<number>();
  for (let i = 0; i < count; i++) if (ends[i] !== 0) found.add(hashes[i] as number);
  return Uint32Array.from(found);
}

export function logitOf({ weights, bias }: Linear, document: Int32Array): number {
  let sum = 0;
  for (const feature of document) sum += weights[feature] as number;
  return document.length === 0 ? bias : sum / Math.sqrt(document.length) + bias;
}

/** Eight bits a weight, each column in steps of its own; the keys ascending. */
export function quantised(linears: readonly Linear[], { keys, index }: Vocabulary): SentenceWeights {
  const sorted = keys.slice().sort();
  const steps = linears.map(({ weights }) => {
    const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
    return Math.fround(largest > 0 ? largest / LARGEST : 1);
  });
  const rows = new Int8Array(sorted.length * linears.length);
  sorted.forEach((key, row) => {
    const at = index.get(key) as number;
    linears.forEach(({ weights }, column) => {
      rows[row * linears.length + column] = Math.round((weights[at] as number) / (steps[column] as number));
    });
  });
  return { keys: sorted, rows, steps, bias: linears.map(({ bias }) => Math.fround(bias)) };
}
