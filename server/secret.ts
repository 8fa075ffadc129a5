import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Config } from './config.ts';
import { AppError } from './core/errors.ts';
import type { Db } from './db/database.ts';
import { engineOf } from './db/engine/engine.ts';
import { demandSameKey, hasAuthors, keptHashKey, shareHashKey } from './db/installation/hash-key.ts';
import { configuredKey, KEY_BYTES, KEY_FILE, keyAtHand, keyInFolder } from './key-file.ts';

/**
 * The 32-byte key that author pseudonyms are made with. A configured secret decides; otherwise it is made at
 * random once and kept: in the data folder, readable by its owner only, or on PostgreSQL, where processes on
 * other machines must find it, in the database. Whoever loses it can no longer tell that two posts have one
 * author. Throws AppError('bad_config') for a damaged key file, for another secret than so far, and where the key
 * of the pseudonyms that there are is gone.
 */
export async function loadHashKey(config: Pick<Config, 'dataFolder' | 'secret'>, db: Db): Promise<Buffer> {
  if (engineOf(db) === 'sqlite') {
    const key = keyAtHand({ ...config, databaseUrl: null }) ?? (await firstKey(config.dataFolder, db));
    await demandSameKey(db, key);
    return key;
  }
  return shareHashKey(db, configuredKey(config.secret), () => randomBytes(KEY_BYTES));
}

/** A lost key is reported, not replaced: with a fresh one every author would be somebody else from now on. */
async function firstKey(dataFolder: string, db: Db): Promise<Buffer> {
  if (!(await hasAuthors(db))) return keyInFolder(dataFolder);
  throw new AppError(
    'bad_config',
    `TINGCHAO_SECRET: is not set and there is no ${path.join(dataFolder, KEY_FILE)}, but this database's author pseudonyms were made with one of them; set the same secret, or restore that file from a backup`,
  );
}

/** The key that an installation's pseudonyms were made with, as far as it is known here. Nothing is made or written. */
export async function knownKey(
  config: Pick<Config, 'dataFolder' | 'secret'>,
  db: Db,
): Promise<Buffer | null> {
  return engineOf(db) === 'sqlite'
    ? keyAtHand({ ...config, databaseUrl: null })
    : (configuredKey(config.secret) ?? keptHashKey(db));
}

/**
 * Makes a key that of another installation, and keeps it there unless it is configured.
 * @throws AppError('bad_config') where there is another one already
 */
export async function handOverKey(
  key: Buffer,
  { dataFolder, secret }: Pick<Config, 'dataFolder' | 'secret'>,
  db: Db,
): Promise<void> {
  if (engineOf(db) === 'postgres') await shareHashKey(db, configuredKey(secret), () => key);
  else if (secret === null && !keyInFolder(dataFolder, key).equals(key)) {
    throw new AppError('bad_config', `${path.join(dataFolder, KEY_FILE)} holds another key: move it away`);
  }
}
