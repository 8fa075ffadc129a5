import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AppError } from './core/errors.ts';

const BYTES = 32;
/** In the data folder. */
export const KEY_FILE = 'author-key';

/**
 * The 32-byte key that author pseudonyms are made with. A configured secret decides; otherwise it is
 * made at random once and kept in the data folder, readable by its owner only. Whoever loses it can no
 * longer tell that two posts have one author. Throws AppError('bad_config') for a damaged key file.
 */
export function loadHashKey(dataFolder: string, secret: string | null): Buffer {
  if (secret !== null) return createHash('sha256').update(`tingchao-author:${secret}`).digest();
  const file = path.join(dataFolder, KEY_FILE);
  if (!existsSync(file)) {
    try {
      writeFileSync(file, `${randomBytes(BYTES).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
    } catch (fault) {
      // Another process was first: its key is the one.
      if (!(fault instanceof Error && 'code' in fault && fault.code === 'EEXIST')) throw fault;
    }
  }
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
  if (key.length === BYTES) return key;
  throw new AppError(
    'bad_config',
    `${file} does not hold a key of ${BYTES} bytes in hex; restore it from a backup`,
  );
}
