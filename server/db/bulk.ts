import { CompiledQuery } from 'kysely';
import type { Db } from './database.ts';
import type { Database } from './schema.ts';

/** Rows in one statement; a full one is always the same text, so it is built and prepared once. */
const ROWS = 64;

type Value = string | number | Uint8Array | null;

const texts = new Map<string, string>();

function textOf(table: string, columns: readonly string[], rows: number, ending: string): string {
  const key = `${table}|${rows}|${ending}|${columns.length}`;
  const known = texts.get(key);
  if (known !== undefined) return known;
  const row = `(${columns.map(() => '?').join(', ')})`;
  const names = columns.map((column) => `"${column}"`).join(', ');
  const text = `insert into "${table}" (${names}) values ${Array(rows).fill(row).join(', ')} ${ending}`;
  texts.set(key, text);
  return text;
}

/**
 * Inserts many rows. The query builder takes longer to build such a statement than SQLite to run it, and
 * ingest is made of them; everything else goes through the builder.
 * @param columns the same ones, in the same order, in every call for a table
 * @param ending an `on conflict` clause, as SQL
 */
export async function bulkInsert<T extends keyof Database>(
  db: Db,
  table: T,
  columns: readonly (keyof Database[T] & string)[],
  rows: readonly (readonly Value[])[],
  ending = '',
): Promise<void> {
  await bulkInsertInto(db, table, columns, rows, ending);
}

/** As `bulkInsert`, for tables that the schema does not describe: virtual and temporary ones. */
export async function bulkInsertInto(
  db: Db,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly Value[])[],
  ending = '',
): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS) {
    const part = rows.slice(from, from + ROWS);
    await db.executeQuery(CompiledQuery.raw(textOf(table, columns, part.length, ending), part.flat()));
  }
}
