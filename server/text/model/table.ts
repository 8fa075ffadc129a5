import { FEATURE_LIMIT, type Features } from './features.ts';
import { COLUMNS } from './layout.ts';
import { BIAS, ROW_WORDS, RowStore } from './row-store.ts';

/** Weights as they are loaded: `keys[i]` is the hash of the feature whose weights are row i. */
export interface Weights {
  /** The `hot` most frequent features ascending, then the others ascending; none is 0. */
  readonly keys: Uint32Array;
  readonly hot: number;
  /** Rows of COLUMNS bytes. */
  readonly rows: Int8Array;
  /** What one step of a byte is worth, by column. */
  readonly steps: Float32Array;
  readonly bias: Float32Array;
}

const MOST = FEATURE_LIMIT * 10;
const LANES = 0x00ff_00ff;
/** As many bytes as a 16-bit lane takes without a carry. */
const FLUSH = 256;
const SEEN = 1 << 15;

/**
 * The weights, ready to be summed, four bytes at once in two lanes of a word. Sums are of whole numbers, hence
 * the same on every machine.
 */
export class WeightTable {
  readonly sums = new Int32Array(COLUMNS);
  /** Logit of every column for the text last summed: sum / √known, and the bias. */
  readonly logits = new Float64Array(COLUMNS);
  /** Distinct known features of the text last summed. */
  known = 0;
  readonly #steps: Float64Array;
  readonly #bias: Float64Array;
  readonly #rows: RowStore;
  readonly #bytes: Int8Array;
  readonly #lanes = new Int32Array(ROW_WORDS * 2);
  /** Hash and round of the features met in this text. */
  readonly #seen = new Int32Array(SEEN * 2);
  #round = 0;
  /** Row of each feature of this text, −1 where unknown. */
  readonly #found = new Int32Array(MOST);
  /** First word of the row of each distinct known feature, and which feature of the text it is. */
  readonly #picked = new Int32Array(MOST);
  readonly #which = new Int32Array(MOST);

  constructor({ keys, hot, rows, steps, bias }: Weights) {
    this.#steps = Float64Array.from(steps);
    this.#bias = Float64Array.from(bias);
    this.#rows = new RowStore(keys, hot, rows, MOST);
    this.#bytes = new Int8Array(this.#rows.words.buffer);
  }

  /** Sums the rows of the features of a text; returns how many distinct ones are known. */
  sum(features: Features): number {
    const { sums } = this;
    sums.fill(0);
    this.known = this.#pick(features);
    for (let from = 0; from < this.known; from += FLUSH) {
      const to = Math.min(this.known, from + FLUSH);
      this.#add(from, to);
      this.#flush(to - from);
    }
    const scale = this.known === 0 ? 0 : 1 / Math.sqrt(this.known);
    for (let column = 0; column < COLUMNS; column++) {
      const step = (this.#steps[column] as number) * scale;
      this.logits[column] = (sums[column] as number) * step + (this.#bias[column] as number);
    }
    return this.known;
  }

  logit(column: number): number {
    return this.logits[column] as number;
  }

  /** Number in the text of a known feature, `at` below `known`. */
  feature(at: number): number {
    return this.#which[at] as number;
  }

  /**
   * What each known feature of the text last summed adds to Σ coefficient × logit, in the order of `feature`.
   * Columns whose coefficient is 0 cost nothing.
   */
  contributions(coefficients: readonly number[], out: Float64Array): void {
    const { known } = this;
    const bytes = this.#bytes;
    const picked = this.#picked;
    const scale = known === 0 ? 0 : 1 / Math.sqrt(known);
    out.fill(0, 0, known);
    // Column by column, so that no addition waits for the one before.
    for (let column = 0; column < COLUMNS; column++) {
      const coefficient = coefficients[column] as number;
      if (coefficient === 0) continue;
      const factor = coefficient * (this.#steps[column] as number) * scale;
      for (let at = 0; at < known; at++) {
        const byte = (bytes[(picked[at] as number) * 4 + column] as number) ^ -128;
        out[at] = (out[at] as number) + byte * factor;
      }
    }
  }

  /** Notes the row of every distinct known feature. */
  #pick({ hashes, count }: Features): number {
    const found = this.#found;
    this.#rows.findAll(hashes, count, found);
    const round = this.#nextRound();
    const mask = seenMask(count);
    let known = 0;
    for (let feature = 0; feature < count; feature++) {
      const row = found[feature] as number;
      if (row < 0 || this.#met((hashes[feature] as number) | 0, round, mask)) continue;
      this.#picked[known] = row * ROW_WORDS;
      this.#which[known++] = feature;
    }
    return known;
  }

  /** Whether the text held this feature before; `mask` leaves it twice as many places as it has features. */
  #met(key: number, round: number, mask: number): boolean {
    const seen = this.#seen;
    let at = (key >>> 6) & mask;
    while (seen[at + 1] === round) {
      if (seen[at] === key) return true;
      at = (at + 2) & mask;
    }
    seen[at] = key;
    seen[at + 1] = round;
    return false;
  }

  #nextRound(): number {
    this.#round = (this.#round + 1) | 0;
    if (this.#round === 0) {
      this.#seen.fill(0);
      this.#round = 1;
    }
    return this.#round;
  }

  #add(from: number, to: number): void {
    this.#addFour(from, to, 0);
    this.#addFour(from, to, 4);
  }

  /** Four words of every row at once: their lanes stay in registers. */
  #addFour(from: number, to: number, word: number): void {
    const { words } = this.#rows;
    const picked = this.#picked;
    let [a, b, c, d, e, f, g, h] = [0, 0, 0, 0, 0, 0, 0, 0];
    for (let at = from; at < to; at++) {
      const row = (picked[at] as number) + word;
      const one = words[row] as number;
      const two = words[row + 1] as number;
      const three = words[row + 2] as number;
      const four = words[row + 3] as number;
      a += one & LANES;
      b += (one >>> 8) & LANES;
      c += two & LANES;
      d += (two >>> 8) & LANES;
      e += three & LANES;
      f += (three >>> 8) & LANES;
      g += four & LANES;
      h += (four >>> 8) & LANES;
    }
    this.#lanes.set([a, b, c, d, e, f, g, h], word * 2);
  }

  #flush(pending: number): void {
    const { sums } = this;
    const lanes = this.#lanes;
    const bias = BIAS * pending;
    for (let word = 0; word < COLUMNS / 4; word++) {
      const even = lanes[word * 2] as number;
      const odd = lanes[word * 2 + 1] as number;
      const column = word * 4;
      sums[column] = (sums[column] as number) + (even & 0xffff) - bias;
      sums[column + 1] = (sums[column + 1] as number) + (odd & 0xffff) - bias;
      sums[column + 2] = (sums[column + 2] as number) + (even >>> 16) - bias;
      sums[column + 3] = (sums[column + 3] as number) + (odd >>> 16) - bias;
    }
  }
}

/** Of places of two words each, twice as many as features: a short text stays in a corner of the memory. */
function seenMask(count: number): number {
  let places = 256;
  while (places < count * 2) places *= 2;
  return places * 2 - 2;
}
