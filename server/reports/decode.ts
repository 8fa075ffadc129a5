import { TextDecoder } from 'node:util';

export type Encoding = 'utf-8' | 'gb18030';

const decoders: Readonly<Record<Encoding, TextDecoder>> = {
  'utf-8': new TextDecoder('utf-8', { fatal: true }),
  gb18030: new TextDecoder('gb18030', { fatal: true }),
};

/**
 * Text of some bytes: UTF-8 where they are valid UTF-8, else GB18030 (which holds GBK and GB2312). For what
 * is whole: of a short piece both may be valid (`decodeRecords`).
 * @returns null when they are neither
 */
export function decode(bytes: Uint8Array): string | null {
  return decodeAs(bytes, 'utf-8');
}

/** Text of some bytes in this encoding and no other; null when they are not in it. */
export function decodeStrictly(bytes: Uint8Array, encoding: Encoding): string | null {
  return tryDecode(bytes, encoding);
}

/** Text of some bytes, in the other encoding where they are not valid in the one given. */
export function decodeAs(bytes: Uint8Array, first: Encoding): string | null {
  const second = first === 'utf-8' ? 'gb18030' : 'utf-8';
  return tryDecode(bytes, first) ?? tryDecode(bytes, second);
}

export function isGb18030(bytes: Uint8Array): boolean {
  return tryDecode(bytes, 'gb18030') !== null;
}

function tryDecode(bytes: Uint8Array, encoding: Encoding): string | null {
  try {
    return decoders[encoding].decode(bytes);
  } catch {
    return null;
  }
}

const UTF8_BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** Bytes of a file and whether a byte order mark says that they are UTF-8, known once the first have come. */
export interface ByteSource {
  readonly bytes: AsyncIterable<Buffer>;
  marked(): boolean;
}

/** UTF-16, as some spreadsheets save "Unicode text", turned into UTF-8; everything else as it comes. */
export function openBytes(source: AsyncIterable<Buffer>): ByteSource {
  let marked = false;
  const read = async function* (): AsyncGenerator<Buffer> {
    let wide: TextDecoder | null | undefined;
    for await (const chunk of source) {
      if (chunk.length === 0) continue;
      if (wide === undefined) {
        const encoding = wideEncoding(chunk);
        wide = encoding === null ? null : new TextDecoder(encoding);
        marked = wide !== null || chunk.subarray(0, UTF8_BOM.length).equals(UTF8_BOM);
      }
      yield wide === null ? chunk : Buffer.from(wide.decode(chunk, { stream: true }));
    }
  };
  return { bytes: read(), marked: () => marked };
}

/** The bytes alone. */
export function asBytes(source: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  return openBytes(source).bytes;
}

/** UTF-16 by its byte order mark; null for anything else. */
export function wideEncoding(start: Buffer): 'utf-16le' | 'utf-16be' | null {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  return start[0] === 0xfe && start[1] === 0xff ? 'utf-16be' : null;
}
