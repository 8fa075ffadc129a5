import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../../config.ts';
import { AppError } from '../../core/errors.ts';
import { findDamage } from '../../db/engine/copy-file.ts';
import { openDatabase } from '../../db/engine/open.ts';
import { listTables } from '../../db/migrate.ts';
import { openInstallation, placeOf } from '../../installation.ts';
import { settle } from './backup-shelf.ts';

/** What a data folder holds of an installation; the lock of its server stays. */
const OURS = /^(tingchao\.db(-wal|-shm)?|author-key|inbox)$/;

/**
 * Puts a backup in the place of what a data folder holds. It is copied into the folder and checked there first; what
 * was there is moved aside within the folder, which may be a volume of its own, and removed by nobody.
 * @param stamp names what is moved aside: `before-STAMP`
 * @returns where it lies; null when the folder held no installation
 * @throws AppError('bad_file') for a damaged backup or a database of something else, AppError('conflict') for one of a
 *   newer version
 */
export async function restoreFolder(config: Config, backup: string, stamp: string): Promise<string | null> {
  const { dataFolder } = config;
  const part = path.join(dataFolder, `restoring-${stamp}`);
  try {
    await cp(backup, part, { recursive: true, errorOnExist: true });
    await check({ ...config, dataFolder: part }, backup);
    await settle(part);
  } catch (fault) {
    await rm(part, { recursive: true, force: true });
    throw fault;
  }
  const old = (await readdir(dataFolder)).filter((name) => OURS.test(name));
  const aside = path.join(dataFolder, `before-${stamp}`);
  if (old.length > 0) await mkdir(aside, { mode: 0o700 });
  for (const name of old) await rename(path.join(dataFolder, name), path.join(aside, name));
  for (const name of await readdir(part)) await rename(path.join(part, name), path.join(dataFolder, name));
  await rmdir(part);
  await settle(placeOf(config));
  return old.length > 0 ? aside : null;
}

/** Whether a folder looks like a backup of an installation on SQLite, or is one. */
export function isInstallation(folder: string): boolean {
  return existsSync(placeOf({ dataFolder: folder, databaseUrl: null }));
}

/** What every installation has had from its first version on. */
const ALWAYS = ['kysely_migration', 'watch', 'post', 'mention', 'analysis'];

/** Before anything is brought up to this version, which would make an installation of any database, an empty one too. */
async function check(config: Config, backup: string): Promise<void> {
  const copy = openDatabase(placeOf(config), { readonly: true });
  try {
    const damage = await findDamage(copy);
    if (damage !== null) throw new AppError('bad_file', `the backup is damaged: ${damage}`);
    const tables = await listTables(copy);
    const missing = ALWAYS.filter((name) => !tables.includes(name));
    if (missing.length > 0) {
      const words = `the database in ${backup} is none of tingchao: it has no table ${missing.join(', ')}`;
      throw new AppError('bad_file', words);
    }
  } finally {
    await copy.destroy();
  }
  const { db } = await openInstallation(config);
  await db.destroy();
}
