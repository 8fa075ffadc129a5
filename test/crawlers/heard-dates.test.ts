import { expect, onTestFinished, test } from 'vitest';
import { createMemoryFetchStore } from '../../crawlers/polite/fetch-store.ts';
import { createPoliteFetcher, type PoliteDeps } from '../../crawlers/polite/fetcher.ts';
import { createWebClock, type DateHeard } from '../../server/core/time/web-clock.ts';
import { MINUTE } from '../../server/core/time.ts';
import { startReplayServer } from '../support/replay-server.ts';

const toLoopback: PoliteDeps['lookup'] = (_host, _options, callback) =>
  callback(null, [{ address: '127.0.0.1', family: 4 }]);

test('what hosts say the time is tells that our clock is wrong', async () => {
  const server = await startReplayServer({ '/robots.txt': { body: '' }, '/page': { body: 'x' } });
  onTestFinished(() => server.close());
  const hosts = ['a.test', 'b.test', 'c.test'];
  const heard: DateHeard[] = [];
  const clock = createWebClock();
  // Ours is ten minutes ahead of theirs.
  const now = () => Date.now() + 10 * MINUTE;
  const fetcher = createPoliteFetcher({
    store: createMemoryFetchStore(),
    contact: 'https://example.org/bot',
    now,
    lookup: toLoopback,
    localHosts: Object.fromEntries(hosts.map((host) => [host, { minInterval: 0 }])),
    onDate(each) {
      heard.push(each);
      clock.hear(each);
    },
  });
  onTestFinished(() => fetcher.close());
  for (const host of hosts) await fetcher.get(`http://${host}:${server.port}/page`);
  expect(new Set(heard.map(({ host }) => host)).size).toBe(3);
  expect(Math.round((clock.offset(now()) ?? 0) / MINUTE)).toBe(10);
});
