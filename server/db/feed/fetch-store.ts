import type { FetchResult } from '../../core/feed/source.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { getRest, type HostRest, saveRest } from './host-rests.ts';
import { archiveDecision } from './robots-archive.ts';

interface PageMemory {
  readonly etag?: string;
  readonly lastModified?: string;
  readonly bodyHash: string;
  readonly fetchedAt: Instant;
}

/** Addresses looked through in one go. */
const SLICE = 2_000;

/**
 * Forgets pages not fetched since an instant, among the next addresses after one: there is no index by time.
 * @returns the last address it looked at; null after the last of all
 */
export async function pruneFetchMemory(db: Db, before: Instant, after: string): Promise<string | null> {
  const next = db
    .selectFrom('fetch_memory')
    .select('url')
    .where('url', '>', after)
    .orderBy('url')
    .limit(SLICE);
  const row = await db
    .selectFrom(next.as('next'))
    .select((select) => select.fn.max('url').as('last'))
    .executeTakeFirst();
  const last = row?.last ?? null;
  if (last === null) return null;
  await db
    .deleteFrom('fetch_memory')
    .where('url', '>', after)
    .where('url', '<=', last)
    .where('fetched_at', '<', before)
    .execute();
  return last;
}

interface RobotsMemory {
  readonly body: string | null;
  readonly status: number;
  readonly reason?: FetchFailure;
  readonly fetchedAt: Instant;
}

type FetchFailure = Extract<FetchResult, { kind: 'failed' }>['reason'];

/**
 * What polite fetching remembers between runs. `remember` belongs into the transaction that stores the
 * page's posts: remembered earlier, a crash in between would lose them behind a 304.
 */
export function createFetchStore(db: Db) {
  return {
    async conditional(
      url: string,
    ): Promise<{ readonly etag?: string; readonly lastModified?: string } | null> {
      const row = await db
        .selectFrom('fetch_memory')
        .select(['etag', 'last_modified'])
        .where('url', '=', url)
        .executeTakeFirst();
      if (row === undefined) return null;
      return {
        ...(row.etag === null ? {} : { etag: row.etag }),
        ...(row.last_modified === null ? {} : { lastModified: row.last_modified }),
      };
    },

    async remember(url: string, page: PageMemory): Promise<void> {
      const { etag = null, lastModified = null, bodyHash, fetchedAt } = page;
      const kept = { etag, last_modified: lastModified, body_hash: bodyHash };
      const row = { ...kept, fetched_at: fetchedAt, in_vain: 0 };
      await db
        .insertInto('fetch_memory')
        .values({ url, ...row })
        .onConflict((conflict) => conflict.column('url').doUpdateSet(row))
        .execute();
    },

    async robots(origin: string): Promise<RobotsMemory | null> {
      const row = await db.selectFrom('robots').selectAll().where('origin', '=', origin).executeTakeFirst();
      if (row === undefined) return null;
      const { body, status, reason, fetched_at: fetchedAt } = row;
      return { body, status, ...(reason !== null && { reason: reason as FetchFailure }), fetchedAt };
    },

    async rememberRobots(origin: string, robots: RobotsMemory): Promise<void> {
      const { body, status, reason = null, fetchedAt } = robots;
      const row = { body, status, reason, fetched_at: fetchedAt };
      await db
        .insertInto('robots')
        .values({ origin, ...row })
        .onConflict((conflict) => conflict.column('origin').doUpdateSet(row))
        .execute();
    },

    rememberDecision: (decision: Parameters<typeof archiveDecision>[1]) => archiveDecision(db, decision),

    rest: (host: string) => getRest(db, host),
    rememberRest: (rest: HostRest) => saveRest(db, rest),
  };
}
