import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Config } from './config.ts';
import { AppError } from './core/errors.ts';
import type { Db } from './db/database.ts';
import { demandServer } from './db/engine/connectivity.ts';
import { engineOf } from './db/engine/engine.ts';
import { hasTable } from './db/engine/has-table.ts';
import { takeLock } from './db/engine/lock.ts';
import { withLockTimeout } from './db/engine/lock-timeout.ts';
import { openDatabase } from './db/engine/open.ts';
import type { PostgresOptions } from './db/engine/open-postgres.ts';
import { makePartitions } from './db/engine/partitions.ts';
import { beingCopied } from './db/engine/users-lock.ts';
import { demandLatest, migrateToLatest, missingMigrations } from './db/migrate.ts';
import { demandStill } from './db/move/belongings.ts';
import { demandWhole } from './db/move/state.ts';

/** Where an installation is kept. */
export type Home = Pick<Config, 'dataFolder' | 'databaseUrl'>;

/** A PostgreSQL database, or the one file that holds an installation, beside its key of pseudonyms. */
export function placeOf({ dataFolder, databaseUrl }: Home): string {
  return databaseUrl ?? path.join(dataFolder, 'tingchao.db');
}

/** The same for people and logs: of an address its host, port and database, never who comes with which password. */
export function placeName(home: Home): string {
  if (home.databaseUrl === null) return placeOf(home);
  const { host, pathname } = new URL(home.databaseUrl);
  return `postgres://${host}${pathname}`;
}

/**
 * Makes this process the one that serves an installation; two would crawl and ring twice. Returns how to
 * let go. Throws AppError('bad_config') while another process serves it. Imports and exports beside a
 * server are fine and take no lock; nor does anybody on PostgreSQL, where any number may serve and work.
 */
export function serveAlone(home: Home): () => void {
  if (home.databaseUrl !== null) return () => {};
  makeFolder(home.dataFolder);
  const release = takeLock(path.join(home.dataFolder, 'serving.lock'));
  if (release) return release;
  throw new AppError(
    'bad_config',
    `TINGCHAO_DATA: another server works in ${home.dataFolder}; stop it first`,
  );
}

/** In the folder of an SQLite database that a move copies: held for as long as it does. */
const MOVING = 'moving.lock';

/** @returns lets go. @throws AppError('conflict') when another move copies from the folder */
export function holdFolder(folder: string): () => void {
  const release = takeLock(path.join(folder, MOVING));
  if (release === null) throw new AppError('conflict', `another move copies from ${folder}`);
  return release;
}

/** Whoever writes beside a server, an import say, must not do so beside a move. */
function demandUnmoved({ dataFolder, databaseUrl }: Home): void {
  const file = path.join(dataFolder, MOVING);
  if (databaseUrl !== null || !existsSync(file)) return;
  const release = takeLock(file);
  if (release === null) throw beingCopied();
  release();
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
 * Opens the installation for writing, made and migrated if need be; processes that do so at once take turns.
 * @throws AppError('bad_config') when the folder cannot be made, a move has not finished with the database or copies
 *   from it, or the server is too old or turns us away; AppError('no_database') when it cannot be reached
 */
export async function openInstallation(
  home: Home,
  options: Pick<PostgresOptions, 'connections' | 'answerMs' | 'onLoss'> = {},
): Promise<{ db: Db; applied: readonly string[] }> {
  if (home.databaseUrl === null) makeFolder(home.dataFolder);
  // A migration takes as long as it takes.
  const { answerMs, ...unbounded } = options;
  const db = openDatabase(placeOf(home), unbounded);
  try {
    await demandServer(db);
    await demandWhole(db);
    await demandStill(db);
    demandUnmoved(home);
    const applied = await migrateToLatest(db);
    if (engineOf(db) === 'sqlite') return { db, applied };
    await withLockTimeout(db, (tx) => makePartitions(tx, Date.now()));
    if (answerMs === undefined) return { db, applied };
    await db.destroy();
    return { db: openDatabase(placeOf(home), options), applied };
  } catch (fault) {
    await db.destroy();
    throw fault;
  }
}

/** A PostgreSQL database is found by another setting than a folder. */
function noInstallation(home: Home): AppError {
  const setting = home.databaseUrl === null ? 'TINGCHAO_DATA' : 'DATABASE_URL';
  return new AppError(
    'bad_file',
    `there is no installation at ${placeName(home)}; set ${setting} to where it is ("tingchao migrate" makes one)`,
  );
}

/** As it is, for reading only; null when there is none. Throws as `openInstallation` does. */
async function openFound(home: Home): Promise<Db | null> {
  if (home.databaseUrl === null && !existsSync(placeOf(home))) return null;
  const db = openDatabase(placeOf(home), { readonly: true });
  try {
    await demandServer(db);
    if (await hasTable(db, 'setting')) return db;
  } catch (fault) {
    await db.destroy();
    throw fault;
  }
  await db.destroy();
  return null;
}

/** Whether there is an installation already. Makes nothing. */
export async function isInstalled(home: Home): Promise<boolean> {
  const db = await openFound(home);
  await db?.destroy();
  return db !== null;
}

/**
 * Opens an installation that is there for writing, migrated if need be: for all that would report success on an empty
 * one made in the wrong place.
 * @throws AppError('bad_file') when there is none, before anything is made; AppError('bad_config') while a server works
 *   on a database of an older version, which it would be changed under; else as `openInstallation`
 */
export async function openExisting(home: Home): Promise<Db> {
  const found = await openFound(home);
  if (found === null) throw noInstallation(home);
  const missing = await missingMigrations(found).finally(() => found.destroy());
  if (missing.length > 0) serveAlone(home)();
  return (await openInstallation(home)).db;
}

/**
 * Opens the installation for reading only, as it is.
 * @throws AppError('bad_file') when there is none, AppError('conflict') when it is of another version; else as
 *   `openInstallation`
 */
export async function openToRead(home: Home): Promise<Db> {
  const db = await openFound(home);
  if (db === null) throw noInstallation(home);
  try {
    await demandLatest(db);
    return db;
  } catch (fault) {
    await db.destroy();
    throw fault;
  }
}
