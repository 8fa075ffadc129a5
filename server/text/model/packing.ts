import { createHash } from 'node:crypto';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { AppError } from '../../core/errors.ts';

const DIGEST = 16;
const MAGIC = 4;

/** Zstandard is read several times faster than what is as small: every thread that reads waits for it. */
const SMALL = {
  [constants.ZSTD_c_compressionLevel]: 19,
  [constants.ZSTD_c_windowLog]: 25,
};
/** So many columns of a table are turned at a time: what is written then stays at hand. */
const BLOCK = 512;

/**
 * A model file: four letters, a digest, and Zstandard over a length, a JSON header and tables. The same input gives
 * the same bytes.
 */
export function sealTables(magic: string, header: unknown, tables: readonly Uint8Array[]): Buffer {
  const told = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(told.length);
  const body = zstdCompressSync(Buffer.concat([size, told, ...tables]), { params: SMALL });
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
  const whole = zstdDecompressSync(body);
  const at = 4 + whole.readUInt32LE(0);
  const header = JSON.parse(whole.subarray(4, at).toString()) as Header;
  return { header, tables: whole.subarray(at), mark: told.toString('hex').slice(0, 8) };
}

function digestOf(body: Uint8Array): Buffer {
  return createHash('sha256').update(body).digest().subarray(0, DIGEST);
}

/**
 * Differences of ascending keys, the four bytes of all of them plane by plane: high bytes are mostly 0. Keys may
 * begin anew, lower: a difference is one of 32-bit numbers.
 */
export function bytesOf(keys: Uint32Array): Uint8Array {
  const out = new Uint8Array(keys.length * 4);
  let before = 0;
  for (let row = 0; row < keys.length; row++) {
    const key = keys[row] as number;
    const difference = key - before;
    before = key;
    for (let plane = 0; plane < 4; plane++)
      out[plane * keys.length + row] = (difference >>> (plane * 8)) & 0xff;
  }
  return out;
}

export function keysOf(bytes: Uint8Array, rows: number): Uint32Array {
  const keys = new Uint32Array(rows);
  let before = 0;
  for (let row = 0; row < rows; row++) {
    let difference = 0;
    for (let plane = 3; plane >= 0; plane--)
      difference = (difference << 8) | (bytes[plane * rows + row] as number);
    before = (before + difference) >>> 0;
    keys[row] = before;
  }
  return keys;
}

/** A table of bytes by its other side first. */
export function turn(table: Int8Array | Uint8Array, rows: number, columns: number): Uint8Array {
  const out = new Uint8Array(rows * columns);
  for (let from = 0; from < columns; from += BLOCK) {
    const to = Math.min(columns, from + BLOCK);
    for (let row = 0; row < rows; row++) {
      for (let column = from; column < to; column++)
        out[column * rows + row] = table[row * columns + column] as number;
    }
  }
  return out;
}
