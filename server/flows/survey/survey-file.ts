import { createHash } from 'node:crypto';
import { AppError } from '../../core/errors.ts';
import { cellAt, columnsOf } from '../../core/import/import-mapping.ts';
import type { ImportRow } from '../../core/import/import-row.ts';
import type { Inbox } from '../../core/import/inbox.ts';
import { shortForm } from '../../core/short-form.ts';
import { type SurveyColumn, whyLeft } from '../../core/survey/guess-uses.ts';
import type { Db } from '../../db/database.ts';
import { demandFile } from '../import/receive-file.ts';

/** More answers are no survey of a service team, and are looked through whole. */
const MAX_ROWS = 50_000;
/** All are held at once. */
const MAX_CELLS = 5_000_000;
/** Rows by which columns are known. */
const LOOKED = 500;
const MAX_VALUE_LENGTH = 200;

/** A survey's file, read whole. */
export interface SurveyFile {
  readonly name: string;
  readonly rows: readonly ImportRow[];
  readonly columns: readonly SurveyColumn[];
  /** Of the rows, whatever the file is called, packed or encoded as. */
  readonly digest: string;
}

/** @throws AppError('not_found'), AppError('bad_file') where it cannot be read or holds too many rows or cells */
export async function readSurveyFile(
  { db, inbox }: { readonly db: Db; readonly inbox: Inbox },
  id: number,
): Promise<SurveyFile> {
  const { name } = await demandFile(db, id, 'survey');
  const rows: ImportRow[] = [];
  const hash = createHash('sha256');
  let cells = 0;
  for await (const row of inbox.read(id, name).rows) {
    if ('cells' in row) cells += Object.keys(row.cells).length;
    if (cells > MAX_CELLS)
      throw new AppError('bad_file', `${name} holds more than ${MAX_CELLS} cells`, { most: MAX_CELLS });
    if (rows.length >= MAX_ROWS)
      throw new AppError('bad_file', `${name} holds more than ${MAX_ROWS} rows`, { most: MAX_ROWS });
    rows.push(row);
    hash.update(JSON.stringify(row));
  }
  const looked = rows.slice(0, LOOKED);
  const columns = columnsOf(looked).map((column) => ({ name: column, values: valuesIn(looked, column) }));
  return { name, rows, columns, digest: hash.digest('base64url') };
}

function valuesIn(rows: readonly ImportRow[], column: string): readonly string[] {
  return rows.flatMap((row) => {
    const cell = 'cells' in row ? cellAt(row.cells, column) : undefined;
    return cell === undefined || cell === null || cell === '' ? [] : [shortForm(cell, MAX_VALUE_LENGTH)];
  });
}

/** Columns that identify who answered. */
export function personalColumns(columns: readonly SurveyColumn[]): ReadonlySet<string> {
  const telling = columns.filter(({ name, values }) => whyLeft(name, values) === 'personal');
  return new Set(telling.map(({ name }) => name));
}
