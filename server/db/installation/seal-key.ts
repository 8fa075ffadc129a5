import type { Db, Tx } from '../database.ts';
import { getSetting, setSetting } from './settings.ts';

const KEY = 'seal-key';

/**
 * The key that seals links in messages, and by which a browser is known again at the login. It is asked for whenever it
 * is needed, so that a new one holds for every server and worker at once.
 * @param first of an installation that never changed it: the key of its author pseudonyms, as it was ever since
 */
export async function readSealKey(db: Db, first: Buffer): Promise<Buffer> {
  const kept = await getSetting(db, KEY);
  return kept === null ? first : Buffer.from(kept, 'hex');
}

/** From now on what was sealed before opens nothing. */
export function setSealKey(tx: Tx, key: Buffer): Promise<void> {
  return setSetting(tx, KEY, key.toString('hex'));
}
