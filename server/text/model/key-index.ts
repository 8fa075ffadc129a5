/** Numbers of keys by open addressing, a key and its number side by side. Key 0 marks a free place. */
export class KeyIndex {
  readonly #slots: Int32Array;
  readonly #mask: number;

  /** Indexes keys[from … to), each under its place in `keys`. */
  constructor(keys: Uint32Array, from: number, to: number) {
    let size = 1 << 4;
    while (size < (to - from) * 1.7) size *= 2;
    this.#mask = size * 2 - 1;
    this.#slots = new Int32Array(size * 2);
    for (let number = from; number < to; number++) {
      const key = (keys[number] as number) | 0;
      let at = (key << 1) & this.#mask;
      while (this.#slots[at] !== 0) at = (at + 2) & this.#mask;
      this.#slots[at] = key;
      this.#slots[at + 1] = number;
    }
  }

  /** The number of a key, −1 where it is not held. */
  find(key: number): number {
    const slots = this.#slots;
    let at = (key << 1) & this.#mask;
    let found = slots[at] as number;
    while (found !== key) {
      if (found === 0) return -1;
      at = (at + 2) & this.#mask;
      found = slots[at] as number;
    }
    return slots[at + 1] as number;
  }
}

/** Bits for each key that a filter may hold. */
const BITS = 12;

/** One bit a key (Bloom 1970, one hash): whoever finds it unset need not look further. */
export class KeyFilter {
  readonly #bits: Int32Array;
  readonly #mask: number;

  constructor(keys: Uint32Array) {
    let size = 1 << 10;
    while (size < keys.length * BITS) size *= 2;
    this.#mask = size - 1;
    this.#bits = new Int32Array(size / 32);
    for (const key of keys) {
      const bit = key & this.#mask;
      this.#bits[bit >>> 5] = (this.#bits[bit >>> 5] as number) | (1 << (bit & 31));
    }
  }

  mayHold(key: number): boolean {
    const bit = key & this.#mask;
    return ((this.#bits[bit >>> 5] as number) & (1 << (bit & 31))) !== 0;
  }
}
