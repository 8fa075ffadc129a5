import { askedAgain } from '../../core/feed/asked-again.ts';
import type { KnownAddresses } from '../../core/feed/source.ts';
import { DAY, type Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { chunks } from '../engine/chunks.ts';
import { engineOf } from '../engine/engine.ts';

const KEYS = 500;
/** The time of an address is good for so long: one that is listed every hour is not written every hour. */
const FRESH = 7 * DAY;

/**
 * Which of these addresses were fetched and kept in memory, or are the id of a stored post of the source; and which
 * were asked for in vain and are worth another try. `aging`: those whose time must be kept fresh.
 */
export async function findKnownAddresses(
  db: Db,
  source: string,
  addresses: readonly string[],
  now: Instant,
): Promise<KnownAddresses & { readonly aging: readonly string[] }> {
  const aging: string[] = [];
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
      if (!isAgain && at < now - FRESH) aging.push(url);
    }
    const remembered = new Set(fetched.map(({ url }) => url));
    const stored = await db
      .selectFrom(engineOf(db) === 'postgres' ? 'post_key' : 'post')
      .select('external_id as url')
      .where('source', '=', source)
      .where('external_id', 'in', part)
      .execute();
    for (const { url } of stored) {
      done.add(url);
      again.delete(url);
      if (!remembered.has(url)) aging.push(url);
    }
  }
  return { done, again, aging };
}

/** Which of these addresses were asked for at a time or after it, whatever came of it. */
export async function findAskedSince(
  db: Db,
  addresses: readonly string[],
  since: Instant,
): Promise<ReadonlySet<string>> {
  const asked = new Set<string>();
  for (const part of chunks(addresses, KEYS)) {
    const rows = await db
      .selectFrom('fetch_memory')
      .select('url')
      .where('url', 'in', part)
      .where('fetched_at', '>=', since)
      .execute();
    for (const { url } of rows) asked.add(url);
  }
  return asked;
}

/** Marks addresses as seen now: what is still listed must not be news again once its post is forgotten. */
export async function keepAddresses(db: Db, addresses: readonly string[], now: Instant): Promise<void> {
  const fresh = { etag: null, last_modified: null, body_hash: '', fetched_at: now };
  for (const part of chunks(addresses, KEYS)) {
    await db
      .insertInto('fetch_memory')
      .values(part.map((url) => ({ url, ...fresh })))
      .onConflict((conflict) => conflict.column('url').doUpdateSet({ fetched_at: now }))
      .execute();
  }
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
