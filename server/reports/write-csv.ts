import { guardFormula } from '../core/import/own-export.ts';
import type { ExportRow } from '../core/mention/export-row.ts';
import { EXPORT_COLUMNS } from './export-cells.ts';

/** The CSV file, piece by piece: UTF-8 with BOM so that Excel reads Chinese, CRLF, formulas disarmed. */
export async function* csvLines(
  rows: AsyncIterable<ExportRow> | Iterable<ExportRow>,
): AsyncGenerator<string> {
  yield `\ufeff${csvLine(EXPORT_COLUMNS.map((column) => column.name))}`;
  for await (const row of rows) yield csvLine(EXPORT_COLUMNS.map((column) => column.cell(row)));
}

export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(quote).join(',')}\r\n`;
}

function quote(cell: string | number | null): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = guardFormula(cell);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
