import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { AppError } from '../core/errors.ts';
import type { Db } from './database.ts';

const FOLDER = join(import.meta.dirname, 'migrations');

/** The folder is the list: one file each, applied in the order of their names, never changed or undone. */
async function readMigrations(): Promise<Record<string, Migration>> {
  const files = (await readdir(FOLDER)).filter((file) => /^\d{4}-[a-z0-9-]+\.ts$/.test(file)).sort();
  const found: Record<string, Migration> = {};
  for (const file of files) {
    const loaded: Migration = await import(pathToFileURL(join(FOLDER, file)).href);
    found[file.replace(/\.ts$/, '')] = loaded;
  }
  return found;
}

/** Names of all tables of a database, whoever made them. */
export async function listTables(db: Db): Promise<readonly string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  return tables.map(({ name }) => name);
}

async function appliedMigrations(db: Db): Promise<readonly string[]> {
  if (!(await listTables(db)).includes('kysely_migration')) return [];
  const applied = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return applied.rows.map((row) => row.name);
}

/**
 * Brings the database to the newest shape this code knows; doing it again changes nothing.
 * @returns the names of the migrations that were applied now
 * @throws AppError('conflict') when the database was made by a newer version, before anything is touched
 */
export async function migrateToLatest(db: Db): Promise<readonly string[]> {
  const known = await readMigrations();
  const strange = (await appliedMigrations(db)).filter((name) => known[name] === undefined);
  if (strange.length > 0) {
    const names = strange.join(', ');
    throw new AppError(
      'conflict',
      `the database was written by a newer version of tingchao (it knows ${names}): install that version, or restore an older backup`,
      { unknown: strange },
    );
  }
  const migrator = new Migrator({ db, provider: { getMigrations: async () => known } });
  const { error, results } = await migrator.migrateToLatest();
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
