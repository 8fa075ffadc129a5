import { MAX_PARTS } from '../post-parts.ts';
import { FEATURE_LIMIT, type Features } from './features.ts';
import { BIAS, sumRows } from './lanes.ts';
import { biasedWords, RowStore, STORED_COLUMNS } from './row-store.ts';
import type { SentenceWeights } from './sentence-pack.ts';
import { STRETCH } from './stretches.ts';

const MARK = /[^\p{L}\p{N}]/u;
const MAX_STRETCHES = Math.ceil(FEATURE_LIMIT / STRETCH) + MAX_PARTS;
const MAX_FEATURES = FEATURE_LIMIT * 10;

/** A question and what was answered: the stretch that says most for it. */
export interface Best {
  readonly logit: number;
  readonly stretch: number;
}

interface Column {
  readonly step: number;
  readonly bias: number;
  readonly bank: number;
  /** Its place in the rows of its bank, and that of the column that counts the known features of its model. */
  readonly at: number;
  readonly counter: number;
}

/**
 * Models of sentences, summed together for every stretch of a text. What each knows of a feature lies in one row; what a
 * row does not hold lies in that of a second bank, at the same place, so that a feature is looked up once. A column of
 * ones for each model tells how many of its own features were met.
 */
export class StretchTable {
  readonly #columns: readonly Column[];
  readonly #rows: RowStore;
  /** By bank; those of the first are the rows' own. */
  readonly #words: readonly Int32Array[];
  readonly #bytes: readonly Int8Array[];
  /** By bank; of each by stretch and column. */
  readonly #sums: readonly Int32Array[];
  /** By place in the text. */
  readonly #stretchAt = new Uint8Array(FEATURE_LIMIT + 1);
  /** Hashes of the features by stretch, and where those of each begin. */
  readonly #hashes = new Uint32Array(MAX_FEATURES);
  readonly #from = new Int32Array(MAX_STRETCHES + 1);
  readonly #picked = new Int32Array(MAX_FEATURES);
  readonly #which = new Int32Array(MAX_FEATURES);
  #stretches = 0;

  /** Columns are numbered through all models. Throws RangeError when one has more than a row holds. */
  constructor(models: readonly SentenceWeights[]) {
    const banks = shelve(models);
    const keys = models.map((model) => model.keys).reduce(union);
    const [first = new Int8Array(), ...more] = banks.map((bank) => sideBySide(bank, keys));
    this.#columns = banks.flatMap(columnsOf);
    this.#rows = new RowStore(keys, first, MAX_FEATURES);
    this.#words = [this.#rows.words, ...more.map((rows) => biasedWords(rows, keys.length))];
    this.#bytes = this.#words.map(({ buffer }) => new Int8Array(buffer));
    this.#sums = banks.map(() => new Int32Array(MAX_STRETCHES * STORED_COLUMNS));
  }

  /** Sums the rows of the distinct features of each stretch. @param ends where each stretch ends */
  sum(features: Features, ends: readonly number[]): void {
    this.#stretches = ends.length;
    this.#sort(features, ends);
    for (let stretch = 0; stretch < ends.length; stretch++) {
      const hashes = this.#hashes.subarray(this.#from[stretch], this.#from[stretch + 1]);
      const known = this.#rows.pick(hashes, hashes.length, this.#picked, this.#which);
      for (let bank = 0; bank < this.#words.length; bank++) {
        const [words, sums] = [this.#words[bank] as Int32Array, this.#sums[bank] as Int32Array];
        sumRows(words, this.#picked, known, sums, stretch * STORED_COLUMNS);
      }
    }
  }

  /** Puts the hashes of each stretch together. What stands for the text as a whole stands in none. */
  #sort({ hashes, starts, ends, count }: Features, stretches: readonly number[]): void {
    const stretchAt = this.#stretchAt;
    const next = this.#from;
    let begin = 0;
    stretches.forEach((end, stretch) => {
      stretchAt.fill(stretch, begin, end);
      begin = end;
    });
    // The mark of the end stands behind the last character.
    stretchAt[begin] = stretches.length - 1;
    next.fill(0, 0, stretches.length + 1);
    for (let i = 0; i < count; i = (i + 1) | 0) {
      if (ends[i] === 0) continue;
      const stretch = stretchAt[starts[i] as number] as number;
      next[stretch] = (next[stretch] as number) + 1;
    }
    let from = 0;
    for (let stretch = 0; stretch <= stretches.length; stretch++) {
      const size = next[stretch] as number;
      next[stretch] = from;
      from += size;
    }
    for (let i = 0; i < count; i = (i + 1) | 0) {
      if (ends[i] === 0) continue;
      const stretch = stretchAt[starts[i] as number] as number;
      const at = next[stretch] as number;
      this.#hashes[at] = hashes[i] as number;
      next[stretch] = at + 1;
    }
    // Each has moved on to where the next one begins.
    next.copyWithin(1, 0, stretches.length);
    next[0] = 0;
  }

  /**
   * The stretch of the text last summed that says most for a column.
   * @param among by stretch, whether it is asked; all are where none is given
   */
  best(column: number, among: readonly boolean[] | null = null): Best {
    let best = { logit: Number.NEGATIVE_INFINITY, stretch: 0 };
    for (let stretch = 0; stretch < this.#stretches; stretch++) {
      if (among !== null && among[stretch] !== true) continue;
      const logit = this.logit(column, stretch);
      if (logit > best.logit) best = { logit, stretch };
    }
    return best;
  }

  /** What a stretch of the text last summed says for a column. */
  logit(column: number, stretch: number): number {
    const { step, bias, bank, at, counter } = this.#columns[column] as Column;
    const from = stretch * STORED_COLUMNS;
    const sums = this.#sums[bank] as Int32Array;
    const known = sums[from + counter] as number;
    return known === 0 ? bias : ((sums[from + at] as number) * step) / Math.sqrt(known) + bias;
  }

  /** The word or two of a stretch that weigh most for a column. */
  wordOf(column: number, stretch: number, { hashes, starts, ends, count }: Features, text: string) {
    const { bank, at } = this.#columns[column] as Column;
    const bytes = this.#bytes[bank] as Int8Array;
    let [most, start, end] = [Number.NEGATIVE_INFINITY, 0, 0];
    for (let i = 0; i < count; i++) {
      const [from, to] = [starts[i] as number, ends[i] as number];
      if (to - from < 2 || this.#stretchAt[from] !== stretch) continue;
      const row = this.#rows.find(hashes[i] as number);
      const weight = row < 0 ? 0 : (bytes[(row << 2) | at] as number) ^ -BIAS;
      if (weight < most || (weight === most && to - from <= end - start)) continue;
      if (!MARK.test(text.slice(from, to))) [most, start, end] = [weight, from, to];
    }
    return { start, end };
  }
}

/** Models that share rows, in their order: as many as fit. */
function shelve(models: readonly SentenceWeights[]): readonly (readonly SentenceWeights[])[] {
  const shelves: SentenceWeights[][] = [];
  let free = 0;
  for (const model of models) {
    const wanted = model.steps.length + 1;
    if (wanted > STORED_COLUMNS) throw new RangeError('too many columns');
    if (wanted > free) {
      shelves.push([]);
      free = STORED_COLUMNS;
    }
    shelves.at(-1)?.push(model);
    free -= wanted;
  }
  return shelves;
}

function columnsOf(models: readonly SentenceWeights[], bank: number): Column[] {
  const count = countOf(models);
  const columns = models.flatMap(({ steps, bias }, model) =>
    steps.map((step, at) => ({ step, bias: bias[at] as number, bank, counter: count + model })),
  );
  return columns.map((column, at) => ({ ...column, at }));
}

function countOf(models: readonly SentenceWeights[]): number {
  return models.reduce((sum, { steps }) => sum + steps.length, 0);
}

/** A row for each of the keys, as wide as rows are stored. The keys of each model ascend, and so do those of all. */
function sideBySide(models: readonly SentenceWeights[], keys: Uint32Array): Int8Array {
  const rows = new Int8Array(keys.length * STORED_COLUMNS);
  const columns = countOf(models);
  let first = 0;
  models.forEach(({ keys: own, rows: bytes, steps }, model) => {
    for (let row = 0, at = 0; row < own.length; row++) {
      while (keys[at] !== own[row]) at++;
      const to = at * STORED_COLUMNS;
      for (let column = 0; column < steps.length; column++)
        rows[to + first + column] = bytes[row * steps.length + column] as number;
      rows[to + columns + model] = 1;
    }
    first += steps.length;
  });
  return rows;
}

/** What stands in either of two ascending lists. */
function union(one: Uint32Array, other: Uint32Array): Uint32Array {
  const all = new Uint32Array(one.length + other.length);
  all.set(one);
  all.set(other, one.length);
  all.sort();
  let kept = 0;
  for (let at = 0; at < all.length; at++) {
    if (at === 0 || all[at] !== all[kept - 1]) all[kept++] = all[at] as number;
  }
  return all.slice(0, kept);
}
