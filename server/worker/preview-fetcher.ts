import type { FetchStore } from '../../crawlers/polite/fetch-store.ts';
import type { PoliteFetcher } from '../../crawlers/polite/fetcher.ts';

/**
 * A preview must show posts, not "nothing new since the last visit", but it must wait in the same line as
 * every other request to that host: one fetcher, whose memory of a page is covered while it is previewed.
 */
export function createPreviewFetcher(memory: FetchStore) {
  const covered = new Map<string, number>();
  const store: FetchStore = {
    ...memory,
    conditional: async (url) => (covered.has(url) ? null : memory.conditional(url)),
  };
  const fresh = (fetcher: Pick<PoliteFetcher, 'get'>): Pick<PoliteFetcher, 'get'> => ({
    async get(url, options) {
      const key = URL.canParse(url) ? new URL(url).href : url;
      covered.set(key, (covered.get(key) ?? 0) + 1);
      try {
        return await fetcher.get(url, options);
      } finally {
        const left = (covered.get(key) ?? 1) - 1;
        if (left > 0) covered.set(key, left);
        else covered.delete(key);
      }
    },
  });
  return { store, fresh };
}
