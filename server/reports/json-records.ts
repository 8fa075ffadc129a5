import { LISTS } from '../core/import/push.ts';
import { createBreather } from '../core/turn.ts';

const MAX_RECORD_BYTES = 4 * 1024 * 1024;
/** Enough to see what a file begins with. */
const BEGINNING = 1_024;
const LF = 0x0a;
const [QUOTE, COMMA, BACKSLASH] = [0x22, 0x2c, 0x5c];
const [OPENING, CLOSING] = [new Set([0x5b, 0x7b]), new Set([0x5d, 0x7d])];
/** A list, or an object that begins with one under a name that vendors give it. */
const LIST = new RegExp(String.raw`^\uFEFF?\s*(?:\[|\{\s*"(?:${LISTS.join('|')})"\s*:\s*\[\s*\{)`);

/**
 * What a JSON file holds, piece by piece as bytes: the elements of its one list, else its lines. Null in the place of a
 * piece that is too long, whose bytes are never kept.
 */
export async function* readRecords(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer | null> {
  const chunks = source[Symbol.asyncIterator]();
  const begun: Buffer[] = [];
  for (let size = 0; size < BEGINNING; ) {
    const next = await chunks.next();
    if (next.done === true) break;
    begun.push(next.value);
    size += next.value.length;
  }
  const whole = resumed(begun, chunks);
  const isList = LIST.test(Buffer.concat(begun).toString('utf8', 0, BEGINNING));
  yield* isList ? readElements(whole) : readLines(whole);
}

async function* resumed(begun: readonly Buffer[], rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield* begun;
  try {
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

/** Puts a record together from the parts that it comes in. */
function createCollector() {
  let parts: Buffer[] = [];
  let size = 0;
  return {
    add(part: Buffer): void {
      size += part.length;
      if (size > MAX_RECORD_BYTES) parts = [];
      else parts.push(part);
    },
    isEmpty: () => size === 0,
    take(): Buffer | null {
      const record = size > MAX_RECORD_BYTES ? null : Buffer.concat(parts);
      parts = [];
      size = 0;
      return record;
    },
  };
}

async function* readLines(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer | null> {
  const breathe = createBreather();
  const line = createCollector();
  for await (const chunk of source) {
    let from = 0;
    for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, from)) {
      line.add(chunk.subarray(from, end));
      await breathe();
      yield line.take();
      from = end + 1;
    }
    if (from < chunk.length) line.add(chunk.subarray(from));
  }
  if (!line.isEmpty()) yield line.take();
}

/** What stands between the commas of the first list of a text, and nothing after its end. */
async function* readElements(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer | null> {
  const breathe = createBreather();
  const element = createCollector();
  const isPart = createScanner();
  for await (const chunk of source) {
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const place = isPart(chunk[at] ?? 0);
      if (place === 'inside') continue;
      if (place !== 'before') element.add(chunk.subarray(from, at));
      from = at + 1;
      if (place === 'before') continue;
      await breathe();
      const record = element.take();
      // An empty list has no element, and a comma at its end begins none.
      if (record === null || record.some((byte) => byte > 0x20)) yield record;
      if (place === 'end') return;
    }
    element.add(chunk.subarray(from));
  }
  if (!element.isEmpty()) yield element.take();
}

/** Says of each byte in turn whether it stands before the list, inside of an element, between two, or at the list's end. */
function createScanner(): (byte: number) => 'before' | 'inside' | 'between' | 'end' {
  let depth = 0;
  let inText = false;
  let escaped = false;
  return (byte) => {
    if (depth === 0) {
      if (byte === 0x5b) depth = 1;
      return 'before';
    }
    if (inText) {
      if (escaped) escaped = false;
      else if (byte === BACKSLASH) escaped = true;
      else if (byte === QUOTE) inText = false;
      return 'inside';
    }
    if (byte === QUOTE) inText = true;
    else if (OPENING.has(byte)) depth += 1;
    else if (CLOSING.has(byte)) depth -= 1;
    if (depth === 0) return 'end';
    return byte === COMMA && depth === 1 ? 'between' : 'inside';
  };
}
