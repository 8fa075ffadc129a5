import { createHash } from 'node:crypto';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { AppError } from '../../core/errors.ts';
import { COLUMNS } from './layout.ts';
import type { Weights } from './table.ts';

const MAGIC = 'TCM1';
const DIGEST = 16;

/**
 * The shipped file: magic, digest, then brotli over a JSON header, the keys as differences of their sorted
 * values (variable length) and the bytes of each column together. `settings` are the few numbers fitted on
 * top of the table. The same input gives the same bytes.
 */
export function packModel(weights: Weights, settings: unknown): Buffer {
  const header = Buffer.from(
    JSON.stringify({
      rows: weights.keys.length,
      hot: weights.hot,
      columns: COLUMNS,
      steps: Array.from(weights.steps),
      bias: Array.from(weights.bias),
      settings,
    }),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  const body = brotliCompressSync(
    Buffer.concat([length, header, packKeys(weights.keys, weights.hot), byColumn(weights.rows)]),
    {
      params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_LGWIN]: 24 },
    },
  );
  return Buffer.concat([Buffer.from(MAGIC), digest(body), body]);
}

export interface Unpacked {
  readonly weights: Weights;
  readonly settings: unknown;
  /** Eight hexadecimal digits that tell this model from others. */
  readonly mark: string;
}

/** Throws AppError('bad_config') when the file is no model, of another layout, or damaged. */
export function unpackModel(file: Uint8Array): Unpacked {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const body = bytes.subarray(MAGIC.length + DIGEST);
  const found = digest(body);
  if (
    bytes.subarray(0, MAGIC.length).toString() !== MAGIC ||
    !found.equals(bytes.subarray(MAGIC.length, MAGIC.length + DIGEST))
  ) {
    throw new AppError('bad_config', 'the language model file is damaged; fetch this version again');
  }
  const whole = brotliDecompressSync(body);
  const size = whole.readUInt32LE(0);
  const header = JSON.parse(whole.subarray(4, 4 + size).toString()) as {
    rows: number;
    hot: number;
    columns: number;
    steps: number[];
    bias: number[];
    settings: unknown;
  };
  if (header.columns !== COLUMNS) {
    throw new AppError('bad_config', 'the language model file is of another version; train it again');
  }
  const { keys, end } = unpackKeys(whole, 4 + size, header.rows, header.hot);
  const weights = {
    keys,
    hot: header.hot,
    rows: byRow(whole.subarray(end), header.rows),
    steps: Float32Array.from(header.steps),
    bias: Float32Array.from(header.bias),
  };
  return { weights, settings: header.settings, mark: found.toString('hex').slice(0, 8) };
}

function digest(body: Uint8Array): Buffer {
  return createHash('sha256').update(body).digest().subarray(0, DIGEST);
}

/** Two ascending runs: the hot keys, then the others. */
function packKeys(keys: Uint32Array, hot: number): Buffer {
  const out = Buffer.alloc(keys.length * 5);
  let size = 0;
  let before = 0;
  for (let row = 0; row < keys.length; row++) {
    const key = keys[row] as number;
    if (row === hot) before = 0;
    let difference = key - before;
    before = key;
    while (difference >= 128) {
      out[size++] = (difference % 128) + 128;
      difference = Math.floor(difference / 128);
    }
    out[size++] = difference;
  }
  return out.subarray(0, size);
}

function unpackKeys(
  bytes: Uint8Array,
  from: number,
  count: number,
  hot: number,
): { keys: Uint32Array; end: number } {
  const keys = new Uint32Array(count);
  let at = from;
  let before = 0;
  for (let row = 0; row < count; row++) {
    if (row === hot) before = 0;
    let difference = 0;
    let place = 1;
    for (;;) {
      const byte = bytes[at++] as number;
      difference += (byte & 127) * place;
      if (byte < 128) break;
      place *= 128;
    }
    before += difference;
    keys[row] = before;
  }
  return { keys, end: at };
}

function byColumn(rows: Int8Array): Uint8Array {
  const count = rows.length / COLUMNS;
  const out = new Int8Array(rows.length);
  for (let column = 0; column < COLUMNS; column++) {
    for (let row = 0; row < count; row++) out[column * count + row] = rows[row * COLUMNS + column] as number;
  }
  return new Uint8Array(out.buffer);
}

function byRow(columns: Uint8Array, count: number): Int8Array {
  const rows = new Int8Array(count * COLUMNS);
  for (let row = 0, at = 0; row < count; row++) {
    for (let place = row; place < columns.length; place += count) rows[at++] = columns[place] as number;
  }
  return rows;
}
