import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Config } from './config.ts';
import { AppError } from './core/errors.ts';
import type { Db } from './db/database.ts';
import { migrateToLatest } from './db/migrate.ts';
import { openDatabase } from './db/open.ts';

/** The one file that holds an installation, beside its key of pseudonyms. */
export function databaseFile(config: Pick<Config, 'dataFolder'>): string {
  return path.join(config.dataFolder, 'tingchao.db');
}

/**
 * Opens the installation for writing, made and migrated if need be. One writer per thread: two would
 * wait for each other for ever. Throws AppError('bad_config') when the folder cannot be made.
 */
export async function openInstallation(config: Config): Promise<{ db: Db; applied: readonly string[] }> {
  try {
    mkdirSync(config.dataFolder, { recursive: true, mode: 0o700 });
  } catch (fault) {
    const reason = fault instanceof Error ? fault.message : String(fault);
    throw new AppError(
      'bad_config',
      `TINGCHAO_DATA: the folder ${config.dataFolder} cannot be made: ${reason}`,
    );
  }
  const db = openDatabase(databaseFile(config));
  try {
    return { db, applied: await migrateToLatest(db) };
  } catch (fault) {
    await db.destroy();
    throw fault;
  }
}
