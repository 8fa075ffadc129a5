import { readFileSync } from 'node:fs';
import { SEVERITIES, type Severity } from '../../core/reading/analysis.ts';
import type { Reading } from '../reading.ts';
import { FEATURE_LIMIT, type Features } from './features.ts';
import { GRAVE_COLUMNS, type GraveWeights, type Platt, unpackGrave } from './grave-pack.ts';
import { RowIndex } from './row-index.ts';

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
      return { anything: chance(weights.anything, logit), found };
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

class GraveTable {
  readonly #weights: GraveWeights;
  readonly #index: RowIndex;
  /** By stretch and column. */
  readonly #sums = new Int32Array(MOST_STRETCHES * GRAVE_COLUMNS);
  readonly #known = new Int32Array(MOST_STRETCHES);
  /** By row: the stretch, of all ever read, in which it was last met. */
  readonly #met: Float64Array;
  readonly #stretchAt = new Uint8Array(FEATURE_LIMIT + 1);
  #read = 0;

  constructor(weights: GraveWeights) {
    this.#weights = weights;
    this.#index = new RowIndex(weights.keys);
    this.#met = new Float64Array(weights.keys.length);
  }

  /** Sums the rows of the distinct features of each stretch. */
  sum({ hashes, starts, ends, count }: Features, stretches: readonly number[]): void {
    const { rows } = this.#weights;
    this.#begin(stretches);
    for (let i = 0; i < count; i++) {
      // What stands for the text as a whole stands in no stretch.
      if (ends[i] === 0) continue;
      const row = this.#index.find(hashes[i] as number);
      if (row < 0) continue;
      const stretch = this.#stretchAt[starts[i] as number] as number;
      const stamp = this.#read + stretch + 1;
      if (this.#met[row] === stamp) continue;
      this.#met[row] = stamp;
      this.#known[stretch] = (this.#known[stretch] as number) + 1;
      const [from, to] = [row * GRAVE_COLUMNS, stretch * GRAVE_COLUMNS];
      for (let column = 0; column < GRAVE_COLUMNS; column++) {
        this.#sums[to + column] = (this.#sums[to + column] as number) + (rows[from + column] as number);
      }
    }
    this.#read += stretches.length;
  }

  #begin(stretches: readonly number[]): void {
    this.#sums.fill(0, 0, stretches.length * GRAVE_COLUMNS);
    this.#known.fill(0, 0, stretches.length);
    let from = 0;
    stretches.forEach((end, stretch) => {
      this.#stretchAt.fill(stretch, from, end);
      from = end;
    });
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
      if (to - from < 2 || this.#stretchAt[from] !== stretch || MARK.test(text.slice(from, to))) continue;
      const row = this.#index.find(hashes[i] as number);
      const weight = row < 0 ? 0 : (this.#weights.rows[row * GRAVE_COLUMNS + column] as number);
      if (weight > most || (weight === most && to - from > end - start))
        [most, start, end] = [weight, from, to];
    }
    return { start, end };
  }
}
