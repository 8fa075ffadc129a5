import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMemoryFetchStore } from '../../crawlers/polite/fetch-store.ts';
import { createPoliteFetcher, type PoliteDeps, type PoliteFetcher } from '../../crawlers/polite/fetcher.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { startProxy } from '../support/proxy.ts';
import { type ReplayServer, startReplayServer } from '../support/replay-server.ts';

const unknown: PoliteDeps['lookup'] = (host, _options, callback) =>
  host === 'inside.test'
    ? callback(null, [{ address: '10.0.0.7', family: 4 }])
    : callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), []);

let server: ReplayServer;
let proxy: Awaited<ReturnType<typeof startProxy>>;
let open: PoliteFetcher[];

beforeEach(async () => {
  server = await startReplayServer({ '/robots.txt': { status: 404 }, '/x': { body: 'far away' } });
  proxy = await startProxy(server.port);
  open = [];
});

afterEach(async () => {
  await Promise.all(open.map((fetcher) => fetcher.close()));
  await proxy.close();
  await server.close();
});

function fetcherBehind(more: Partial<PoliteDeps> = {}): PoliteFetcher {
  const base = {
    store: createMemoryFetchStore(),
    contact: 'https://example.org/bot',
    now: Date.now,
    lookup: unknown,
    proxy: { http: proxy.address, https: proxy.address, none: '' },
    limits: { headers: PATIENCE_MS, connect: PATIENCE_MS },
  };
  const fetcher = createPoliteFetcher({ ...base, ...more } as PoliteDeps);
  open.push(fetcher);
  return fetcher;
}

test('pages and their robots.txt are fetched through the proxy, which resolves the name', async () => {
  const result = await fetcherBehind().get('http://far.test/x');
  expect(result).toMatchObject({ kind: 'page', page: { body: 'far away', url: 'http://far.test/x' } });
  expect(proxy.asked).toEqual(['GET http://far.test/robots.txt', 'GET http://far.test/x']);
  expect(server.seen.map(({ host }) => host)).toEqual(['far.test', 'far.test']);
});

test('an https page is reached through a tunnel', async () => {
  // The far end speaks no TLS: that the tunnel was asked for is what counts.
  expect((await fetcherBehind().get('https://far.test/x')).kind).toBe('failed');
  expect(proxy.asked).toEqual(['CONNECT far.test:443']);
});

test.each([
  'http://127.0.0.1/x',
  'http://[::ffff:10.0.0.1]/x',
  'http://100.64.0.1/x',
  'http://0.0.0.0/x',
  'http://localhost/x',
  'http://a.localhost./x',
  'http://inside.test/x',
])('%s is refused before the proxy hears of it', async (url) => {
  expect(await fetcherBehind().get(url)).toMatchObject({ kind: 'failed', reason: 'private-address' });
  expect(proxy.asked).toEqual([]);
});

test('a redirect to a private address is refused behind a proxy too', async () => {
  server.route('/go', { redirect: 'http://169.254.169.254/latest/meta-data' });
  expect(await fetcherBehind().get('http://far.test/go')).toMatchObject({ reason: 'private-address' });
  expect(proxy.asked.some((line) => line.includes('169.254'))).toBe(false);
});

test('local hosts, and those that NO_PROXY names, are reached directly', async () => {
  const local = fetcherBehind({ localHosts: { '127.0.0.1': { minInterval: 0 } } });
  expect((await local.get(`${server.url}/x`)).kind).toBe('page');
  const none = fetcherBehind({ proxy: { http: proxy.address, https: null, none: '.far.test' } });
  expect(await none.get('http://www.far.test/x')).toMatchObject({ kind: 'failed', reason: 'dns' });
  expect(proxy.asked).toEqual([]);
});

test('a name and password in the address log in at the proxy; without, it is our fault and not the page’s', async () => {
  const guarded = await startProxy(server.port, `Basic ${btoa('us:secret')}`);
  const through = (address: string) => fetcherBehind({ proxy: { http: address, https: null, none: '' } });
  const known = await through(guarded.address.replace('//', '//us:secret@')).get('http://far.test/x');
  const stranger = await through(guarded.address).get('http://far.test/x');
  await guarded.close();
  expect(known.kind).toBe('page');
  expect(stranger).toMatchObject({
    kind: 'failed',
    detail: expect.stringContaining('407'),
  });
});

test('a proxy that is not there is a failure by name', async () => {
  await proxy.close();
  expect(await fetcherBehind().get('http://far.test/x')).toMatchObject({ kind: 'failed', reason: 'refused' });
  proxy = await startProxy(server.port);
});
