/** Weights are kept for this many buckets of hashed n-grams. */
export const BUCKETS = 4096;
const MAX_GRAM_LENGTH = 3;
/** What is looked at of a text; the reader itself looks no further than its own limit. */
const LIMIT = 600;

/** Buckets of a text, each with its weight; the squares of the weights sum to 1. Empty for no text. */
export interface Grams {
  readonly buckets: Int32Array;
  readonly weights: Float64Array;
}

/**
 * Character 1- to 3-grams of a text, hashed (FNV-1a over UTF-16 units), each bucket once. Width and case
 * are folded and white space is dropped, so that typography teaches nothing.
 */
export function gramsOf(text: string): Grams {
  const plain = text.slice(0, LIMIT).normalize('NFKC').toLowerCase().replace(/\s+/g, '');
  const seen = new Set<number>();
  for (let at = 0; at < plain.length; at++) {
    let hash = 0x811c9dc5;
    for (let end = at; end < Math.min(at + MAX_GRAM_LENGTH, plain.length); end++) {
      hash = Math.imul(hash ^ plain.charCodeAt(end), 0x01000193);
      seen.add(((hash ^ (hash >>> 15)) >>> 0) % BUCKETS);
    }
  }
  const buckets = Int32Array.from(seen).sort();
  const weight = seen.size === 0 ? 0 : 1 / Math.sqrt(seen.size);
  return { buckets, weights: new Float64Array(buckets.length).fill(weight) };
}
