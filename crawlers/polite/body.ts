import { promisify } from 'node:util';
import { brotliDecompress, constants, gunzip, inflate, inflateRaw } from 'node:zlib';

export class BodyTooLarge extends Error {}
export class BodyMalformed extends Error {}

/**
 * Reads a body up to `limit` bytes and stops there.
 * @throws BodyTooLarge beyond the limit, unless `cut`: then the first `limit` bytes are the body
 */
export async function readBody(
  stream: AsyncIterable<Uint8Array>,
  limit: number,
  cut: boolean,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > limit && !cut) throw new BodyTooLarge(`more than ${limit} bytes`);
    if (size >= limit && cut) break;
  }
  return Buffer.concat(chunks).subarray(0, limit);
}

/** Passes chunks on and reports each, so that a body that breaks off is still accounted for. */
export async function* counted(
  stream: AsyncIterable<Uint8Array>,
  count: (chunk: Uint8Array) => void,
): AsyncIterable<Uint8Array> {
  for await (const chunk of stream) {
    count(chunk);
    yield chunk;
  }
}

interface Unpacking {
  readonly maxOutputLength: number;
  readonly finishFlush?: number;
}

const UNPACK: Readonly<Record<string, (bytes: Buffer, how: Unpacking) => Promise<Buffer>>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  br: promisify(brotliDecompress),
  // Some servers send bare deflate; a zlib stream starts with method 8 in its low nibble.
  deflate: (bytes, limit) => promisify(((bytes[0] ?? 0) & 0x0f) === 8 ? inflate : inflateRaw)(bytes, limit),
};

/** Nobody packs what is packed, but a bomb in layers costs its size at each of them. */
const MAX_LAYERS = 2;

/** The beginning of a file packed with gzip, as sitemaps are offered: its name says so, no header does. */
export function isGzip(body: Buffer): boolean {
  return body[0] === 0x1f && body[1] === 0x8b && body[2] === 8;
}

/** Makes an unpacker return what it has when its data ends early. */
const EARLY_END = { gzip: constants.Z_SYNC_FLUSH, br: constants.BROTLI_OPERATION_FLUSH } as const;

/**
 * Undoes Content-Encoding. The limit holds for the unpacked size, and unpacking stops there.
 * @param broken the data may end early: then what they unpack to is the body
 * @throws BodyTooLarge, or BodyMalformed for damaged data and encodings we never asked for
 */
export async function unpackBody(
  bytes: Buffer,
  encodings: string,
  limit: number,
  broken = false,
): Promise<Buffer> {
  let body = bytes;
  const names = encodings
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((each) => each !== '' && each !== 'identity');
  if (names.length > MAX_LAYERS) throw new BodyMalformed(`packed ${names.length} times`);
  for (const name of names.reverse()) {
    const unpack = UNPACK[name];
    if (unpack === undefined) throw new BodyMalformed(`content-encoding ${name}`);
    if (body.length === 0) return body;
    try {
      const early = broken && { finishFlush: name === 'br' ? EARLY_END.br : EARLY_END.gzip };
      body = await unpack(body, { maxOutputLength: limit, ...early });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      if (code === 'ERR_BUFFER_TOO_LARGE')
        throw new BodyTooLarge(`more than ${limit} bytes unpacked from ${bytes.length}`);
      throw new BodyMalformed(`damaged ${name} data (${String(code)})`);
    }
  }
  return body;
}
