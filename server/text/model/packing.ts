import { createHash } from 'node:crypto';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { AppError } from '../../core/errors.ts';

const DIGEST = 16;
const MAGIC = 4;

/** A small model file: four letters, a digest, and brotli over a length, a JSON header and tables. */
export function sealTables(magic: string, header: unknown, tables: readonly Uint8Array[]): Buffer {
  const told = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(told.length);
  const body = brotliCompressSync(Buffer.concat([size, told, ...tables]), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 },
  });
  return Buffer.concat([Buffer.from(magic), digestOf(body), body]);
}

export interface Unsealed<Header> {
  readonly header: Header;
  readonly tables: Buffer;
  /** Eight hexadecimal digits that tell this model from others. */
  readonly mark: string;
}

/** Throws AppError('bad_config') when the file does not begin with `magic` or is damaged. */
export function unsealTables<Header>(magic: string, file: Uint8Array, what: string): Unsealed<Header> {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const body = bytes.subarray(MAGIC + DIGEST);
  const told = bytes.subarray(MAGIC, MAGIC + DIGEST);
  if (bytes.subarray(0, MAGIC).toString() !== magic || !digestOf(body).equals(told)) {
    throw new AppError('bad_config', `the ${what} file is damaged; fetch this version again`);
  }
  const whole = brotliDecompressSync(body);
  const at = 4 + whole.readUInt32LE(0);
  const header = JSON.parse(whole.subarray(4, at).toString()) as Header;
  return { header, tables: whole.subarray(at), mark: told.toString('hex').slice(0, 8) };
}

function digestOf(body: Uint8Array): Buffer {
  return createHash('sha256').update(body).digest().subarray(0, DIGEST);
}

/** Differences of ascending keys, the four bytes of all of them plane by plane: high bytes are mostly 0. */
export function bytesOf(keys: Uint32Array): Uint8Array {
  const out = new Uint8Array(keys.length * 4);
  keys.forEach((key, row) => {
    const difference = key - (row === 0 ? 0 : (keys[row - 1] as number));
    for (let plane = 0; plane < 4; plane++)
      out[plane * keys.length + row] = (difference >>> (plane * 8)) & 0xff;
  });
  return out;
}

export function keysOf(bytes: Uint8Array, rows: number): Uint32Array {
  const keys = new Uint32Array(rows);
  let before = 0;
  for (let row = 0; row < rows; row++) {
    let difference = 0;
    for (let plane = 3; plane >= 0; plane--)
      difference = difference * 256 + (bytes[plane * rows + row] as number);
    before += difference;
    keys[row] = before;
  }
  return keys;
}

/** A table of bytes by its other side first. */
export function turn(table: Int8Array | Uint8Array, rows: number, columns: number): Uint8Array {
  const out = new Uint8Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++)
      out[column * rows + row] = table[row * columns + column] as number;
  }
  return out;
}
