import { readFileSync } from 'node:fs';
import { SEVERITIES, type Severity } from '../../core/reading/analysis.ts';
import type { Reading } from '../reading.ts';
import { FEATURE_LIMIT, type Features } from './features.ts';
import { GRAVE_COLUMNS, type GraveWeights, type Platt, unpackGrave } from './grave-pack.ts';
import { addLanes, BIAS, FLUSH, LANES } from './lanes.ts';
import { RowStore, STORED_COLUMNS } from './row-store.ts';

/** A category that some stretch of a text tells of, by the words that say it most. Offsets are into the reading. */
export interface GraveFinding {
  readonly category: Severity;
  /** 0..1 */
  readonly p: number;
  readonly start: number;
  readonly end: number;
}

export interface GraveView {
  /** That anything grave is told at all, 0..1. */
  readonly anything: number;
  /** Those that are likely enough to be told, in the order of the categories. */
  readonly found: readonly GraveFinding[];
  /** Listed words of which it was taught how they are used in earnest and in jest. */
  readonly taught: ReadonlySet<string>;
}

export interface GraveModel {
  /** Eight hexadecimal digits of the file. */
  readonly mark: string;
  /** @param features those of the reading, as `featuresOf` left them */
  read(features: Features, reading: Reading): GraveView;
}

const SHIPPED = new URL('./grave.bin', import.meta.url);
/** Sentences are taken together up to this many characters: an event is often told in two short ones. */
const STRETCH = 30;
/** Of four told so two or three are right; of what nobody put in listed words, half is found. */
const TOLD = 0.4;

/** Loads the shipped model of grave events, or another. It belongs to one thread. */
export function loadGraveModel(file: Uint8Array = readFileSync(SHIPPED)): GraveModel {
  const { weights, mark } = unpackGrave(file);
  const table = new GraveTable(weights);
  const taught = new Set(weights.taught);
  return {
    mark,
    read(features, reading) {
      const stretches = stretchesOf(reading);
      table.sum(features, stretches);
      const best = SEVERITIES.map((_, column) => table.best(column, stretches.length));
      const found = best.flatMap(({ logit, stretch }, column): GraveFinding[] => {
        const p = chance(weights.category, logit);
        if (p < TOLD) return [];
        return [
          {
            category: SEVERITIES[column] as Severity,
            p,
            ...table.wordOf(column, stretch, features, reading.text),
          },
        ];
      });
      const { logit } = table.best(SEVERITIES.length, stretches.length);
      return { anything: chance(weights.anything, logit), found, taught };
    },
  };
}

function chance({ slope, shift }: Platt, logit: number): number {
  return 1 / (1 + Math.exp(-(slope * logit + shift)));
}

/** Where each stretch of sentences ends. */
function stretchesOf({ clauses, text }: Reading): number[] {
  const ends: number[] = [];
  let from = 0;
  for (const { sentenceEnd } of clauses) {
    if (sentenceEnd >= FEATURE_LIMIT) break;
    if (sentenceEnd - from < STRETCH) continue;
    ends.push(sentenceEnd);
    from = sentenceEnd;
  }
  const rest = Math.min(text.length, FEATURE_LIMIT) - from;
  // A short remainder goes with what is before it.
  if (ends.length > 0 && rest < STRETCH / 2) ends.pop();
  ends.push(Math.min(text.length, FEATURE_LIMIT));
  return ends;
}

const MARK = /[^\p{L}\p{N}]/u;
const MOST_STRETCHES = Math.ceil(FEATURE_LIMIT / STRETCH) + 1;
const MOST = FEATURE_LIMIT * 10;

class GraveTable {
  readonly #weights: GraveWeights;
  readonly #rows: RowStore;
  readonly #bytes: Int8Array;
  /** By stretch and column. */
  readonly #sums = new Int32Array(MOST_STRETCHES * GRAVE_COLUMNS);
  readonly #known = new Int32Array(MOST_STRETCHES);
  /** By place in the text. */
  readonly #stretchAt = new Uint8Array(FEATURE_LIMIT + 1);
  /** Hashes of the features by stretch, and where those of each begin. */
  readonly #hashes = new Uint32Array(MOST);
  readonly #from = new Int32Array(MOST_STRETCHES + 1);
  readonly #picked = new Int32Array(MOST);
  readonly #which = new Int32Array(MOST);

  constructor(weights: GraveWeights) {
    this.#weights = weights;
    this.#rows = new RowStore(weights.keys, widened(weights), MOST);
    this.#bytes = new Int8Array(this.#rows.words.buffer);
  }

  /** Sums the rows of the distinct features of each stretch. */
  sum(features: Features, stretches: readonly number[]): void {
    this.#sort(features, stretches);
    for (let stretch = 0; stretch < stretches.length; stretch++) {
      const hashes = this.#hashes.subarray(this.#from[stretch], this.#from[stretch + 1]);
      const known = this.#rows.pick(hashes, hashes.length, this.#picked, this.#which);
      this.#known[stretch] = known;
      this.#add(known, stretch * GRAVE_COLUMNS);
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

  /** Sums the rows last picked, as the table of the other model does. */
  #add(known: number, to: number): void {
    const { words } = this.#rows;
    const picked = this.#picked;
    const sums = this.#sums.fill(0, to, to + GRAVE_COLUMNS);
    for (let from = 0; from < known; from += FLUSH) {
      const end = Math.min(known, from + FLUSH);
      let [a, b, c, d] = [0, 0, 0, 0];
      let [w, x, y, z] = [0, 0, 0, 0];
      for (let at = from; at < end; at = (at + 1) | 0) {
        const row = picked[at] as number;
        const one = words[row] as number;
        const two = words[row | 1] as number;
        const three = words[row | 2] as number;
        const four = words[row | 3] as number;
        a = (a + one) | 0;
        b = (b + two) | 0;
        c = (c + three) | 0;
        d = (d + four) | 0;
        w = (w + ((one >>> 8) & LANES)) | 0;
        x = (x + ((two >>> 8) & LANES)) | 0;
        y = (y + ((three >>> 8) & LANES)) | 0;
        z = (z + ((four >>> 8) & LANES)) | 0;
      }
      addLanes(a, w, end - from, sums, to);
      addLanes(b, x, end - from, sums, to + 4);
      addLanes(c, y, end - from, sums, to + 8);
      addLanes(d, z, end - from, sums, to + 12);
    }
  }

  #weight(row: number, column: number): number {
    return (this.#bytes[(row << 2) | column] as number) ^ -BIAS;
  }

  /** The stretch that says most for a column. */
  best(column: number, stretches: number): { readonly logit: number; readonly stretch: number } {
    const [step, bias] = [this.#weights.steps[column] as number, this.#weights.bias[column] as number];
    let best = { logit: Number.NEGATIVE_INFINITY, stretch: 0 };
    for (let stretch = 0; stretch < stretches; stretch++) {
      const known = this.#known[stretch] as number;
      const sum = this.#sums[stretch * GRAVE_COLUMNS + column] as number;
      const logit = known === 0 ? bias : (sum * step) / Math.sqrt(known) + bias;
      if (logit > best.logit) best = { logit, stretch };
    }
    return best;
  }

  /** The word or two of a stretch that weigh most for a column. */
  wordOf(column: number, stretch: number, { hashes, starts, ends, count }: Features, text: string) {
    let [most, start, end] = [Number.NEGATIVE_INFINITY, 0, 0];
    for (let i = 0; i < count; i++) {
      const [from, to] = [starts[i] as number, ends[i] as number];
      if (to - from < 2 || this.#stretchAt[from] !== stretch) continue;
      const row = this.#rows.find(hashes[i] as number);
      const weight = row < 0 ? 0 : this.#weight(row, column);
      if (weight < most || (weight === most && to - from <= end - start)) continue;
      if (!MARK.test(text.slice(from, to))) [most, start, end] = [weight, from, to];
    }
    return { start, end };
  }
}

/** Rows as wide as they are stored. */
function widened({ keys, rows }: GraveWeights): Int8Array {
  const wide = new Int8Array(keys.length * STORED_COLUMNS);
  for (let row = 0; row < keys.length; row++) {
    const own = rows.subarray(row * GRAVE_COLUMNS, (row + 1) * GRAVE_COLUMNS);
    wide.set(own, row * STORED_COLUMNS);
  }
  return wide;
}
