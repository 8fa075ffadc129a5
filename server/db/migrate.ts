import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { AppError } from '../core/errors.ts';
import type { Db } from './database.ts';
import { engineOf } from './engine/engine.ts';
import { hasTable } from './engine/has-table.ts';

const FOLDER = join(import.meta.dirname, 'migrations');

/** The folder is the list: one file each, applied in the order of their names, never changed or undone. */
async function knownMigrations(): Promise<readonly string[]> {
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

/**
 * Brings the database to the newest shape this code knows; doing it again changes nothing.
 * @returns the names of the migrations that were applied now
 * @throws AppError('conflict') when the database was made by a newer version, before anything is touched
 */
export async function migrateToLatest(db: Db): Promise<readonly string[]> {
  const known = await knownMigrations();
  const before = await appliedMigrations(db);
  const strange = before.filter((name) => !known.includes(name));
  if (strange.length > 0) {
    const names = strange.join(', ');
    throw new AppError(
      'conflict',
      `the database was written by a newer version of tingchao (it knows ${names}): install that version, or restore an older backup`,
      { unknown: strange },
    );
  }
  // At most starts nothing is to be done: neither are the files read then, nor is a lock waited for.
  if (before.length === known.length) return [];
  const migrations = await readMigrations(known);
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
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
 * SQLite makes a table anew by taking the old one away, and then takes along what belongs to its rows unless it is told
 * not to before the transaction begins. A migration that does so looks after its keys itself.
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
