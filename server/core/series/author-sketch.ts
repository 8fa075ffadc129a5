import { AppError } from '../errors.ts';
import {
  estimate,
  HLL_BYTES,
  HLL_ERROR,
  noRegisters,
  packRegisters,
  raise,
  raiseAll,
  unpackRegisters,
} from '../statistics/hyper-log-log.ts';

/**
 * Who wrote: a set that can be counted and joined with others, but never read back and nobody taken out of.
 * Few are kept exactly, by a hash of 48 bits each (a thousand of them share one with a probability of 2e-9).
 * What is stored with more than 512 becomes a HyperLogLog, which takes no more room than 512 hashes. Adding
 * somebody twice changes nothing, and what is stored depends on the set alone, not on the order it came in:
 * counted again it is the same bytes.
 */
export type AuthorSketch =
  | { readonly kind: 'exact'; readonly hashes: ReadonlySet<number> }
  | { readonly kind: 'estimate'; readonly registers: Uint8Array };

export interface AuthorCount {
  readonly authors: number;
  /** False: an estimate with the standard error `SKETCH_ERROR`. */
  readonly exact: boolean;
}

/** Standard error of an estimate, as a share of it: 1.6 %. */
export const SKETCH_ERROR = HLL_ERROR;
export const NO_AUTHORS: AuthorSketch = { kind: 'exact', hashes: new Set() };

const MAX_EXACT_HASHES = 512;
const HASH_BYTES = 6;
const HIGH = 2 ** 32;
/** First byte of what is stored. */
const EXACT = 1;
const ESTIMATE = 2;

/** Two lanes of multiply and xor, mixed as the end of MurmurHash3 does; 48 bits of them. */
function hashOf(writer: string): number {
  let [low, high] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < writer.length; at++) {
    const unit = writer.charCodeAt(at);
    low = Math.imul(low ^ unit, 0x9e3779b1);
    high = Math.imul(high ^ unit, 0x5f356495);
  }
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  return (high >>> 16) * HIGH + (low >>> 0);
}

/** The sketch with these writers in it; the very same object when all were. */
export function addWriters(sketch: AuthorSketch, writers: Iterable<string>): AuthorSketch {
  let changed = false;
  if (sketch.kind === 'estimate') {
    const registers = sketch.registers.slice();
    for (const writer of writers) changed = raise(registers, hashOf(writer)) || changed;
    return changed ? { kind: 'estimate', registers } : sketch;
  }
  const hashes = new Set(sketch.hashes);
  for (const writer of writers) hashes.add(hashOf(writer));
  return hashes.size > sketch.hashes.size ? { kind: 'exact', hashes } : sketch;
}

/** Everybody who is in any of them: exact, however many they are, as long as every part is. */
export function mergeSketches(sketches: Iterable<AuthorSketch>): AuthorSketch {
  const hashes = new Set<number>();
  let registers: Uint8Array | null = null;
  for (const sketch of sketches) {
    if (sketch.kind === 'exact') for (const hash of sketch.hashes) hashes.add(hash);
    else if (registers === null) registers = sketch.registers.slice();
    else raiseAll(registers, sketch.registers);
  }
  if (registers === null) return { kind: 'exact', hashes };
  for (const hash of hashes) raise(registers, hash);
  return { kind: 'estimate', registers };
}

export function countAuthors(sketch: AuthorSketch): AuthorCount {
  if (sketch.kind === 'exact') return { authors: sketch.hashes.size, exact: true };
  return { authors: Math.round(estimate(sketch.registers)), exact: false };
}

/** As it is stored: a byte for the kind, then the hashes in ascending order or the registers packed. */
export function encodeSketch(sketch: AuthorSketch): Uint8Array {
  if (sketch.kind === 'exact' && sketch.hashes.size <= MAX_EXACT_HASHES) return encodeHashes(sketch.hashes);
  let registers = noRegisters();
  if (sketch.kind === 'estimate') registers = sketch.registers;
  else for (const hash of sketch.hashes) raise(registers, hash);
  const bytes = new Uint8Array(1 + HLL_BYTES);
  bytes[0] = ESTIMATE;
  packRegisters(registers, bytes, 1);
  return bytes;
}

function encodeHashes(hashes: ReadonlySet<number>): Uint8Array {
  const bytes = new Uint8Array(1 + hashes.size * HASH_BYTES);
  const view = new DataView(bytes.buffer);
  bytes[0] = EXACT;
  const sorted = Float64Array.from(hashes).sort();
  sorted.forEach((hash, index) => {
    const at = 1 + index * HASH_BYTES;
    view.setUint16(at, Math.floor(hash / HIGH));
    view.setUint32(at + 2, hash % HIGH);
  });
  return bytes;
}

/** @throws AppError('bad_file') when the bytes are no sketch */
export function decodeSketch(bytes: Uint8Array): AuthorSketch {
  const length = bytes.length - 1;
  if (bytes[0] === ESTIMATE && length === HLL_BYTES) {
    return { kind: 'estimate', registers: unpackRegisters(bytes, 1) };
  }
  if (bytes[0] !== EXACT || length % HASH_BYTES !== 0) {
    throw new AppError('bad_file', `no sketch of authors: ${bytes.length} bytes of kind ${bytes[0]}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const hashes = new Set<number>();
  for (let at = 1; at < bytes.length; at += HASH_BYTES) {
    hashes.add(view.getUint16(at) * HIGH + view.getUint32(at + 2));
  }
  return { kind: 'exact', hashes };
}
