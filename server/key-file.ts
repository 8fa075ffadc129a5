import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Config } from './config.ts';
import { AppError } from './core/errors.ts';

export const KEY_BYTES = 32;
/** In the data folder. */
export const KEY_FILE = 'author-key';

/** The key of this machine where there is one already; null where none was made, or only in a database. */
export function keyAtHand({
  dataFolder,
  databaseUrl,
  secret,
}: Pick<Config, 'dataFolder' | 'databaseUrl' | 'secret'>): Buffer | null {
  const file = databaseUrl === null && existsSync(path.join(dataFolder, KEY_FILE));
  return configuredKey(secret) ?? (file ? keyInFolder(dataFolder) : null);
}

/** The key that a configured secret stands for. */
export function configuredKey(secret: string | null): Buffer | null {
  return secret === null ? null : createHash('sha256').update(`tingchao-author:${secret}`).digest();
}

/** The key in the data folder; made where there is none. */
export function keyInFolder(dataFolder: string, fresh: Buffer = randomBytes(KEY_BYTES)): Buffer<ArrayBuffer> {
  const file = path.join(dataFolder, KEY_FILE);
  if (!existsSync(file)) {
    try {
      writeFileSync(file, `${fresh.toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
    } catch (fault) {
      // Another process was first: its key is the one.
      if (!(fault instanceof Error && 'code' in fault && fault.code === 'EEXIST')) throw fault;
    }
  }
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
  if (key.length === KEY_BYTES) return key;
  throw new AppError(
    'bad_config',
    `${file} does not hold a key of ${KEY_BYTES} bytes in hex; restore it from a backup`,
  );
}
