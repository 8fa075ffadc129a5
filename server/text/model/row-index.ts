/** Finds the row of a key; open addressing, at most half full. */
export class RowIndex {
  readonly #keys: Int32Array;
  /** Number of the row, from 1; 0 where the place is free. */
  readonly #rows: Int32Array;
  readonly #mask: number;

  constructor(keys: Uint32Array) {
    let places = 64;
    while (places < keys.length * 2) places *= 2;
    this.#mask = places - 1;
    this.#keys = new Int32Array(places);
    this.#rows = new Int32Array(places);
    for (let row = 0; row < keys.length; row++) {
      const key = (keys[row] as number) | 0;
      let at = key & this.#mask;
      while (this.#rows[at] !== 0) at = (at + 1) & this.#mask;
      this.#keys[at] = key;
      this.#rows[at] = row + 1;
    }
  }

  /** −1 where there is none. */
  find(key: number): number {
    let at = key & this.#mask;
    while (this.#rows[at] !== 0) {
      if (this.#keys[at] === (key | 0)) return (this.#rows[at] as number) - 1;
      at = (at + 1) & this.#mask;
    }
    return -1;
  }
}
