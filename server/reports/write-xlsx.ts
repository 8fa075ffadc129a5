import type { Writable } from 'node:stream';
import type { ExportRow } from '../core/mention/export-row.ts';
import { EXPORT_COLUMNS } from './export-cells.ts';

/** Characters a cell of a spreadsheet may hold. */
const MAX_CELL_LENGTH = 32_767;
/** Signs that XML 1.0, and so a spreadsheet, cannot hold. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the point
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/**
 * Writes an XLSX file as a stream. Cells are typed as text, so nothing in them is ever a formula.
 * @returns how many rows it has below its header
 */
export async function writeXlsx(
  rows: AsyncIterable<ExportRow> | Iterable<ExportRow>,
  out: Writable,
): Promise<number> {
  // Loaded only now: it would be a fifth of the server's start.
  const { default: ExcelJS } = await import('exceljs');
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({
    stream: out,
    useStyles: true,
    useSharedStrings: false,
  });
  const sheet = book.addWorksheet('提及', { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = EXPORT_COLUMNS.map(({ name, width }) => ({ header: name, width }));
  sheet.getRow(1).font = { bold: true };
  let count = 0;
  for await (const row of rows) {
    sheet.addRow(EXPORT_COLUMNS.map((column) => asCell(column.cell(row)))).commit();
    count += 1;
  }
  await book.commit();
  return count;
}

/** What a cell may hold: text without signs that would break the file, no longer than it may be. */
export function asCell(cell: string | number | null): string | number | null {
  if (typeof cell !== 'string') return cell;
  return cell.replace(NOT_XML, '').slice(0, MAX_CELL_LENGTH).toWellFormed();
}
