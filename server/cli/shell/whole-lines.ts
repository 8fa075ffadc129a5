import type { Readable } from 'node:stream';

const LF = 0x0a;
const BOM = [0xef, 0xbb, 0xbf];
/** Of a line beyond this only so much is kept: memory must not grow with what somebody sends. */
const MAX_LINE_BYTES = 16 * 1024 * 1024;

/**
 * The bytes of a stream, cut after line ends: each piece is as many whole lines as have arrived, the last
 * may lack its line end. A byte order mark at the start is dropped. Nothing is decoded or copied that need
 * not be.
 */
export async function* wholeLines(input: Readable): AsyncGenerator<Uint8Array> {
  let rest: Buffer[] = [];
  let size = 0;
  let first = true;
  const keep = (part: Buffer) => {
    const room = MAX_LINE_BYTES - size;
    if (part.length === 0 || room <= 0) return;
    rest.push(part.subarray(0, room));
    size += Math.min(part.length, room);
  };
  const take = (): Buffer => {
    const piece = rest.length === 1 && rest[0] ? rest[0] : Buffer.concat(rest);
    rest = [];
    size = 0;
    if (!first) return piece;
    first = false;
    return BOM.every((byte, at) => piece[at] === byte) ? piece.subarray(BOM.length) : piece;
  };
  for await (const chunk of input) {
    const bytes: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
    const end = bytes.lastIndexOf(LF) + 1;
    if (end > 0) {
      // The line that was too long ends here: what is kept of it gets its line end back.
      const open = size >= MAX_LINE_BYTES ? bytes.indexOf(LF) : 0;
      rest.push(bytes.subarray(open, end));
      yield take();
    }
    keep(bytes.subarray(end));
  }
  if (size > 0) yield take();
}
