import { createHash } from 'node:crypto';
import { AppError } from '../../core/errors.ts';
import type { Db, Tx } from '../database.ts';
import { getSetting, setSetting } from './settings.ts';

const KEY = 'author-key';
/** Tells keys apart without giving them away: kept also where the key itself is not. */
const MARK = 'author-key.mark';

function markOf(key: Buffer): string {
  return createHash('sha256').update('tingchao-mark:').update(key).digest('hex').slice(0, 32);
}

/**
 * The one key that all processes of an installation make author pseudonyms with, where they share nothing but
 * the database. A configured key is not stored, only its mark; without one the first to ask makes it, and it
 * is kept in the database.
 * @param configured null: whatever is kept
 * @throws AppError('bad_config') when it is another key than the one that pseudonyms were made with so far
 */
export async function shareHashKey(db: Db, configured: Buffer | null, fresh: () => Buffer): Promise<Buffer> {
  return db.transaction().execute(async (tx) => {
    const mark = await getSetting(tx, MARK);
    const key = configured ?? (await keptHashKey(tx));
    if (mark === null) return keep(tx, key ?? fresh(), configured === null);
    if (key !== null && markOf(key) === mark) return key;
    throw new AppError(
      'bad_config',
      configured === null
        ? "TINGCHAO_SECRET: is not set, but this database's author pseudonyms were made with one; set the same"
        : "TINGCHAO_SECRET: is another one than this database's author pseudonyms were made with; set that one, or unset it if none was set before",
    );
  });
}

/** The key as it is kept in the database; null where it is not. */
export async function keptHashKey(tx: Db): Promise<Buffer | null> {
  const kept = await getSetting(tx, KEY);
  return kept === null ? null : Buffer.from(kept, 'hex');
}

async function keep(tx: Tx, key: Buffer, whole: boolean): Promise<Buffer> {
  await setSetting(tx, MARK, markOf(key));
  if (whole) await setSetting(tx, KEY, key.toString('hex'));
  return key;
}
