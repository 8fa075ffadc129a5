import type { Db } from '../database.ts';
import { chunks } from '../engine/chunks.ts';
import { engineOf } from '../engine/engine.ts';

const KEYS = 500;

/** Which of these addresses were fetched and kept in memory, or are the id of a stored post of the source. */
export async function findKnownAddresses(
  db: Db,
  source: string,
  addresses: readonly string[],
): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  for (const part of chunks(addresses, KEYS)) {
    const fetched = await db.selectFrom('fetch_memory').select('url').where('url', 'in', part).execute();
    const stored = await db
      .selectFrom(engineOf(db) === 'postgres' ? 'post_key' : 'post')
      .select('external_id as url')
      .where('source', '=', source)
      .where('external_id', 'in', part)
      .execute();
    for (const { url } of [...fetched, ...stored]) known.add(url);
  }
  return known;
}
