import { FEATURE_LIMIT, type Features } from './features.ts';
import { KeyFilter, KeyIndex } from './key-index.ts';
import { COLUMNS } from './layout.ts';

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

const WORDS = COLUMNS / 4;
const BIAS = 0x8080_8080 | 0;
const LANES = 0x00ff_00ff;
/** As many bytes as a 16-bit lane takes without a carry. */
const FLUSH = 256;
const SEEN = 1 << 14;

/**
 * The weights, ready to be summed. Where a text finds its features in memory is what costs: the few thousand
 * features that most of a text is made of lie together, and a filter of bits turns most unknown ones away from
 * the large rest. Four bytes are summed at once in two lanes of a word. Sums are of whole numbers, hence the
 * same on every machine.
 */
export class WeightTable {
  readonly sums = new Int32Array(COLUMNS);
  /** Logit of every column for the text last summed: sum / √known, and the bias. */
  readonly logits = new Float64Array(COLUMNS);
  /** Distinct known features of the text last summed. */
  known = 0;
  readonly #steps: Float64Array;
  readonly #bias: Float64Array;
  readonly #hot: KeyIndex;
  readonly #cold: KeyIndex;
  readonly #filter: KeyFilter;
  /** Rows with 128 added to every byte. */
  readonly #words: Int32Array;
  readonly #bytes: Int8Array;
  readonly #lanes = new Int32Array(WORDS * 2);
  /** Hash and round of the features met in this text. */
  readonly #seen = new Int32Array(SEEN * 2);
  #round = 0;
  /** First word of the row of each distinct known feature, and which feature of the text it is. */
  readonly #picked = new Int32Array(FEATURE_LIMIT * 10);
  readonly #which = new Int32Array(FEATURE_LIMIT * 10);

  constructor({ keys, hot, rows, steps, bias }: Weights) {
    this.#steps = Float64Array.from(steps);
    this.#bias = Float64Array.from(bias);
    this.#hot = new KeyIndex(keys, 0, hot);
    this.#cold = new KeyIndex(keys, hot, keys.length);
    this.#filter = new KeyFilter(keys.subarray(hot));
    this.#words = new Int32Array(rows.slice().buffer);
    this.#bytes = new Int8Array(this.#words.buffer);
    for (let at = 0; at < this.#words.length; at++) this.#words[at] = (this.#words[at] as number) ^ BIAS;
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

  /**
   * What each known feature of the text last summed adds to Σ coefficient × logit: calls `take` with the
   * number of the feature in the text and its contribution. Columns whose coefficient is 0 cost nothing.
   */
  contributions(coefficients: ArrayLike<number>, take: (feature: number, value: number) => void): void {
    const columns: number[] = [];
    const factors: number[] = [];
    const scale = this.known === 0 ? 0 : 1 / Math.sqrt(this.known);
    for (let column = 0; column < COLUMNS; column++) {
      const coefficient = coefficients[column] as number;
      if (coefficient === 0) continue;
      columns.push(column);
      factors.push(coefficient * (this.#steps[column] as number) * scale);
    }
    for (let at = 0; at < this.known; at++) {
      const from = (this.#picked[at] as number) * 4;
      let sum = 0;
      for (let k = 0; k < columns.length; k++) {
        sum += ((this.#bytes[from + (columns[k] as number)] as number) ^ -128) * (factors[k] as number);
      }
      take(this.#which[at] as number, sum);
    }
  }

  /** Notes the row of every distinct known feature. */
  #pick({ hashes, count }: Features): number {
    const round = this.#nextRound();
    let known = 0;
    for (let feature = 0; feature < count; feature++) {
      const key = (hashes[feature] as number) | 0;
      let row = this.#hot.find(key);
      if (row < 0 && this.#filter.mayHold(key)) row = this.#cold.find(key);
      if (row < 0 || this.#met(key, round)) continue;
      this.#picked[known] = row * WORDS;
      this.#which[known++] = feature;
    }
    return known;
  }

  /** Whether the text held this feature before; a text has fewer features than the table has places. */
  #met(key: number, round: number): boolean {
    const seen = this.#seen;
    let at = ((key >>> 7) & (SEEN - 1)) * 2;
    while (seen[at + 1] === round) {
      if (seen[at] === key) return true;
      at = (at + 2) & (SEEN * 2 - 1);
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
    const words = this.#words;
    const picked = this.#picked;
    const lanes = this.#lanes;
    for (let word = 0; word < WORDS; word++) {
      let even = 0;
      let odd = 0;
      for (let at = from; at < to; at++) {
        const four = words[(picked[at] as number) + word] as number;
        even += four & LANES;
        odd += (four >>> 8) & LANES;
      }
      lanes[word * 2] = even;
      lanes[word * 2 + 1] = odd;
    }
  }

  #flush(pending: number): void {
    const { sums } = this;
    const lanes = this.#lanes;
    const bias = 128 * pending;
    for (let word = 0; word < WORDS; word++) {
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
