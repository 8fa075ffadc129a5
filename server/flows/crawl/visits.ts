import type { Feed } from '../../core/feed/feed.ts';
import type { Page, SourceIO } from '../../core/feed/source.ts';
import type { Instant } from '../../core/time.ts';
import type { Db, Tx } from '../../db/database.ts';
import { createFetchStore } from '../../db/feed/fetch-store.ts';
import { findKnownAddresses, keepAddresses, noteInVain } from '../../db/feed/known-addresses.ts';
import { keepWaiting, readWaiting } from '../../db/feed/waiting-addresses.ts';

export interface VisitDeps {
  readonly db: Db;
  readonly fetcher: Pick<SourceIO, 'get'>;
  readonly now: () => Instant;
}

/** The hands of a source that reads many addresses, each once, and what they left to remember. */
export interface Visits {
  /** Its pages are articles, each asked for once: one that is new says nothing of others. */
  asksOnce(): boolean;
  readonly hands: Pick<SourceIO, 'get' | 'known' | 'refuse' | 'waiting'>;
  /** Remembers, with the posts of a page, the address it was asked under before it moved. */
  remember(tx: Tx, page: Page): Promise<void>;
}

/**
 * @param isFirst nothing came of it before: what another feed fetched from an address must not hide it from this one
 * @param refused stores the refusal; what it is given remembers the address in the same transaction
 */
export function createVisits(
  deps: VisitDeps,
  { source, id: feedId }: Pick<Feed, 'source' | 'id'>,
  isFirst: boolean,
  refused: (url: string, reason: string, after: (tx: Tx) => Promise<void>) => Promise<void>,
): Visits {
  const askedAs = new WeakMap<Page, string>();
  let asksOnce = false;
  // Without a validator: it is never asked again, so there is nothing to make conditional.
  const keep = (tx: Tx, url: string) =>
    createFetchStore(tx).remember(url, { bodyHash: '', fetchedAt: deps.now() });
  return {
    asksOnce: () => asksOnce,
    hands: {
      waiting: {
        read: (list) => readWaiting(deps.db, feedId, list, deps.now()),
        keep: (list, urls) => keepWaiting(deps.db, feedId, list, urls, deps.now()),
      },
      async get(url, asking) {
        const result = await deps.fetcher.get(url, isFirst ? { ...asking, whole: true } : asking);
        if (result.kind === 'page') askedAs.set(result.page, url);
        return result;
      },
      async known(urls) {
        asksOnce = true;
        const known = await findKnownAddresses(deps.db, source, urls, deps.now());
        if (known.aging.length > 0) await keepAddresses(deps.db, known.aging, deps.now());
        return known;
      },
      refuse: (url, reason, isFinal) =>
        refused(url, reason, (tx) => (isFinal ? keep(tx, url) : noteInVain(tx, url, deps.now()))),
    },
    async remember(tx, page) {
      const asked = askedAs.get(page);
      if (asksOnce && asked !== undefined && asked !== page.url) await keep(tx, asked);
    },
  };
}
