import { readBackground } from './background.ts';
import { TERMS_WITH_NAMES } from './names.ts';
import { TERM_COUNT, type Terms } from './story-terms.ts';

/**
 * The strongest terms of a text, strongest first: the term in the upper 19 bits, in the lower 13 its weight.
 * The squares of the weights add up to one.
 */
export type TermVector = Uint32Array;

const WEIGHT_BITS = 13;
const MAX_WEIGHT = (1 << WEIGHT_BITS) - 1;

export function termAt(vector: TermVector, at: number): number {
  return (vector[at] as number) >>> WEIGHT_BITS;
}

export function weightAt(vector: TermVector, at: number): number {
  return ((vector[at] as number) & MAX_WEIGHT) / MAX_WEIGHT;
}

/** Terms with any positive weights, strongest first, as a vector. */
export function packVector(terms: ArrayLike<number>, weights: ArrayLike<number>, size: number): TermVector {
  let square = 0;
  for (let each = 0; each < size; each++) square += (weights[each] as number) ** 2;
  const unit = MAX_WEIGHT / (Math.sqrt(square) || 1);
  const vector = new Uint32Array(size);
  for (let each = 0; each < size; each++) {
    const weight = Math.max(1, Math.round((weights[each] as number) * unit));
    vector[each] = (((terms[each] as number) << WEIGHT_BITS) | weight) >>> 0;
  }
  return vector;
}

/** Of a long text no more than its strongest terms are kept. */
const MAX_TERMS = 64;
/** A term that comes again weighs more: what a post says twice it is about. */
const REPEATED = 2;
/** A name counts beside its letters, which are counted too. */
const NAME = 0.5;
/** What is known of the language counts as so many texts; beyond that the texts themselves tell. */
const BACKGROUND_TEXTS = 1_000;

export interface TermWeights {
  /** Counts in one more text. */
  learn(terms: Terms): void;
  vectorOf(terms: Terms): TermVector;
}

/**
 * Weighs terms by how rare they are (inverse document frequency), first in the language at large, then more and
 * more in the texts counted in: what all posts of an installation say tells none of them apart.
 */
export function createTermWeights(): TermWeights {
  const background = readBackground();
  const seen = new Uint32Array(TERMS_WITH_NAMES);
  let texts = 0;
  const order = {
    keys: new Float64Array(512),
    terms: new Int32Array(MAX_TERMS),
    weights: new Float64Array(MAX_TERMS),
  };
  return {
    learn({ terms }) {
      texts++;
      for (const term of terms) seen[term] = (seen[term] as number) + 1;
    },
    vectorOf({ terms, counts }) {
      const all = Math.log(texts + BACKGROUND_TEXTS + 1);
      if (order.keys.length < terms.length) order.keys = new Float64Array(terms.length * 2);
      for (let each = 0; each < terms.length; each++) {
        const term = terms[each] as number;
        const isName = term >= TERM_COUNT;
        const usual = isName ? 0 : background.shareOf(term) * BACKGROUND_TEXTS;
        const rarity = Math.max(0, all - Math.log((seen[term] as number) + usual + 0.5));
        const weight = (1 + REPEATED * Math.log(counts[each] as number)) * rarity * (isName ? NAME : 1);
        // The weight above, the place below: sorted as one number.
        order.keys[each] = Math.round(weight * 1e6) * 0x1_0000 + each;
      }
      const keys = order.keys.subarray(0, terms.length).sort();
      const size = Math.min(MAX_TERMS, terms.length);
      for (let each = 0; each < size; each++) {
        const key = keys[terms.length - 1 - each] as number;
        order.terms[each] = terms[key % 0x1_0000] as number;
        order.weights[each] = Math.floor(key / 0x1_0000) / 1e6;
      }
      return packVector(order.terms, order.weights, size);
    },
  };
}
