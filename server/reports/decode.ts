import { TextDecoder } from 'node:util';

const utf8 = new TextDecoder('utf-8', { fatal: true });
const gb18030 = new TextDecoder('gb18030', { fatal: true });

/**
 * Text of some bytes: UTF-8 where they are valid UTF-8, else GB18030 (which holds GBK and GB2312). Decided
 * piece by piece, because files pasted together from two programs mix both.
 * @returns null when they are neither
 */
export function decode(bytes: Uint8Array): string | null {
  for (const decoder of [utf8, gb18030]) {
    try {
      return decoder.decode(bytes);
    } catch {
      // Not this one.
    }
  }
  return null;
}

/** UTF-16, as some spreadsheets save "Unicode text", turned into UTF-8; everything else as it comes. */
export async function* asBytes(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let wide: TextDecoder | null | undefined;
  for await (const chunk of source) {
    if (chunk.length === 0) continue;
    if (wide === undefined) {
      const encoding = wideEncoding(chunk);
      wide = encoding === null ? null : new TextDecoder(encoding);
    }
    yield wide === null ? chunk : Buffer.from(wide.decode(chunk, { stream: true }));
  }
}

/** UTF-16 by its byte order mark; null for anything else. */
export function wideEncoding(start: Buffer): 'utf-16le' | 'utf-16be' | null {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  return start[0] === 0xfe && start[1] === 0xff ? 'utf-16be' : null;
}
