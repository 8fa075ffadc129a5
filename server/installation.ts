import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Config } from './config.ts';
import { AppError } from './core/errors.ts';
import type { Db } from './db/database.ts';
import { takeLock } from './db/lock.ts';
import { migrateToLatest } from './db/migrate.ts';
import { openDatabase } from './db/open.ts';

/** The one file that holds an installation, beside its key of pseudonyms. */
export function databaseFile(config: Pick<Config, 'dataFolder'>): string {
  return path.join(config.dataFolder, 'tingchao.db');
}

/**
 * Makes this process the one that serves an installation; two would crawl and ring twice. Returns how to
 * let go. Throws AppError('bad_config') while another process serves it. Imports and exports beside a
 * server are fine and take no lock.
 */
export function serveAlone(config: Pick<Config, 'dataFolder'>): () => void {
  makeFolder(config.dataFolder);
  const release = takeLock(path.join(config.dataFolder, 'serving.lock'));
  if (release) return release;
  throw new AppError(
    'bad_config',
    `TINGCHAO_DATA: another server works in ${config.dataFolder}; stop it first`,
  );
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (fault) {
    const reason = fault instanceof Error ? fault.message : String(fault);
    throw new AppError('bad_config', `TINGCHAO_DATA: the folder ${folder} cannot be made: ${reason}`);
  }
}

/**
 * Opens the installation for writing, made and migrated if need be. One writer per thread: two would
 * wait for each other for ever. Throws AppError('bad_config') when the folder cannot be made.
 */
export async function openInstallation(config: Config): Promise<{ db: Db; applied: readonly string[] }> {
  makeFolder(config.dataFolder);
  const db = openDatabase(databaseFile(config));
  try {
    return { db, applied: await migrateToLatest(db) };
  } catch (fault) {
    await db.destroy();
    throw fault;
  }
}
