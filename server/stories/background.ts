import { readFileSync } from 'node:fs';
import { TERM_COUNT } from './story-terms.ts';

const FILE = new URL('./model/background.bin', import.meta.url);
/** A number in the file is the logarithm of how many texts have the term, so finely. */
const STEPS = 20;

/** How common terms are in the language at large. */
export interface Background {
  /** Texts it was counted in. */
  readonly texts: number;
  /** The share of texts that have the term. */
  shareOf(term: number): number;
}

let known: Background | undefined;

/**
 * What `tingchao train` counted: the number of texts (4 bytes, little-endian), then one byte a term. Read once;
 * training hands in what it has just counted.
 */
export function readBackground(counted?: Uint8Array): Background {
  if (counted !== undefined) known = unpackBackground(counted);
  known ??= unpackBackground(readFileSync(FILE));
  return known;
}

function unpackBackground(bytes: Uint8Array): Background {
  const texts = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const shares = new Float32Array(TERM_COUNT);
  for (let term = 0; term < TERM_COUNT; term++) {
    shares[term] = Math.expm1((bytes[4 + term] as number) / STEPS) / texts;
  }
  return { texts, shareOf: (term) => shares[term] as number };
}

/** The file's bytes for terms found in so many of so many texts each. */
export function packBackground(found: Uint32Array, texts: number): Uint8Array {
  const bytes = new Uint8Array(4 + TERM_COUNT);
  new DataView(bytes.buffer).setUint32(0, texts, true);
  for (let term = 0; term < TERM_COUNT; term++) {
    bytes[4 + term] = Math.min(255, Math.round(Math.log1p(found[term] as number) * STEPS));
  }
  return bytes;
}
