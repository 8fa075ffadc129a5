import type { Feed } from '../../core/feed/feed.ts';
import type { Page, SourceIO } from '../../core/feed/source.ts';
import type { Instant } from '../../core/time.ts';
import type { Db, Tx } from '../../db/database.ts';
import { createFetchStore } from '../../db/feed/fetch-store.ts';
import {
  findAskedSince,
  findKnownAddresses,
  keepAddresses,
  noteInVain,
} from '../../db/feed/known-addresses.ts';
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
  readonly hands: Pick<SourceIO, 'get' | 'known' | 'refuse' | 'waiting' | 'full'>;
  /** The list may name more than was asked for. */
  isFull(): boolean;
  /** Remembers, with the posts of a page, the address it was asked under before it moved. */
  remember(tx: Tx, page: Page): Promise<void>;
}

/**
 * @param isFirst nothing came of it before: what another feed fetched from an address must not hide it from this one
 * @param again addresses asked for since then are known, and no others: what is listed is read again
 * @param refused stores the refusal; what it is given remembers the address in the same transaction
 */
export function createVisits(
  deps: VisitDeps,
  { source, id: feedId }: Pick<Feed, 'source' | 'id'>,
  { isFirst, again }: { readonly isFirst: boolean; readonly again: Instant | undefined },
  refused: (url: string, reason: string, after: (tx: Tx) => Promise<void>) => Promise<void>,
): Visits {
  const askedAs = new WeakMap<Page, string>();
  let asksOnce = false;
  let isFull = false;
  // Without a validator: it is never asked again, so there is nothing to make conditional.
  const keep = (tx: Tx, url: string) =>
    createFetchStore(tx).remember(url, { bodyHash: '', fetchedAt: deps.now() });
  return {
    asksOnce: () => asksOnce,
    isFull: () => isFull,
    hands: {
      ...(again === undefined && {
        waiting: {
          read: (list: string) => readWaiting(deps.db, feedId, list, deps.now()),
          keep: (list: string, urls: readonly string[]) =>
            keepWaiting(deps.db, feedId, list, urls, deps.now()),
        },
      }),
      async get(url, asking) {
        const result = await deps.fetcher.get(url, isFirst ? { ...asking, whole: true } : asking);
        if (result.kind === 'page') askedAs.set(result.page, url);
        return result;
      },
      async known(urls) {
        asksOnce = true;
        if (again !== undefined)
          return { done: await findAskedSince(deps.db, urls, again), again: new Set() };
        const known = await findKnownAddresses(deps.db, source, urls, deps.now());
        if (known.aging.length > 0) await keepAddresses(deps.db, known.aging, deps.now());
        return known;
      },
      full: () => {
        isFull = true;
      },
      refuse: (url, reason, isFinal) =>
        refused(url, reason, (tx) => (isFinal ? keep(tx, url) : noteInVain(tx, url, deps.now()))),
    },
    async remember(tx, page) {
      const url = askedAs.get(page);
      // Read again, it says so by its time, also where it has nothing by which to ask whether it changed.
      if (asksOnce && url !== undefined && (again !== undefined || url !== page.url)) await keep(tx, url);
    },
  };
}
