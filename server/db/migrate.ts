import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { AppError } from '../core/errors.ts';
import type { Db } from './database.ts';
import { engineOf } from './engine/engine.ts';
import { hasTable } from './engine/has-table.ts';
import { FORMER_NAMES, renameFormer } from './former-migrations.ts';

const FOLDER = join(import.meta.dirname, 'migrations');

/**
 * The folder is the list: one file each, applied in the order of their names, never changed or undone. A new one takes a
 * number above all that are there; where branches met the other way round, the lower one is applied late.
 */
export async function knownMigrations(): Promise<readonly string[]> {
  const files = await readdir(FOLDER);
  return files
    .filter((file) => /^\d{4}-[a-z0-9-]+\.ts$/.test(file))
    .map((file) => file.replace(/\.ts$/, ''))
    .sort();
}

async function readMigrations(names: readonly string[]): Promise<Record<string, Migration>> {
  const found: Record<string, Migration> = {};
  for (const name of names) {
    const loaded: Migration = await import(pathToFileURL(join(FOLDER, `${name}.ts`)).href);
    found[name] = loaded;
  }
  return found;
}

/** Names of all tables of a database, whoever made them. */
export async function listTables(db: Db): Promise<readonly string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  return tables.map(({ name }) => name);
}

async function appliedMigrations(db: Db): Promise<readonly string[]> {
  if (!(await hasTable(db, 'kysely_migration'))) return [];
  const applied = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return applied.rows.map((row) => row.name);
}

const numberOf = (name: string): number => Number(/^\d+/.exec(name)?.[0] ?? Number.NaN);

/** Whether what made the database is newer, or only another one. */
function strangerFault(strange: readonly string[], known: readonly string[]): AppError {
  const highest = Math.max(...known.map(numberOf));
  const names = strange.join(', ');
  const message = strange.some((name) => numberOf(name) > highest)
    ? `the database was written by a newer version of tingchao (it knows ${names}): install that version, or restore an older backup`
    : `the database was written by another build of tingchao, with changes of its own (${names}): run that build, or restore a backup of a released one`;
  return new AppError('conflict', message, { unknown: strange });
}

/** What of this code's shape a database lacks, and what it has beyond it. */
async function compareMigrations(db: Db) {
  const known = await knownMigrations();
  const found = await appliedMigrations(db);
  const named = new Set(found.map((name) => FORMER_NAMES[name] ?? name));
  return {
    known,
    found,
    strange: found.filter((name) => !known.includes(FORMER_NAMES[name] ?? name)),
    missing: known.filter((name) => !named.has(name)),
  };
}

/** Migrations that a database waits for. */
export async function missingMigrations(db: Db): Promise<readonly string[]> {
  return (await compareMigrations(db)).missing;
}

/**
 * For whoever only reads a database, and so changes nothing of its shape.
 * @throws AppError('conflict') when it was made by an older or a newer version, or another build
 */
export async function demandLatest(db: Db): Promise<void> {
  const { known, strange, missing } = await compareMigrations(db);
  if (strange.length > 0) throw strangerFault(strange, known);
  if (missing.length === 0) return;
  throw new AppError(
    'conflict',
    'the database was written by an older version of tingchao: start the server, or run `tingchao migrate`',
    { missing },
  );
}

/**
 * Brings the database to the newest shape this code knows; doing it again changes nothing.
 * @returns the names of the migrations that were applied now
 * @throws AppError('conflict') when the database was made by a newer version or another build, before anything is
 * touched
 */
export async function migrateToLatest(db: Db): Promise<readonly string[]> {
  const { known, found, strange } = await compareMigrations(db);
  if (strange.length > 0) throw strangerFault(strange, known);
  const before = await renameFormer(db, found);
  // At most starts nothing is to be done: neither are the files read then, nor is a lock waited for.
  if (before.length === known.length) return [];
  const migrations = await readMigrations(known);
  const provider = { getMigrations: async () => migrations };
  const migrator = new Migrator({ db, provider, allowUnorderedMigrations: true });
  const { error, results } = await withoutForeignKeys(db, () => migrator.migrateToLatest());
  if (error !== undefined) {
    const failed = results?.find((result) => result.status === 'Error')?.migrationName ?? 'before the first';
    throw new AppError(
      'internal',
      `migration ${failed} failed: ${error instanceof Error ? error.message : error}`,
    );
  }
  return (results ?? [])
    .filter((result) => result.status === 'Success')
    .map((result) => result.migrationName);
}

/**
 * SQLite rebuilds a table by dropping the old one, and then takes along what belongs to its rows unless that is
 * switched off before the transaction begins. A migration that does so looks after its keys itself.
 */
async function withoutForeignKeys<T>(db: Db, work: () => Promise<T>): Promise<T> {
  if (engineOf(db) === 'postgres') return work();
  await sql`pragma foreign_keys = off`.execute(db);
  try {
    return await work();
  } finally {
    await sql`pragma foreign_keys = on`.execute(db);
  }
}
