import type { Readable } from 'node:stream';
import type ExcelJS from 'exceljs';
import { AppError } from '../core/errors.ts';
import { tellApart } from '../core/import/column-names.ts';
import type { ImportRow } from '../core/import/import-row.ts';
import type { SheetChoice } from '../core/import/inbox.ts';
import { CHINA_OFFSET } from '../core/time.ts';
import { createBreather } from '../core/turn.ts';
import { belowHeader } from './below-header.ts';
import { boundUnpacked, type UnpackedBounds } from './bound-unpacked.ts';
import { chosenSheet } from './choose-sheet.ts';
import type { ReadingFile } from './sniff-file.ts';
import { MAX_COLUMNS, tooWide } from './table-width.ts';

export interface XlsxOptions {
  readonly bounds?: UnpackedBounds;
  readonly lost?: ReadingFile['lost'];
  onSheets?(choice: SheetChoice): void;
}

/**
 * Rows of one sheet of an XLSX file (`chosenSheet`), read as a stream; only its table of shared strings is held in
 * memory. The first row that is not empty names the columns (`tellApart`), or the one below a title; numbers are those of
 * the sheet.
 * @throws AppError('bad_file') when it is no XLSX file, is cut off before the first row, names too many columns or
 * unpacks to too much; what `lost` says where the file's place hands out no more of it
 */
export async function* readXlsx(
  source: Readable,
  { bounds, lost = () => null, onSheets }: XlsxOptions = {},
): AsyncGenerator<ImportRow> {
  // Loaded only now: it would be a fifth of the server's start.
  const { default: excel } = await import('exceljs');
  const brokenOff = boundUnpacked(source, bounds);
  const reader = new excel.stream.xlsx.WorkbookReader(source, {
    worksheets: 'emit',
    sharedStrings: 'cache',
    hyperlinks: 'ignore',
    styles: 'cache',
    entries: 'emit',
  });
  let columns: readonly string[] | null = null;
  let last = 0;
  try {
    for await (const { row, cells } of belowHeader(
      filledRows(chosenSheet(reader, wordsOf, onSheets)),
      ({ cells: all }) => all.map(wordOf),
    )) {
      last = row.number;
      if (columns === null) columns = columnsIn(row, cells);
      else yield { row: row.number, cells: toCells(columns, cells) };
    }
    const fault = brokenOff();
    if (fault !== null) throw fault;
  } catch (error) {
    if (lost() !== null) throw lost();
    const fault = brokenOff() ?? error;
    if (fault instanceof AppError) throw fault;
    const why = fault instanceof Error ? fault.message : String(fault);
    if (last === 0) throw new AppError('bad_file', `this is no XLSX file, or it is damaged: ${why}`);
    yield { row: last + 1, reason: 'file-damaged', excerpt: why.slice(0, 200) };
  } finally {
    source.destroy();
  }
}

/** The chosen sheet's rows that hold anything where columns may be. */
async function* filledRows(sheets: ReturnType<typeof chosenSheet>) {
  const breathe = createBreather();
  for await (const sheet of sheets) {
    for await (const row of sheet) {
      await breathe();
      // Cells that are not there are not asked for: asking makes them.
      const cells = Array.from({ length: Math.min(row.cellCount, MAX_COLUMNS) }, (_, index) =>
        plainCell(row.findCell(index + 1)?.value),
      );
      if (cells.some((cell) => cell !== '' && cell !== null)) yield { row, cells };
    }
    return;
  }
}

/** No header that counts is longer. */
const MAX_NAMES = 300;

function wordsOf(row: ExcelJS.Row): readonly string[] {
  return Array.from({ length: Math.min(row.cellCount, MAX_NAMES) }, (_, index) =>
    wordOf(plainCell(row.findCell(index + 1)?.value)),
  );
}

/** @throws AppError('bad_file') for too many */
function columnsIn(row: ExcelJS.Row, cells: readonly unknown[]): readonly string[] {
  row.eachCell({ includeEmpty: false }, ({ value }, column) => {
    if (column > MAX_COLUMNS && wordOf(plainCell(value)) !== '') throw tooWide();
  });
  return tellApart(cells.map(wordOf));
}

const wordOf = (cell: unknown): string => String(cell ?? '').trim();

function toCells(columns: readonly string[], cells: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']));
}

/** What a cell shows: the result of a formula, the words of a link or of rich text. */
function plainCell(value: ExcelJS.CellValue): unknown {
  if (value === null || typeof value !== 'object') return value ?? '';
  // A spreadsheet has no zones: what it shows is China's clock, and exceljs takes it for UTC.
  if (value instanceof Date) return new Date(value.getTime() - CHINA_OFFSET);
  if ('richText' in value) return value.richText.map((part) => part.text).join('');
  if ('result' in value) return plainCell(value.result as ExcelJS.CellValue);
  if ('text' in value) return plainCell(value.text as ExcelJS.CellValue);
  return '';
}
