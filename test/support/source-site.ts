import { onTestFinished } from 'vitest';
import { createMemoryFetchStore } from '../../crawlers/polite/fetch-store.ts';
import { createPoliteFetcher } from '../../crawlers/polite/fetcher.ts';
import type { Params, Source } from '../../server/core/feed/source.ts';
import { READ_AT } from './read-payload.ts';
import { type Reply, startReplayServer } from './replay-server.ts';

export const json = (value: unknown): Reply => ({ body: JSON.stringify(value), type: 'application/json' });

/** The source's own run, through the real fetcher, against a site played on loopback. */
export async function collectFrom(
  source: Source,
  site: string,
  params: Params,
  routes: Readonly<Record<string, Reply | (() => Reply)>>,
) {
  const server = await startReplayServer(routes);
  const host = new URL(site).host;
  const others = ['https://oauth.reddit.com'];
  const origins = [site, ...others];
  const fetcher = createPoliteFetcher({
    store: createMemoryFetchStore(),
    contact: 'https://example.org/bot',
    now: () => READ_AT,
    replay: Object.fromEntries(origins.map((origin) => [origin, server.url])),
    localHosts: { [host]: { minInterval: 0 }, 'oauth.reddit.com': { minInterval: 0 } },
  });
  onTestFinished(async () => {
    await fetcher.close();
    await server.close();
  });
  const results = await Array.fromAsync(source.collect(params, { get: fetcher.get, now: () => READ_AT }));
  return { results, seen: server.seen.filter(({ path }) => path !== '/robots.txt') };
}
