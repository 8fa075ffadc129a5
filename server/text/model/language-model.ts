import { readFileSync } from 'node:fs';
import type { Prepared } from '../prepared.ts';
import { type Features, featuresOf } from './features.ts';
import { type Mixed, mix, type Opinions, opinionsOf, type Settings } from './mixture.ts';
import { unpackModel } from './pack.ts';
import { pullOf } from './pull.ts';
import { WeightTable } from './table.ts';

const SHIPPED = new URL('./model.bin', import.meta.url);

/** What the model says of one text; `features` and the table hold their state until the next text. */
export interface Read {
  readonly features: Features;
  readonly opinions: Opinions;
  readonly mixed: Mixed;
}

export interface LanguageModel {
  readonly table: WeightTable;
  /** Eight hexadecimal digits of the file. */
  readonly mark: string;
  read(prepared: Pick<Prepared, 'reading' | 'score'>): Read;
  /** How much each column pulled the text last read towards positive. */
  pull(read: Read): Float64Array;
}

/** Loads a model; the shipped one where no other is given. It belongs to one thread. */
export function loadLanguageModel(file: Uint8Array = readFileSync(SHIPPED)): LanguageModel {
  const { weights, settings, mark } = unpackModel(file);
  const table = new WeightTable(weights);
  const fitted = settings as Settings;
  return {
    table,
    mark,
    read({ reading, score }) {
      const features = featuresOf(reading, score);
      table.sum(features);
      const opinions = opinionsOf(table, score, fitted);
      return { features, opinions, mixed: mix(opinions, fitted) };
    },
    pull: ({ opinions, mixed }) => pullOf(opinions, mixed, fitted),
  };
}
