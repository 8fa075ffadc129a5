import { AppError } from '../../core/errors.ts';
import { COLUMNS } from './layout.ts';
import { bytesOf, keysOf, sealTables, turn, unsealTables } from './packing.ts';
import type { Weights } from './table.ts';

const MAGIC = 'TCM2';

interface Header {
  readonly rows: number;
  readonly hot: number;
  readonly columns: number;
  readonly steps: readonly number[];
  readonly bias: readonly number[];
  readonly settings: unknown;
}

/** The shipped file. `settings` are the few numbers fitted on top of the table. The same input gives the same bytes. */
export function packModel({ keys, hot, rows, steps, bias }: Weights, settings: unknown): Buffer {
  const header: Header = {
    rows: keys.length,
    hot,
    columns: COLUMNS,
    steps: Array.from(steps),
    bias: Array.from(bias),
    settings,
  };
  return sealTables(MAGIC, header, [bytesOf(keys), turn(rows, keys.length, COLUMNS)]);
}

export interface Unpacked {
  readonly weights: Weights;
  readonly settings: unknown;
  /** Eight hexadecimal digits that tell this model from others. */
  readonly mark: string;
}

/** Throws AppError('bad_config') when the file is no model, of another layout, or damaged. */
export function unpackModel(file: Uint8Array): Unpacked {
  const { header, tables, mark } = unsealTables<Header>(MAGIC, file, 'language model');
  const { rows, hot, columns, steps, bias, settings } = header;
  if (columns !== COLUMNS) {
    throw new AppError('bad_config', 'the language model file is of another version; train it again');
  }
  const keys = keysOf(tables.subarray(0, rows * 4), rows);
  const weights = {
    keys,
    hot,
    rows: new Int8Array(turn(tables.subarray(rows * 4), COLUMNS, rows).buffer),
    steps: Float32Array.from(steps),
    bias: Float32Array.from(bias),
  };
  return { weights, settings, mark };
}
