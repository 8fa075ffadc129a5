import { AppError } from '../../core/errors.ts';
import { SEVERITIES } from '../../core/reading/analysis.ts';
import { bytesOf, keysOf, sealTables, turn, unsealTables } from './packing.ts';

/** One column for each category, in their order, and last one for whether anything grave happened at all. */
export const GRAVE_COLUMNS = SEVERITIES.length + 1;

export interface GraveWeights {
  /** Hashes of the known features, ascending. */
  readonly keys: Uint32Array;
  /** Rows of GRAVE_COLUMNS bytes. */
  readonly rows: Int8Array;
  /** What one step of a byte is worth, and the bias, by column. */
  readonly steps: readonly number[];
  readonly bias: readonly number[];
  /** Platt's slope and shift of the logits of categories, and of the last column's. */
  readonly category: Platt;
  readonly anything: Platt;
  /** Listed words whose use in earnest and in jest was taught. */
  readonly taught: readonly string[];
}

export interface Platt {
  readonly slope: number;
  readonly shift: number;
}

const MAGIC = 'TCG2';

type Header = { readonly rows: number; readonly columns: number } & Omit<GraveWeights, 'keys' | 'rows'>;

export function packGrave({ keys, rows, ...fitted }: GraveWeights): Buffer {
  const header: Header = { rows: keys.length, columns: GRAVE_COLUMNS, ...fitted };
  return sealTables(MAGIC, header, [bytesOf(keys), turn(rows, keys.length, GRAVE_COLUMNS)]);
}

/** Throws AppError('bad_config') when the file is no such model, of another layout, or damaged. */
export function unpackGrave(file: Uint8Array): { readonly weights: GraveWeights; readonly mark: string } {
  const { header, tables, mark } = unsealTables<Header>(MAGIC, file, 'model of grave events');
  const { rows: count, columns, ...fitted } = header;
  if (columns !== GRAVE_COLUMNS) {
    throw new AppError('bad_config', 'the model file of grave events is of another version; train it again');
  }
  const keys = keysOf(tables.subarray(0, count * 4), count);
  const rows = new Int8Array(turn(tables.subarray(count * 4), columns, count));
  return { weights: { keys, rows, ...fitted }, mark };
}
