import { AppError } from '../core/errors.ts';
import type { ImportRow } from '../core/import/import-row.ts';
import type { SheetChoice } from '../core/import/inbox.ts';
import { ownExportOf, unguardFormula } from '../core/import/own-export.ts';
import { readCsv } from './read-csv.ts';
import { readJsonl } from './read-jsonl.ts';
import { readXlsx } from './read-xlsx.ts';
import { type FilePlace, openSniffed } from './sniff-file.ts';

export interface RowsOptions {
  /** How people call the file, for faults; its path otherwise. */
  readonly name?: string;
  /** Handed what tells how many bytes of the file were read so far. */
  onOpen?(bytesRead: () => number): void;
  /** Told which sheet of a workbook is read, once it is chosen. */
  onSheets?(choice: SheetChoice): void;
}

/**
 * Rows of a file to import: CSV, XLSX or JSON Lines, each also packed with gzip. What it is, is read from
 * its first bytes, not from its name. Streams: memory stays flat on a million rows.
 * @throws AppError('bad_file') where there is no such file or it is none of these or its table
 * is too wide; what its place says when it cannot
 * hand out the rest: those rows are not damaged, they come later
 */
export async function* readRows(file: FilePlace, options: RowsOptions = {}): AsyncGenerator<ImportRow> {
  const { shape, source, bytesRead, lost } = await openSniffed(file, options.name);
  const { kind } = shape;
  options.onOpen?.(bytesRead);
  if (kind === 'xlsx')
    yield* readXlsx(source, { lost, ...(options.onSheets ? { onSheets: options.onSheets } : {}) });
  else yield* untilDamaged(kind === 'jsonl' ? readJsonl(source) : asWritten(readCsv(source)), lost);
}

/** Cells of a table of ours without what keeps a spreadsheet from running them. */
async function* asWritten(rows: AsyncIterable<ImportRow>): AsyncGenerator<ImportRow> {
  for await (const row of rows) {
    if ('cells' in row && ownExportOf(Object.keys(row.cells)) !== null) {
      const cells = Object.entries(row.cells).map(([name, cell]) => [
        name,
        typeof cell === 'string' ? unguardFormula(cell) : cell,
      ]);
      yield { row: row.row, cells: Object.fromEntries(cells) };
    } else yield row;
  }
}

/** A file that breaks off (a gzip cut short) loses what is missing, not what was read before. */
async function* untilDamaged(rows: AsyncIterable<ImportRow>, lost: () => unknown): AsyncGenerator<ImportRow> {
  let last = 0;
  try {
    for await (const row of rows) {
      last = row.row;
      yield row;
    }
  } catch (error) {
    if (lost() !== null) throw lost();
    if (error instanceof AppError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    yield { row: last + 1, reason: 'file-damaged', excerpt: why.slice(0, 200) };
  }
}
