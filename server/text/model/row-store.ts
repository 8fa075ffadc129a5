import { hashPerfectly, type PerfectHash, placeOf } from './perfect-hash.ts';

/** Words of a row: the weights of its columns, and last the key. Half a cache line. */
export const ROW_WORDS = 8;
const KEY_WORD = 7;
/** Bytes of a row beside its key. */
export const STORED_COLUMNS = KEY_WORD * 4;
/** Takes 128 from, or adds it to, each byte of a word. */
const BIAS_WORD = 0x8080_8080 | 0;

/** A tag is the upper bits of a key and, below, the number of its row. */
const ROW_BITS = 20;
const ROW_MASK = (1 << ROW_BITS) - 1;
const LAST_ROUND = 0xff;

/** Rows of STORED_COLUMNS bytes as they are summed, ROW_WORDS words each, and one row of nothing behind them. */
export function biasedWords(rows: Int8Array, count: number): Int32Array {
  const words = new Int32Array((count + 1) * ROW_WORDS);
  const packed = new Int32Array(rows.buffer, rows.byteOffset, rows.length / 4);
  for (let row = 0; row < count; row++) {
    for (let word = 0; word < KEY_WORD; word++)
      words[row * ROW_WORDS + word] = (packed[row * KEY_WORD + word] as number) ^ BIAS_WORD;
  }
  return words;
}

/**
 * Rows of weights found by key. All keys of a text are looked up in one round, each at the one place where a
 * perfect hash puts it; its tag there turns all but a few of the unknown away before their row is looked at. No
 * step is decided by a branch that cannot be foretold: so the processor neither guesses wrong nor waits for one
 * place of memory before it asks for the next.
 */
export class RowStore {
  /** All rows, in the order given: the frequent ones lie together. */
  readonly words: Int32Array;
  readonly #hash: PerfectHash;
  /** By place. */
  readonly #tags: Int32Array;
  /** By row: the round in which it was last met. */
  readonly #met: Uint8Array;
  #round = 0;
  readonly #candidates: Int32Array;

  /** `keys[i]` is the key of row i of `rows`; at most `most` are looked up at once. */
  constructor(keys: Uint32Array, rows: Int8Array, most: number) {
    if (keys.length > ROW_MASK) throw new RangeError('a model has more rows than can be numbered');
    this.words = biasedWords(rows, keys.length);
    this.#hash = hashPerfectly(keys);
    this.#tags = new Int32Array(this.#hash.size);
    this.#met = new Uint8Array(keys.length + 1);
    this.#candidates = new Int32Array(most);
    const { moves, mask, shift } = this.#hash;
    for (let row = 0; row < keys.length; row++) {
      const key = (keys[row] as number) | 0;
      this.words[row * ROW_WORDS + KEY_WORD] = key;
      this.#tags[placeOf(key, moves[key & mask] as number, shift)] = (key & ~ROW_MASK) | row;
    }
  }

  /**
   * Lists the distinct keys that have a row, of the first `count`: where the row starts in `picked`, and which of
   * the keys it is in `which`. Returns how many.
   */
  pick(keys: Uint32Array, count: number, picked: Int32Array, which: Int32Array): number {
    const { moves, mask, shift } = this.#hash;
    const tags = this.#tags;
    const candidates = this.#candidates;
    let likely = 0;
    for (let i = 0; i < count; i = (i + 1) | 0) {
      const key = (keys[i] as number) | 0;
      const tag = tags[placeOf(key, moves[key & mask] as number, shift)] as number;
      picked[likely] = (tag & ROW_MASK) << 3;
      candidates[likely] = i;
      likely = (likely + ((((tag ^ key) >>> ROW_BITS) - 1) >>> 31)) | 0;
    }
    return this.#keepDistinct(keys, likely, picked, which);
  }

  /** Where the row of a key starts; −1 where it has none. */
  find(key: number): number {
    const { moves, mask, shift } = this.#hash;
    const at = ((this.#tags[placeOf(key | 0, moves[key & mask] as number, shift)] as number) & ROW_MASK) << 3;
    return this.words[at | KEY_WORD] === (key | 0) ? at : -1;
  }

  /** Of the rows picked keeps each once, and only those of the very key. */
  #keepDistinct(keys: Uint32Array, likely: number, picked: Int32Array, which: Int32Array): number {
    const words = this.words;
    const met = this.#met;
    const candidates = this.#candidates;
    const round = this.#nextRound();
    let known = 0;
    for (let i = 0; i < likely; i = (i + 1) | 0) {
      const at = picked[i] as number;
      const key = candidates[i] as number;
      if (words[at | KEY_WORD] !== ((keys[key] as number) | 0) || met[at >> 3] === round) continue;
      met[at >> 3] = round;
      picked[known] = at;
      which[known] = key;
      known = (known + 1) | 0;
    }
    return known;
  }

  #nextRound(): number {
    if (this.#round === LAST_ROUND) {
      this.#met.fill(0);
      this.#round = 0;
    }
    return ++this.#round;
  }
}
