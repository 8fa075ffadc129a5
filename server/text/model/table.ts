import { FEATURE_LIMIT, type Features } from './features.ts';
import { sumRows } from './lanes.ts';
import { COLUMNS } from './layout.ts';
import { RowStore } from './row-store.ts';

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

const MAX_FEATURES = FEATURE_LIMIT * 10;

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
  /** Columns that contribute, and what a byte of each is worth. */
  readonly #columns = new Int32Array(COLUMNS + 3);
  readonly #factors = new Float64Array(COLUMNS + 3);
  /** First word of the row of each distinct known feature, and which feature of the text it is. */
  readonly #picked = new Int32Array(MAX_FEATURES);
  readonly #which = new Int32Array(MAX_FEATURES);

  constructor({ keys, rows, steps, bias }: Weights) {
    this.#steps = Float64Array.from(steps);
    this.#bias = Float64Array.from(bias);
    this.#rows = new RowStore(keys, rows, MAX_FEATURES);
    this.#bytes = new Int8Array(this.#rows.words.buffer);
  }

  /** Sums the rows of the features of a text; returns how many distinct ones are known. */
  sum(features: Features): number {
    const { sums } = this;
    this.known = this.#rows.pick(features.hashes, features.count, this.#picked, this.#which);
    sumRows(this.#rows.words, this.#picked, this.known, sums, 0);
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
  contributions(coefficients: ArrayLike<number>, out: Float64Array): void {
    const { known } = this;
    const columns = this.#columns;
    const factors = this.#factors;
    const scale = known === 0 ? 0 : 1 / Math.sqrt(known);
    let used = 0;
    for (let column = 0; column < COLUMNS; column++) {
      const coefficient = coefficients[column] as number;
      if (coefficient === 0) continue;
      columns[used] = column;
      factors[used++] = coefficient * (this.#steps[column] as number) * scale;
    }
    // The last four are filled up with a column that adds nothing.
    factors.fill(0, used, used + 3);
    out.fill(0, 0, known);
    for (let from = 0; from < used; from += 4) this.#addContributions(from, out);
  }

  /** Four columns at once, in their order. */
  #addContributions(from: number, out: Float64Array): void {
    const { known } = this;
    const bytes = this.#bytes;
    const picked = this.#picked;
    const columns = this.#columns;
    const factors = this.#factors;
    const a = columns[from] as number;
    const b = columns[from + 1] as number;
    const c = columns[from + 2] as number;
    const d = columns[from + 3] as number;
    const e = factors[from] as number;
    const f = factors[from + 1] as number;
    const g = factors[from + 2] as number;
    const h = factors[from + 3] as number;
    for (let at = 0; at < known; at = (at + 1) | 0) {
      const row = (picked[at] as number) << 2;
      let sum = out[at] as number;
      sum += ((bytes[row | a] as number) ^ -128) * e;
      sum += ((bytes[row | b] as number) ^ -128) * f;
      sum += ((bytes[row | c] as number) ^ -128) * g;
      sum += ((bytes[row | d] as number) ^ -128) * h;
      out[at] = sum;
    }
  }
}
