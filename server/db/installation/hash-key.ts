import { createHash } from 'node:crypto';
import { sql } from 'kysely';
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
    const known = configured ?? (await keptHashKey(tx));
    const key = known ?? fresh();
    if (mark === null || (known === null && markOf(key) === mark)) return keep(tx, key, configured === null);
    if (markOf(key) === mark) return key;
    throw new AppError(
      'bad_config',
      configured === null
        ? "TINGCHAO_SECRET: is not set, but this database's author pseudonyms were made with one; set the same"
        : "TINGCHAO_SECRET: is another one than this database's author pseudonyms were made with; set that one, or unset it if none was set before",
    );
  });
}

/**
 * Where the key lies beside the database: it is the one that pseudonyms were made with so far, or none were made.
 * @throws AppError('bad_config') when it is another one
 */
export async function demandSameKey(db: Db, key: Buffer): Promise<void> {
  if ((await getSetting(db, MARK)) === markOf(key)) return;
  await db.transaction().execute(async (tx) => {
    const mark = await getSetting(tx, MARK);
    if (mark !== null && mark !== markOf(key) && (await hasAuthors(tx)))
      throw new AppError(
        'bad_config',
        "TINGCHAO_SECRET: is another one than this database's author pseudonyms were made with; set that one, or unset it if none was set before",
      );
    await setSetting(tx, MARK, markOf(key));
  });
}

/** Whether there are pseudonyms, so that their key must not be lost. */
export async function hasAuthors(db: Db): Promise<boolean> {
  const { rows } = await sql`select 1 from post where author is not null limit 1`.execute(db);
  return rows.length > 0;
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
