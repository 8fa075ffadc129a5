import { parseExactJson } from '../core/exact-json.ts';
import type { ImportRow } from '../core/import/import-row.ts';
import { openBytes } from './decode.ts';
import { decodeRecords } from './encoding.ts';
import { readRecords } from './json-records.ts';

/**
 * Rows of a JSON file: one on each line, numbered by it, or the elements of one list, in the order they stand in. Each
 * is refused by name where it is no JSON object: `undecodable`, `bad-json`, `not-an-object`, `line-too-long` (4 MB).
 */
export async function* readJsonl(source: AsyncIterable<Buffer>): AsyncGenerator<ImportRow> {
  let row = 0;
  const { bytes, marked } = openBytes(source);
  const piecesOf = (line: Buffer | null) => (line === null ? [] : [line]);
  for await (const { item: line, texts } of decodeRecords(readRecords(bytes), piecesOf, marked)) {
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
