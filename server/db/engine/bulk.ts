import { CompiledQuery, sql } from 'kysely';
import type { Db } from '../database.ts';
import type { Database } from '../schema/schema.ts';
import { chunks } from './chunks.ts';
import { copyLines } from './copy-in.ts';
import { engineOf } from './engine.ts';

/** Rows in one statement; a full one is always the same text, so it is built and prepared once. */
const ROWS = 64;
/** On PostgreSQL a statement has one array for each column, however many rows there are. */
const POSTGRES_ROWS = 1_000;
/** Lines copied at once: some megabytes. */
const COPIED_ROWS = 10_000;

type Value = string | number | Uint8Array | null;

interface Rows {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Value[])[];
  readonly ending: string;
}

const texts = new Map<string, string>();

function namesOf(columns: readonly string[]): string {
  return columns.map((column) => `"${column}"`).join(', ');
}

function textOf(table: string, columns: readonly string[], rows: number, ending: string): string {
  const key = `${table}|${rows}|${ending}|${columns.length}`;
  const known = texts.get(key);
  if (known !== undefined) return known;
  const row = `(${columns.map(() => '?').join(', ')})`;
  const values = Array(rows).fill(row).join(', ');
  const text = `insert into "${table}" (${namesOf(columns)}) values ${values} ${ending}`;
  texts.set(key, text);
  return text;
}

/**
 * Inserts many rows. The query builder takes longer to build such a statement than the engine to run it, and
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
  if (rows.length === 0) return;
  if (engineOf(db) === 'postgres') {
    const all = { table, columns, rows, ending };
    return ending === '' ? copyRows(db, all) : insertArrays(db, all);
  }
  for (const part of chunks(rows, ROWS)) {
    await db.executeQuery(CompiledQuery.raw(textOf(table, columns, part.length, ending), part.flat()));
  }
}

/** Rows that are new for certain are copied, which costs half of any insert. */
async function copyRows(db: Db, { table, columns, rows }: Rows): Promise<void> {
  const text = `copy "${table}" (${namesOf(columns)}) from stdin`;
  for (const part of chunks(rows, COPIED_ROWS)) {
    await db.executeQuery(CompiledQuery.raw(text, [copyLines(part)]));
  }
}

async function insertArrays(db: Db, { table, columns, rows, ending }: Rows): Promise<void> {
  const types = await typesOf(db, table);
  const arrays = columns.map((column, at) => `$${at + 1}::${types.get(column)}[]`).join(', ');
  const text = `insert into "${table}" (${namesOf(columns)}) select * from unnest(${arrays}) ${ending}`;
  for (const part of chunks(rows, POSTGRES_ROWS)) {
    const values = columns.map((_, at) => part.map((row) => row[at]));
    await db.executeQuery(CompiledQuery.raw(text, values));
  }
}

const types = new Map<string, ReadonlyMap<string, string>>();

/** The types of a table's columns, asked once: a migration is over before anything is stored. */
async function typesOf(db: Db, table: string): Promise<ReadonlyMap<string, string>> {
  const known = types.get(table);
  if (known !== undefined) return known;
  const answer = await sql<{ name: string; type: string }>`
    select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
    where attrelid = to_regclass(${table}) and attnum > 0 and not attisdropped`.execute(db);
  const found = new Map(answer.rows.map(({ name, type }) => [name, type]));
  if (found.size > 0) types.set(table, found);
  return found;
}
