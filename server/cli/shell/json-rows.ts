import type { Readable } from 'node:stream';
import { wholeLines } from './whole-lines.ts';

/** A line of JSONL input: an object, or why it is none. Lines count from 1; blank ones are passed over. */
export type JsonRow =
  | { readonly line: number; readonly row: Readonly<Record<string, unknown>> }
  | { readonly line: number; readonly fault: string };

/** Objects of a stream of JSON lines, as many at once as each chunk completes. */
export async function* jsonRows(input: Readable): AsyncGenerator<readonly JsonRow[]> {
  const decoder = new TextDecoder('utf-8');
  let line = 0;
  for await (const piece of wholeLines(input)) {
    const texts = decoder.decode(piece).split('\n');
    if (texts.at(-1) === '') texts.pop();
    const rows: JsonRow[] = [];
    for (const text of texts) {
      line++;
      if (text.trim() !== '') rows.push(readRow(line, text));
    }
    yield rows;
  }
}

function readRow(line: number, text: string): JsonRow {
  try {
    const row: unknown = JSON.parse(text);
    if (typeof row === 'object' && row !== null && !Array.isArray(row)) {
      return { line, row: row as Readonly<Record<string, unknown>> };
    }
  } catch {
    // Told below, in words of ours.
  }
  return { line, fault: 'not a JSON object' };
}

/** The id of a row, as it is given back, or a fault: larger numbers would come back changed, two as one. */
export function idOf({
  id,
}: Readonly<Record<string, unknown>>): { readonly id: string | number } | { readonly fault: string } {
  if (typeof id === 'string' || (typeof id === 'number' && Number.isSafeInteger(id))) return { id };
  return { fault: '"id" must be a text or a whole number below 2^53' };
}
