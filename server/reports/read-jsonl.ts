import { parseExactJson } from '../core/exact-json.ts';
import type { ImportRow } from '../core/import/import-row.ts';
import { createBreather } from '../core/turn.ts';
import { openBytes } from './decode.ts';
import { decodeRecords } from './encoding.ts';

const MAX_LINE_BYTES = 4 * 1024 * 1024;
const LF = 0x0a;

/**
 * Rows of a JSON Lines file, numbered by line. Each is refused by name where it is no JSON object:
 * `undecodable`, `bad-json`, `not-an-object`, `line-too-long` (4 MB).
 */
export async function* readJsonl(source: AsyncIterable<Buffer>): AsyncGenerator<ImportRow> {
  let row = 0;
  const { bytes, marked } = openBytes(source);
  const piecesOf = (line: Buffer | null) => (line === null ? [] : [line]);
  for await (const { item: line, texts } of decodeRecords(readLines(bytes), piecesOf, marked)) {
    row += 1;
    if (line === null) {
      yield { row, reason: 'line-too-long', excerpt: '' };
      continue;
    }
    const text = texts[0] ?? null;
    if (text === null)
      yield { row, reason: 'undecodable', excerpt: line.subarray(0, 100).toString('latin1') };
    else if (text.trim() !== '') yield parseLine(row, text);
  }
}

function parseLine(row: number, text: string): ImportRow {
  let value: unknown;
  try {
    value = parseExactJson(text.replace(/^\ufeff/, ''));
  } catch {
    return { row, reason: 'bad-json', excerpt: text.slice(0, 200).toWellFormed() };
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return { row, cells: value as Record<string, unknown> };
  }
  return { row, reason: 'not-an-object', excerpt: text.slice(0, 200).toWellFormed() };
}

/** Lines as bytes; null in the place of one that is too long, whose bytes are never kept. */
async function* readLines(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer | null> {
  const breathe = createBreather();
  let parts: Buffer[] = [];
  let size = 0;
  const take = (): Buffer | null => {
    const line = size > MAX_LINE_BYTES ? null : Buffer.concat(parts);
    parts = [];
    size = 0;
    return line;
  };
  const add = (part: Buffer) => {
    size += part.length;
    if (size > MAX_LINE_BYTES) parts = [];
    else parts.push(part);
  };
  for await (const chunk of source) {
    let from = 0;
    for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, from)) {
      add(chunk.subarray(from, end));
      await breathe();
      yield take();
      from = end + 1;
    }
    if (from < chunk.length) add(chunk.subarray(from));
  }
  if (size > 0) yield take();
}
