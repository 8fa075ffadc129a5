import { tellApart } from '../core/import/column-names.ts';
import type { ImportRow } from '../core/import/import-row.ts';
import { belowHeader } from './below-header.ts';
import { type CsvRecord, readCsvRecords } from './csv-records.ts';
import { decodeAs, type Encoding, openBytes } from './decode.ts';
import { decodeRecords } from './encoding.ts';
import { tooWide } from './table-width.ts';

/** A record with its cells decoded; a cell that cannot be is null. */
interface Line {
  readonly record: CsvRecord;
  readonly cells: readonly (string | null)[] | null;
  readonly encoding: Encoding;
}

/**
 * Rows of a CSV file (comma, tab or semicolon; UTF-8 with or without BOM, UTF-16 with BOM, GBK, GB18030,
 * even mixed). The first row names the columns (`tellApart`), or the one below a title. A row that is broken or cannot
 * be decoded is refused by its number. `unclosed-quote`, `undecodable`, `too-many-cells`: the text probably
 * holds an unquoted comma.
 * @throws AppError('bad_file') where it names too many columns
 */
export async function* readCsv(source: AsyncIterable<Buffer>): AsyncGenerator<ImportRow> {
  let columns: readonly string[] | null = null;
  const lines = belowHeader(linesOf(source), ({ cells }) => (cells ?? []).map((cell) => cell ?? ''));
  for await (const { record, cells, encoding } of lines) {
    const refuse = (reason: string): ImportRow => ({
      row: record.number,
      reason,
      excerpt: (decodeAs(bytesOf(record.excerpt), encoding) ?? record.excerpt).slice(0, 200).toWellFormed(),
    });
    if (cells === null) yield refuse('unclosed-quote');
    else if (cells.some((cell) => cell === null)) yield refuse('undecodable');
    else if (columns === null) {
      if (record.isWider) throw tooWide();
      columns = tellApart(cells.map((cell) => cell?.trim() ?? ''));
    } else if (record.isWider || overflows(cells, columns.length)) yield refuse('too-many-cells');
    else yield { row: record.number, cells: toCells(columns, cells) };
  }
}

/** All but the blank ones. */
async function* linesOf(source: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  const { bytes, marked } = openBytes(source);
  const piecesOf = ({ cells, excerpt }: CsvRecord) => (cells ?? [excerpt]).map(bytesOf);
  for await (const { item: record, texts, encoding } of decodeRecords(
    readCsvRecords(bytes),
    piecesOf,
    marked,
  )) {
    const cells = record.cells === null ? null : texts;
    if (cells?.every((cell) => cell !== null && cell.trim() === '')) continue;
    yield { record, cells, encoding };
  }
}

/** Latin-1 holds the bytes as they came. */
function bytesOf(cell: string): Buffer {
  return Buffer.from(cell, 'latin1');
}

function overflows(cells: readonly (string | null)[], columns: number): boolean {
  return cells.length > columns && cells.slice(columns).some((cell) => cell !== null && cell.trim() !== '');
}

function toCells(columns: readonly string[], cells: readonly (string | null)[]): Record<string, unknown> {
  return Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']));
}
