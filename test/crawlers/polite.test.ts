import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createMemoryFetchStore, type FetchStore } from '../../crawlers/polite/fetch-store.ts';
import { createPoliteFetcher, type PoliteDeps, type PoliteFetcher } from '../../crawlers/polite/fetcher.ts';
import rss from '../../crawlers/sources/rss.ts';
import { HOUR, MINUTE } from '../../server/core/time.ts';
import { type ReplayServer, type Reply, startReplayServer } from '../support/replay-server.ts';

const ALLOW_ALL: Reply = { body: 'User-agent: *\nDisallow:\n', type: 'text/plain' };
const payload = (file: string) => new URL(`../payloads/rss/${file}`, import.meta.url);

let server: ReplayServer;
let store: FetchStore;
let clock: { now: number };
let open: PoliteFetcher[];

beforeEach(async () => {
  server = await startReplayServer({ '/robots.txt': ALLOW_ALL });
  store = createMemoryFetchStore();
  clock = { now: Date.parse('2026-11-22T10:00:00+08:00') };
  open = [];
});

afterEach(async () => {
  await Promise.all(open.map((fetcher) => fetcher.close()));
  await server.close();
});

/** Every name leads to loopback, so that one server can stand for many hosts. */
const toLoopback: PoliteDeps['lookup'] = (_host, options, callback) =>
  options.all ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4);

function fetcherWith(more: Partial<PoliteDeps> = {}, interval = 0): PoliteFetcher {
  const local = { minInterval: interval };
  const localHosts = { '127.0.0.1': local, 'a.test': local, 'b.test': local };
  const base = {
    store,
    contact: 'https://example.org/bot',
    now: () => clock.now,
    localHosts,
    lookup: toLoopback,
  };
  const fetcher = createPoliteFetcher({ ...base, ...more } as PoliteDeps);
  open.push(fetcher);
  return fetcher;
}

const pathsSeen = () => server.seen.map(({ path }) => path);

describe('one page', () => {
  test('arrives decoded, with who we are in the request and what to remember in the page', async () => {
    server.route('/feed', {
      file: payload('cn-gbk-bytes-but-declared-utf8.constructed.xml'),
      type: 'text/xml; charset=utf-8',
      etag: '"1"',
    });
    const result = await fetcherWith().get(`${server.url}/feed`, { accept: 'application/rss+xml' });
    if (result.kind !== 'page') throw new Error(JSON.stringify(result));
    expect(result.page).toMatchObject({ status: 200, charset: 'gb18030', fetchedAt: clock.now });
    expect(result.page.body).toContain('镕与㛃');
    expect(result.page.conditional).toMatchObject({
      etag: '"1"',
      bodyHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(server.seen.at(-1)?.headers).toMatchObject({
      'user-agent': 'Tingchao/0.1 (+https://example.org/bot)',
      accept: 'application/rss+xml',
    });
  });

  test.each(['gzip', 'br', 'deflate'] as const)('packed with %s', async (packed) => {
    server.route('/x', { body: '<rss>压缩</rss>', packed });
    expect(await fetcherWith().get(`${server.url}/x`)).toMatchObject({
      kind: 'page',
      page: { body: '<rss>压缩</rss>' },
    });
  });

  test('is asked for conditionally only once ingest has remembered it', async () => {
    server.route('/x', { body: 'one', etag: '"e"', lastModified: 'Sat, 21 Nov 2026 04:30:00 GMT' });
    const fetcher = fetcherWith();
    const first = await fetcher.get(`${server.url}/x`);
    const again = await fetcher.get(`${server.url}/x`);
    expect(again).toMatchObject({ kind: 'page', page: { body: 'one' } });
    if (first.kind !== 'page' || first.page.conditional === undefined) throw new Error('no page');
    await store.remember(first.page.url, { ...first.page.conditional, fetchedAt: clock.now });
    const third = await fetcher.get(`${server.url}/x`);
    expect(third).toMatchObject({ kind: 'page', page: { notModified: true, status: 304, body: '' } });
    expect(server.seen.at(-1)?.headers).toMatchObject({
      'if-none-match': '"e"',
      'if-modified-since': 'Sat, 21 Nov 2026 04:30:00 GMT',
    });
  });

  test('that is an entity bomb is named by its source, not expanded', async () => {
    server.route('/feed', { file: payload('entity-bomb-dtd.constructed.xml'), type: 'text/xml' });
    const result = await fetcherWith().get(`${server.url}/feed`);
    if (result.kind !== 'page') throw new Error('no page');
    expect(rss.parse(result.page, { url: result.page.url }, clock.now)).toMatchObject({
      kind: 'wall',
      wall: 'entity-bomb',
    });
  });
});

describe('one host', () => {
  test('sees one request at a time, spaced, while another host is served meanwhile', async () => {
    server.route('/slow', { body: 'x', delay: 60 });
    const fetcher = fetcherWith({}, 100);
    const urls = [1, 2, 3, 4].flatMap(() =>
      ['a.test', 'b.test'].map((host) => `http://${host}:${server.port}/slow`),
    );
    const results = await Promise.all(urls.map((url) => fetcher.get(url)));
    expect(results.every(({ kind }) => kind === 'page')).toBe(true);
    expect(Math.max(...server.seen.map(({ together }) => together))).toBe(1);
    for (const host of ['a.test', 'b.test']) {
      const starts = server.seen.filter((seen) => seen.host.startsWith(host)).map(({ at }) => at);
      expect(starts).toHaveLength(5);
      const gaps = starts.slice(1).map((at, index) => at - (starts[index] ?? 0));
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(99);
    }
    const [a, b] = ['a.test', 'b.test'].map((host) =>
      server.seen.filter((seen) => seen.host.startsWith(host)).map(({ at }) => at),
    );
    expect(Math.min(...(b ?? []))).toBeLessThan(Math.max(...(a ?? [])));
  });

  test('may ask for a longer pause with Crawl-delay', async () => {
    server.route('/robots.txt', { body: 'User-agent: *\nCrawl-delay: 0.3\n', type: 'text/plain' });
    server.route('/x', { body: 'x' });
    const fetcher = fetcherWith();
    await Promise.all([1, 2].map(() => fetcher.get(`${server.url}/x`)));
    const [, first, second] = server.seen.map(({ at }) => at);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(299);
  });

  test('that says 429 with Retry-After is left alone that long', async () => {
    server.route('/x', { status: 429, retryAfter: '1800', body: '' });
    const fetcher = fetcherWith();
    const retryAt = clock.now + 30 * MINUTE;
    expect(await fetcher.get(`${server.url}/x`)).toMatchObject({
      kind: 'wall',
      wall: 'rate-limited',
      retryAt,
    });
    expect(await fetcher.get(`${server.url}/other`)).toMatchObject({
      kind: 'failed',
      reason: 'circuit-open',
      retryAt,
    });
    expect(pathsSeen()).toEqual(['/robots.txt', '/x']);
    server.route('/x', { body: 'back' });
    clock.now = retryAt;
    expect((await fetcher.get(`${server.url}/x`)).kind).toBe('page');
  });

  test('that says 503 until a date is left alone until then', async () => {
    const until = clock.now + 20 * MINUTE;
    server.route('/x', { status: 503, retryAfter: new Date(until).toUTCString(), body: 'busy' });
    expect(await fetcherWith().get(`${server.url}/x`)).toMatchObject({
      kind: 'failed',
      reason: 'server-error',
      retryAt: until,
    });
  });

  test.each([403, 418, 432])('that answers %i once is not asked again for ten minutes', async (status) => {
    server.route('/x', { status, body: '' });
    const fetcher = fetcherWith();
    expect((await fetcher.get(`${server.url}/x`)).kind).toBe('wall');
    expect(await fetcher.get(`${server.url}/x`)).toMatchObject({
      reason: 'circuit-open',
      retryAt: clock.now + 10 * MINUTE,
    });
    expect(pathsSeen().filter((path) => path === '/x')).toHaveLength(1);
  });

  test('that hides a wall in a 200 is not asked again either', async () => {
    server.route('/x', {
      file: new URL('../payloads/walls/wall-sina-visitor-system-200-gbk.real.html', import.meta.url),
    });
    const fetcher = fetcherWith();
    expect(await fetcher.get(`${server.url}/x`)).toMatchObject({ kind: 'wall', wall: 'visitor-gate' });
    expect(await fetcher.get(`${server.url}/x`)).toMatchObject({ reason: 'circuit-open' });
  });

  test('that fails five times rests, then one probe decides', async () => {
    server.route('/x', { status: 500, body: '' });
    const fetcher = fetcherWith();
    for (let count = 0; count < 5; count += 1) {
      expect(await fetcher.get(`${server.url}/x`)).toMatchObject({ kind: 'failed', reason: 'server-error' });
    }
    expect(await fetcher.get(`${server.url}/x`)).toMatchObject({ reason: 'circuit-open' });
    clock.now += 10 * MINUTE;
    server.route('/x', { body: 'well again' });
    expect((await fetcher.get(`${server.url}/x`)).kind).toBe('page');
    expect((await fetcher.get(`${server.url}/x`)).kind).toBe('page');
  });
});

describe('robots.txt', () => {
  test('that forbids a path keeps us away from it; asked once in 24 hours', async () => {
    server.route('/robots.txt', {
      body: 'User-agent: tingchao\nDisallow: /private\n\nUser-agent: *\nDisallow: /\n',
      type: 'text/plain',
    });
    server.route('/open', { body: 'x' });
    const fetcher = fetcherWith();
    expect(await fetcher.get(`${server.url}/private/1`)).toMatchObject({
      kind: 'wall',
      wall: 'robots-disallowed',
    });
    expect((await fetcher.get(`${server.url}/open`)).kind).toBe('page');
    clock.now += 23 * HOUR;
    await fetcherWith().get(`${server.url}/open`);
    expect(pathsSeen()).toEqual(['/robots.txt', '/open', '/open']);
    clock.now += 2 * HOUR;
    await fetcher.get(`${server.url}/open`);
    expect(pathsSeen().filter((path) => path === '/robots.txt')).toHaveLength(2);
  });

  test.each([
    ['is not there', { status: 404, body: 'no' }],
    ['may not be read', { status: 403, body: 'no' }],
    ['is an ordinary page', { body: '<!doctype html><title>首页</title>\nUser-agent: *\nDisallow: /' }],
  ] as const)('that %s holds no rules', async (_case, reply) => {
    server.route('/robots.txt', reply);
    server.route('/x', { body: 'x' });
    expect((await fetcherWith().get(`${server.url}/x`)).kind).toBe('page');
  });

  test.each([
    ['fails', { status: 500, body: '' }],
    ['breaks off', { reset: true }],
    [
      'is a captcha',
      { file: new URL('../payloads/walls/baidu-security-200.constructed.html', import.meta.url) },
    ],
  ] as const)('that %s means not now, by name, and again after ten minutes', async (_case, reply) => {
    server.route('/robots.txt', reply);
    server.route('/x', { body: 'x' });
    const fetcher = fetcherWith();
    expect(await fetcher.get(`${server.url}/x`)).toMatchObject({
      kind: 'failed',
      retryAt: clock.now + 10 * MINUTE,
    });
    expect(await fetcher.get(`${server.url}/x`)).toMatchObject({
      kind: 'failed',
      detail: expect.stringContaining('robots.txt'),
    });
    expect(pathsSeen()).toEqual(['/robots.txt']);
    clock.now += 10 * MINUTE;
    server.route('/robots.txt', ALLOW_ALL);
    expect((await fetcher.get(`${server.url}/x`)).kind).toBe('page');
  });

  test('is asked of every host a redirect leads to', async () => {
    server.route('/go', { redirect: `http://b.test:${server.port}/target` });
    server.route('/robots.txt', () =>
      server.seen.at(-1)?.host.startsWith('b')
        ? { body: 'User-agent: *\nDisallow: /target', type: 'text/plain' }
        : ALLOW_ALL,
    );
    expect(await fetcherWith().get(`http://a.test:${server.port}/go`)).toMatchObject({
      wall: 'robots-disallowed',
    });
    expect(pathsSeen()).not.toContain('/target');
  });
});

describe('private addresses', () => {
  test.each([
    'http://127.0.0.2/x',
    'http://[::1]/x',
    'http://169.254.169.254/meta',
    'http://0x7f.1/',
    'http://2130706433/',
  ])('%s is refused', async (url) => {
    expect(await fetcherWith({ localHosts: {} }).get(url)).toMatchObject({
      kind: 'failed',
      reason: 'private-address',
    });
  });

  test('a name that resolves to one is refused at connect time', async () => {
    const result = await fetcherWith({ localHosts: {} }).get(`http://evil.test:${server.port}/x`);
    expect(result).toMatchObject({ kind: 'failed', reason: 'private-address' });
    expect(server.seen).toEqual([]);
  });

  test('a redirect to one is refused', async () => {
    server.route('/go', { redirect: 'http://10.0.0.1/admin' });
    expect(await fetcherWith().get(`${server.url}/go`)).toMatchObject({
      kind: 'failed',
      reason: 'private-address',
    });
    server.route('/go', { redirect: `http://inside.test:${server.port}/admin` });
    expect(await fetcherWith().get(`${server.url}/go`)).toMatchObject({
      kind: 'failed',
      reason: 'private-address',
    });
    expect(pathsSeen()).not.toContain('/admin');
  });

  test('a port that was not named is not let through with its neighbour', async () => {
    const fetcher = fetcherWith({ localHosts: { [`127.0.0.1:${server.port + 1}`]: { minInterval: 0 } } });
    expect(await fetcher.get(`${server.url}/x`)).toMatchObject({ reason: 'private-address' });
  });
});

describe('bad answers', () => {
  const SMALL = { limits: { bytes: 64 * 1024, headers: 200, body: 200 } };

  test('50 MB are cut off at the limit', async () => {
    server.route('/big', { endless: 50 * 1024 * 1024 });
    const result = await fetcherWith().get(`${server.url}/big`);
    expect(result).toMatchObject({ kind: 'failed', reason: 'too-large' });
    expect(result.bytes).toBeLessThan(11 * 1024 * 1024);
  });

  test('a length that is announced too long is not read at all', async () => {
    server.route('/big', { body: 'x'.repeat(100_000) });
    expect(await fetcherWith(SMALL).get(`${server.url}/big`)).toMatchObject({
      reason: 'too-large',
      bytes: 0,
    });
  });

  test('a bomb of 30 MB in 30 kB is not unpacked', async () => {
    server.route('/bomb', { body: Buffer.alloc(30 * 1024 * 1024), packed: 'gzip' });
    const result = await fetcherWith().get(`${server.url}/bomb`);
    expect(result).toMatchObject({ kind: 'failed', reason: 'too-large' });
    expect(result.bytes).toBeLessThan(64 * 1024);
  });

  test('damaged compression is malformed', async () => {
    server.route('/x', { body: 'not gzip at all', headers: { 'content-encoding': 'gzip' } });
    expect(await fetcherWith().get(`${server.url}/x`)).toMatchObject({ kind: 'wall', wall: 'malformed' });
  });

  test.each([
    ['before the headers', { delay: 10_000, body: 'late' }],
    ['in the middle of the body', { body: 'x'.repeat(1000), stall: true }],
  ] as const)('a stall %s ends in time', async (_case, reply) => {
    server.route('/x', reply);
    const result = await fetcherWith(SMALL).get(`${server.url}/x`);
    expect(result).toMatchObject({ kind: 'failed', reason: 'timeout' });
  });

  test.each([
    ['broken connection', { reset: true }],
    ['body cut short', { body: 'x'.repeat(1000), truncate: true }],
  ] as const)('a %s is a reset', async (_case, reply) => {
    server.route('/x', reply);
    expect(await fetcherWith().get(`${server.url}/x`)).toMatchObject({ kind: 'failed', reason: 'reset' });
  });

  test('redirects in a ring end', async () => {
    server.route('/ring', { redirect: '/ring' });
    expect(await fetcherWith().get(`${server.url}/ring`)).toMatchObject({ reason: 'too-many-redirects' });
    expect(pathsSeen().filter((path) => path === '/ring')).toHaveLength(6);
  });

  test.each(['ftp://a.cn/x', 'javascript:alert(1)', 'not a url', ''])('%s is no address', async (url) => {
    expect(await fetcherWith().get(url)).toMatchObject({ kind: 'failed', reason: 'bad-url' });
  });

  test('nobody there, no such name', async () => {
    const { port } = server;
    await server.close();
    expect(await fetcherWith().get(`http://127.0.0.1:${port}/x`)).toMatchObject({ reason: 'refused' });
    const lookup: PoliteDeps['lookup'] = (_host, _options, callback) =>
      callback(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), []);
    expect(await fetcherWith({ lookup }).get('http://nowhere.test/x')).toMatchObject({ reason: 'dns' });
    server = await startReplayServer();
  });
});

describe('replay', () => {
  test('plays an https origin from loopback under its own name, robots and memory', async () => {
    server.route('/api/board', { body: '{"data":1}', type: 'application/json' });
    const replay = { 'https://top.baidu.com': server.url };
    const result = await fetcherWith({ replay }).get('https://top.baidu.com/api/board');
    expect(result).toMatchObject({
      kind: 'page',
      page: { url: 'https://top.baidu.com/api/board', body: '{"data":1}' },
    });
    expect(server.seen.map(({ host, path }) => `${host}${path}`)).toEqual([
      'top.baidu.com/robots.txt',
      'top.baidu.com/api/board',
    ]);
    expect(await store.robots('https://top.baidu.com')).toMatchObject({ status: 200 });
  });

  test('never leads off this machine', () => {
    expect(() => fetcherWith({ replay: { 'https://a.cn': 'http://10.0.0.1' } })).toThrow(
      'must come from loopback',
    );
  });
});

test('closing aborts what runs and what waits, at once', async () => {
  server.route('/x', { body: 'x', delay: 5_000 });
  const fetcher = fetcherWith({}, 10_000);
  const results = Promise.all([1, 2, 3].map(() => fetcher.get(`${server.url}/x`)));
  await new Promise((resolve) => setTimeout(resolve, 50));
  await fetcher.close();
  expect((await results).map((result) => result.kind === 'failed' && result.reason)).toEqual([
    'aborted',
    'aborted',
    'aborted',
  ]);
});

test('a contact that is no URL is refused at the start', () => {
  expect(() => createPoliteFetcher({ store, contact: 'me', now: () => 0 })).toThrow('contact is not a URL');
});
