import { AppError } from '../../core/errors.ts';
import { bytesOf, keysOf, sealTables, turn, unsealTables } from './packing.ts';

/** Weights of questions that are asked of every stretch of a text, a column each. */
export interface SentenceWeights {
  /** Hashes of the known features, ascending. */
  readonly keys: Uint32Array;
  /** Rows of as many bytes as there are columns. */
  readonly rows: Int8Array;
  /** What one step of a byte is worth, and the bias, by column. */
  readonly steps: readonly number[];
  readonly bias: readonly number[];
}

/** Slope and shift that make the probability of a logit true. */
export interface Platt {
  readonly slope: number;
  readonly shift: number;
}

type Header = { readonly rows: number; readonly columns: number } & Omit<SentenceWeights, 'keys' | 'rows'>;

/** A file of such weights; `more` is kept beside them as JSON. */
export function packSentences(
  magic: string,
  { keys, rows, steps, bias }: SentenceWeights,
  more: Readonly<Record<string, unknown>>,
): Buffer {
  const columns = steps.length;
  const header: Header = { rows: keys.length, columns, steps, bias, ...more };
  return sealTables(magic, header, [bytesOf(keys), turn(rows, keys.length, columns)]);
}

/** Throws AppError('bad_config') when the file is no such model, of another layout, or damaged. */
export function unpackSentences<More>(
  magic: string,
  file: Uint8Array,
  what: string,
  columns: number,
): { readonly weights: SentenceWeights & More; readonly mark: string } {
  const { header, tables, mark } = unsealTables<Header & More>(magic, file, what);
  const count = header.rows;
  if (header.columns !== columns) {
    throw new AppError('bad_config', `the ${what} file is of another version; train it again`);
  }
  const keys = keysOf(tables.subarray(0, count * 4), count);
  const rows = new Int8Array(turn(tables.subarray(count * 4), columns, count));
  return { weights: { ...header, keys, rows }, mark };
}
