import { readFileSync } from 'node:fs';
import { termOf } from './story-terms.ts';

const FILE = new URL('./model/names.bin', import.meta.url);

/** Letters of a name. */
export const MIN_NAME_LENGTH = 2;
export const MAX_NAME_LENGTH = 8;

export interface KnownName {
  readonly name: string;
  /** A town, a river, a country: somewhere, and not somebody or something. */
  readonly place: boolean;
}

/** Names as numbers. Two names may have the same number, about one in fifty thousand. */
export interface NameTable {
  /** Whether some name begins with these two letters. */
  begins(first: number, second: number): boolean;
  /** 0: no name; 1: a name; 2: the name of a place. */
  kindOf(hash: number): 0 | 1 | 2;
}

/** FNV-1a (Fowler, Noll, Vo) over UTF-16 units, to be gone on with the next letter. */
export const NO_LETTERS = 0x811c_9dc5;
export function hashNext(hash: number, letter: number): number {
  return Math.imul(hash ^ letter, 0x0100_0193) >>> 0;
}

export function hashOf(text: string): number {
  let hash = NO_LETTERS;
  for (let at = 0; at < text.length; at++) hash = hashNext(hash, text.charCodeAt(at));
  return hash;
}

/** The lowest bit says whether it is a place. */
const PLACE = 1;

/** The file's bytes: a sorted number for each name, then one for each pair of letters that names begin with. */
export function packNames(names: Iterable<KnownName>): Uint8Array {
  const hashes = new Set<number>();
  const pairs = new Set<number>();
  for (const { name, place } of names) {
    if (name.length < MIN_NAME_LENGTH || name.length > MAX_NAME_LENGTH) continue;
    const bare = (hashOf(name) & ~PLACE) >>> 0;
    // Whoever is somebody and somewhere is somewhere.
    if (place) hashes.delete(bare);
    if (place || !hashes.has(bare + PLACE)) hashes.add(bare + (place ? PLACE : 0));
    pairs.add(termOf(name.charCodeAt(0), name.charCodeAt(1)));
  }
  const sorted = [hashes, pairs].map((set) => Uint32Array.from(set).sort());
  const file = new DataView(new ArrayBuffer(4 + 4 * hashes.size + 4 * pairs.size));
  [hashes.size, ...sorted.flatMap((each) => [...each])].forEach((value, at) => {
    file.setUint32(4 * at, value, true);
  });
  return new Uint8Array(file.buffer);
}

let known: NameTable | undefined;

/** What `tingchao train` took from the dictionary. Read once. */
export function readNames(): NameTable {
  known ??= unpackNames(readFileSync(FILE));
  return known;
}

const EMPTY = 0;

function unpackNames(bytes: Uint8Array): NameTable {
  const file = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = file.getUint32(0, true);
  // A quarter full at most: a name is found, or known to be none, at the first look.
  const bits = Math.ceil(Math.log2(count * 4 + 1));
  const mask = (1 << bits) - 1;
  const slots = new Uint32Array(1 << bits);
  const slotOf = (hash: number) => (hash ^ (hash >>> 15)) & mask;
  for (let each = 0; each < count; each++) {
    const entry = file.getUint32(4 + 4 * each, true);
    let slot = slotOf((entry & ~PLACE) >>> 0);
    while (slots[slot] !== EMPTY) slot = (slot + 1) & mask;
    slots[slot] = entry;
  }
  const pairs = new Uint8Array(1 << 18);
  for (let at = 4 + 4 * count; at < bytes.byteLength; at += 4) pairs[file.getUint32(at, true)] = 1;
  return {
    begins: (first, second) => pairs[termOf(first, second)] === 1,
    kindOf(hash) {
      const bare = (hash & ~PLACE) >>> 0;
      for (let slot = slotOf(bare); slots[slot] !== EMPTY; slot = (slot + 1) & mask) {
        const entry = slots[slot] as number;
        if ((entry & ~PLACE) >>> 0 === bare) return (entry & PLACE) === 0 ? 1 : 2;
      }
      return 0;
    },
  };
}
