/** Words of a row: the weights of its columns, and last the key. Half a cache line. */
export const ROW_WORDS = 8;
const KEY_WORD = 7;
/** Weights have 128 added, so that none is negative. */
export const BIAS = 128;
const BIAS_WORD = 0x8080_8080 | 0;

/** A tag is the upper bits of a key and, below, the number of its row among the hot ones, from 1. */
const ROW_BITS = 14;
const ROW_MASK = (1 << ROW_BITS) - 1;
const TAG_MASK = ~ROW_MASK;
/** Bits of the filter for each cold key. */
const FILTER_BITS = 12;

/**
 * Rows of weights found by key. Where a text finds its features in memory is what costs, so the few thousand
 * rows that most of a text is made of lie together behind a small index; each of the large rest lies where
 * its key says, so that one look finds it, and a filter (one bit a key: Bloom 1970) turns most of the unknown
 * away before. All keys of a text are looked up in rounds, because the processor waits for many places of
 * memory at once if no answer decides where it looks next.
 */
export class RowStore {
  /** All rows, hot ones first; a row's number times ROW_WORDS is where it starts. */
  readonly words: Int32Array;
  readonly #tags: Int32Array;
  readonly #filter: Int32Array;
  readonly #cold: number;
  readonly #coldMask: number;
  readonly #rest: Int32Array;
  readonly #first: Int32Array;

  /** `keys[i]` is the key of row i of `rows`; none is 0, the first `hot` are frequent; at most `most` are looked up at once. */
  constructor(keys: Uint32Array, hot: number, rows: Int8Array, most: number) {
    const near = Math.min(hot, ROW_MASK);
    const places = powerAbove((keys.length - near) * 1.7);
    this.#cold = near;
    this.#coldMask = places - 1;
    this.words = new Int32Array((near + places) * ROW_WORDS);
    this.#tags = new Int32Array(powerAbove(near * 1.7));
    this.#filter = new Int32Array(powerAbove((keys.length - near) * FILTER_BITS) / 32);
    this.#rest = new Int32Array(most);
    this.#first = new Int32Array(most);
    const packed = new Int32Array(rows.buffer, rows.byteOffset, rows.length / 4);
    for (let number = 0; number < keys.length; number++) {
      const key = (keys[number] as number) | 0;
      const at = (number < near ? this.#addHot(key, number) : this.#addCold(key)) * ROW_WORDS;
      for (let word = 0; word < KEY_WORD; word++)
        this.words[at + word] = (packed[number * KEY_WORD + word] as number) ^ BIAS_WORD;
      this.words[at + KEY_WORD] = key;
    }
  }

  #addHot(key: number, number: number): number {
    const mask = this.#tags.length - 1;
    let at = key & mask;
    while (this.#tags[at] !== 0) at = (at + 1) & mask;
    this.#tags[at] = (key & TAG_MASK) | (number + 1);
    return number;
  }

  #addCold(key: number): number {
    let place = key & this.#coldMask;
    while (this.words[(this.#cold + place) * ROW_WORDS + KEY_WORD] !== 0)
      place = (place + 1) & this.#coldMask;
    const bit = key & (this.#filter.length * 32 - 1);
    this.#filter[bit >>> 5] = (this.#filter[bit >>> 5] as number) | (1 << (bit & 31));
    return this.#cold + place;
  }

  /** Puts the number of the row of each of the first `count` keys into `out`, −1 where there is none. */
  findAll(keys: Uint32Array, count: number, out: Int32Array): void {
    const far = this.#filterAll(keys, this.#findHot(keys, count, out));
    this.#findCold(keys, far, out);
  }

  /** Lists those that are not hot in `rest`, and returns how many. */
  #findHot(keys: Uint32Array, count: number, out: Int32Array): number {
    const tags = this.#tags;
    const words = this.words;
    const rest = this.#rest;
    const mask = tags.length - 1;
    let unknown = 0;
    for (let i = 0; i < count; i++) {
      const key = (keys[i] as number) | 0;
      let at = key & mask;
      let row = -1;
      for (let tag = tags[at] as number; tag !== 0; tag = tags[at] as number) {
        if (((tag ^ key) & TAG_MASK) === 0) {
          const number = (tag & ROW_MASK) - 1;
          if (words[number * ROW_WORDS + KEY_WORD] === key) {
            row = number;
            break;
          }
        }
        at = (at + 1) & mask;
      }
      out[i] = row;
      rest[unknown] = i;
      unknown += row >>> 31;
    }
    return unknown;
  }

  /** Keeps in `rest` those whose key may be held, and returns how many. */
  #filterAll(keys: Uint32Array, count: number): number {
    const rest = this.#rest;
    const filter = this.#filter;
    const mask = filter.length * 32 - 1;
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const which = rest[i] as number;
      const bit = (keys[which] as number) & mask;
      rest[kept] = which;
      kept += ((filter[bit >>> 5] as number) >>> (bit & 31)) & 1;
    }
    return kept;
  }

  #findCold(keys: Uint32Array, count: number, out: Int32Array): void {
    const words = this.words;
    const rest = this.#rest;
    const first = this.#first;
    const mask = this.#coldMask;
    const cold = this.#cold;
    for (let i = 0; i < count; i++) {
      const place = (keys[rest[i] as number] as number) & mask;
      first[i] = words[(cold + place) * ROW_WORDS + KEY_WORD] as number;
    }
    for (let i = 0; i < count; i++) {
      const which = rest[i] as number;
      const key = (keys[which] as number) | 0;
      let place = key & mask;
      let found = first[i] as number;
      while (found !== key && found !== 0) {
        place = (place + 1) & mask;
        found = words[(cold + place) * ROW_WORDS + KEY_WORD] as number;
      }
      out[which] = found === 0 ? -1 : cold + place;
    }
  }
}

function powerAbove(least: number): number {
  let power = 64;
  while (power < least) power *= 2;
  return power;
}
