import type { ImportRow } from '../core/import-row.ts';
import { readCsvRecords } from './csv-records.ts';
import { asBytes, decode } from './decode.ts';

/**
 * Rows of a CSV file (comma, tab or semicolon; UTF-8 with or without BOM, UTF-16 with BOM, GBK, GB18030,
 * even mixed). The first row names the columns. A row that is broken or cannot be decoded is refused by
 * its number. `unclosed-quote`, `undecodable`, `too-many-cells`: the text probably holds an unquoted comma.
 */
export async function* readCsv(source: AsyncIterable<Buffer>): AsyncGenerator<ImportRow> {
  let columns: readonly string[] | null = null;
  for await (const record of readCsvRecords(asBytes(source))) {
    const refuse = (reason: string): ImportRow => ({
      row: record.number,
      reason,
      excerpt: (decodeCell(record.excerpt) ?? record.excerpt).slice(0, 200).toWellFormed(),
    });
    if (record.cells === null) {
      yield refuse('unclosed-quote');
      continue;
    }
    const cells = record.cells.map(decodeCell);
    if (cells.every((cell) => cell !== null && cell.trim() === '')) continue;
    if (cells.some((cell) => cell === null)) {
      yield refuse('undecodable');
      continue;
    }
    if (columns === null) columns = cells.map((cell) => cell?.trim() ?? '');
    else if (overflows(cells, columns.length)) yield refuse('too-many-cells');
    else yield { row: record.number, cells: toCells(columns, cells) };
  }
}

/** Latin-1 holds the bytes as they came; plain ASCII needs no second look. */
function decodeCell(bytes: string): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is the question
  return /^[\x00-\x7f]*$/.test(bytes) ? bytes : decode(Buffer.from(bytes, 'latin1'));
}

function overflows(cells: readonly (string | null)[], columns: number): boolean {
  return cells.length > columns && cells.slice(columns).some((cell) => cell !== null && cell.trim() !== '');
}

function toCells(columns: readonly string[], cells: readonly (string | null)[]): Record<string, unknown> {
  return Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']));
}
