import { askedAgain } from '../../core/feed/asked-again.ts';
import type { KnownAddresses } from '../../core/feed/source.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { chunks } from '../engine/chunks.ts';
import { engineOf } from '../engine/engine.ts';

const KEYS = 500;

/**
 * Which of these addresses were fetched and kept in memory, or are the id of a stored post of the source; and which
 * were asked for in vain and are worth another try.
 */
export async function findKnownAddresses(
  db: Db,
  source: string,
  addresses: readonly string[],
  now: Instant,
): Promise<KnownAddresses> {
  const done = new Set<string>();
  const again = new Set<string>();
  for (const part of chunks(addresses, KEYS)) {
    const fetched = await db
      .selectFrom('fetch_memory')
      .select(['url', 'fetched_at', 'in_vain'])
      .where('url', 'in', part)
      .execute();
    for (const { url, fetched_at: at, in_vain: inVain } of fetched) {
      const isAgain = inVain > 0 && askedAgain(inVain, at, now) === 'now';
      (isAgain ? again : done).add(url);
    }
    const stored = await db
      .selectFrom(engineOf(db) === 'postgres' ? 'post_key' : 'post')
      .select('external_id as url')
      .where('source', '=', source)
      .where('external_id', 'in', part)
      .execute();
    for (const { url } of stored) done.add(url);
  }
  return { done, again };
}

/** Counts that an address was asked for and brought nothing, for the time being. */
export async function noteInVain(db: Db, url: string, at: Instant): Promise<void> {
  await db
    .insertInto('fetch_memory')
    .values({ url, etag: null, last_modified: null, body_hash: '', fetched_at: at, in_vain: 1 })
    .onConflict((conflict) =>
      conflict
        .column('url')
        .doUpdateSet((update) => ({ fetched_at: at, in_vain: update('fetch_memory.in_vain', '+', 1) })),
    )
    .execute();
}
