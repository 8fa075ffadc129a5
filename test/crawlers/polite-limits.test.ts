import { type AddressInfo, createServer as createNetServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createMemoryFetchStore } from '../../crawlers/polite/fetch-store.ts';
import { createPoliteFetcher, type PoliteDeps, type PoliteFetcher } from '../../crawlers/polite/fetcher.ts';
import { createHostQueues } from '../../crawlers/polite/host-queues.ts';
import { HOUR } from '../../server/core/time.ts';
import { createFetchStore } from '../../server/db/feed/fetch-store.ts';
import { archiveDecision, listDecisions, pruneDecisions } from '../../server/db/feed/robots-archive.ts';
import { makeDatabase } from '../support/database.ts';
import { type ReplayServer, startReplayServer } from '../support/replay-server.ts';

let server: ReplayServer;
let clock: { now: number };
let open: PoliteFetcher[];

beforeEach(async () => {
  server = await startReplayServer({ '/x': { body: 'x' } });
  clock = { now: Date.parse('2026-11-22T10:00:00+08:00') };
  open = [];
});

afterEach(async () => {
  await Promise.all(open.map((fetcher) => fetcher.close()));
  await server.close();
});

function fetcherWith(more: Partial<PoliteDeps> = {}): PoliteFetcher {
  const fetcher = createPoliteFetcher({
    store: createMemoryFetchStore(),
    contact: 'https://example.org/bot',
    now: () => clock.now,
    localHosts: { '127.0.0.1': { minInterval: 0 } },
    ...more,
  });
  open.push(fetcher);
  return fetcher;
}

describe('the archive of robots.txt', () => {
  test('shows which text allowed or forbade each address, each text once', async () => {
    const db = await makeDatabase();
    const rules = 'User-agent: *\nDisallow: /private\n';
    server.route('/robots.txt', { body: rules, type: 'text/plain' });
    const fetcher = fetcherWith({ store: createFetchStore(db) });
    const at = (path: string) => server.url.replace('//', '//us:secret@') + path;
    for (const path of ['/x', '/x', '/private/1']) await fetcher.get(at(path));
    const first = clock.now;
    clock.now += 25 * HOUR;
    server.route('/robots.txt', { body: 'User-agent: *\nDisallow: /\n', type: 'text/plain' });
    await fetcher.get(at('/x'));
    clock.now += 25 * HOUR;
    server.route('/robots.txt', { status: 503 });
    await fetcher.get(at('/x'));
    const decisions = await listDecisions(db, { start: server.url, limit: 10 });
    const { url } = server;
    expect(decisions.map(({ url, verdict, times, robots }) => [url, verdict, times, robots])).toEqual([
      [`${url}/x`, 'not-now', 1, null],
      [`${url}/x`, 'disallowed', 1, 'User-agent: *\nDisallow: /\n'],
      [`${url}/private/1`, 'disallowed', 1, rules],
      [`${url}/x`, 'allowed', 2, rules],
    ]);
    expect(decisions.at(-1)).toMatchObject({ firstAt: first, lastAt: first, status: 200 });
    expect(await listDecisions(db, { start: 'https://elsewhere.example', limit: 10 })).toEqual([]);
  });

  test('forgets what was last decided long ago, and texts that then decide nothing', async () => {
    const db = await makeDatabase();
    const robots = { status: 200, body: 'User-agent: *' };
    await archiveDecision(db, { url: 'https://a.cn/1', verdict: 'allowed', at: 1_000, robots });
    await archiveDecision(db, { url: 'https://a.cn/2', verdict: 'allowed', at: 9_000, robots });
    await archiveDecision(db, { url: 'https://b.cn/1', verdict: 'allowed', at: 1_000, robots });
    expect(await pruneDecisions(db, 5_000)).toBe(2);
    expect((await listDecisions(db, { limit: 10 })).map(({ url }) => url)).toEqual(['https://a.cn/2']);
    expect(await db.selectFrom('robots_text').select('origin').execute()).toEqual([
      { origin: 'https://a.cn' },
    ]);
  });
});

describe('a host', () => {
  test('that answers nothing is told so at every look, by whichever process', async () => {
    const store = createFetchStore(await makeDatabase());
    server.route('/robots.txt', { reset: true });
    const looks = [];
    for (let turn = 0; turn < 3; turn++) looks.push(await fetcherWith({ store }).get(`${server.url}/x`));
    expect(looks).toMatchObject(Array(3).fill({ kind: 'failed', reason: 'reset' }));
    expect(server.seen).toHaveLength(1);
  });

  test('that wants longer pauses than anyone can wait is told of, with the time to come again', async () => {
    server.route('/robots.txt', { body: 'User-agent: *\nCrawl-delay: 600\n', type: 'text/plain' });
    const result = await fetcherWith().get(`${server.url}/x`);
    if (result.kind !== 'failed') throw new Error('it was fetched too early');
    expect(result).toMatchObject({ reason: 'circuit-open', detail: expect.stringContaining('Crawl-delay') });
    expect(result.retryAt).toBeGreaterThan(clock.now + 590_000);
    expect(server.seen.map(({ path }) => path)).toEqual(['/robots.txt']);
  });

  test('that was told to be left alone is so by all processes, also by the next', async () => {
    const store = createFetchStore(await makeDatabase());
    const other = fetcherWith({ store });
    expect((await other.get(`${server.url}/x`)).kind).toBe('page');
    server.route('/x', { status: 429, retryAfter: '1800' });
    await fetcherWith({ store }).get(`${server.url}/x`);
    const next = fetcherWith({ store });
    server.route('/x', { body: 'back' });
    expect(await next.get(`${server.url}/x`)).toMatchObject({ reason: 'circuit-open' });
    expect(await other.get(`${server.url}/x`)).toMatchObject({ reason: 'circuit-open' });
    clock.now += HOUR;
    expect((await next.get(`${server.url}/x`)).kind).toBe('page');
    expect((await other.get(`${server.url}/x`)).kind).toBe('page');
    expect(await store.rest(new URL(server.url).host)).toBeNull();
  });

  test('is never asked to the beat: the pause is longer by a random part, never shorter', async () => {
    const starts: number[] = [];
    let part = 0;
    const parts = [0, 1, 0.5];
    const queues = createHostQueues(
      () => 40,
      new AbortController().signal,
      () => parts[part++] ?? 0,
    );
    const ask = async () => void starts.push(performance.now());
    await Promise.all([1, 2, 3, 4].map(() => queues.run('a.cn', ask)));
    const gaps = starts.slice(1).map((at, index) => at - (starts[index] ?? 0));
    expect(gaps.every((gap, index) => gap >= 40 * (1 + 0.25 * (parts[index] ?? 0)))).toBe(true);
  });

  test('whose request ends a little later than it looks from here still has its pause', async () => {
    const gaps: number[] = [];
    let ended = 0;
    const queues = createHostQueues(
      () => 40,
      new AbortController().signal,
      () => 0,
    );
    const ask = async () => {
      if (ended > 0) gaps.push(performance.now() - ended);
      // What the host still has to do after its last byte takes it so long.
      ended = performance.now() + 10;
    };
    await Promise.all([1, 2, 3, 4].map(() => queues.run('a.cn', ask)));
    expect(gaps).toHaveLength(3);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(40);
  });

  test('waits as long as its source asks, where that is longer', async () => {
    const starts: number[] = [];
    const queues = createHostQueues(
      () => 0,
      new AbortController().signal,
      () => 0,
    );
    queues.setSpacing('a.cn', 60);
    await Promise.all([1, 2].map(() => queues.run('a.cn', async () => void starts.push(performance.now()))));
    expect((starts[1] ?? 0) - (starts[0] ?? 0)).toBeGreaterThanOrEqual(60);
  });
});

describe('an answer', () => {
  test('whose headers drip for ever ends in time', async () => {
    const drip = createNetServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const timer = setInterval(() => socket.write('x-a: b\r\n'), 50);
      socket.on('close', () => clearInterval(timer)).on('error', () => undefined);
    });
    await new Promise<void>((resolve) => drip.listen(0, '127.0.0.1', resolve));
    const { port } = drip.address() as AddressInfo;
    const limits = { connect: 200, headers: 300 };
    const result = await fetcherWith({ limits }).get(`http://127.0.0.1:${port}/x`);
    expect(result).toMatchObject({ kind: 'failed', reason: 'timeout' });
    drip.close();
  });

  test('packed again and again is not unpacked', async () => {
    const layers = (count: number) =>
      Array.from({ length: count }).reduce<Buffer>((bytes) => gzipSync(bytes), Buffer.from('deep'));
    const packed = (count: number) => ({
      body: layers(count),
      headers: { 'content-encoding': Array(count).fill('gzip').join(', ') },
    });
    server.route('/two', packed(2));
    server.route('/nine', packed(9));
    expect(await fetcherWith().get(`${server.url}/two`)).toMatchObject({ page: { body: 'deep' } });
    expect(await fetcherWith().get(`${server.url}/nine`)).toMatchObject({ kind: 'wall', wall: 'malformed' });
  });

  test('a robots.txt of which only the beginning counts may be longer, packed too', async () => {
    const rules = `User-agent: *\nDisallow: /private\n${'# filler\n'.repeat(200_000)}`;
    server.route('/robots.txt', { body: rules, type: 'text/plain', packed: 'gzip' });
    expect((await fetcherWith().get(`${server.url}/x`)).kind).toBe('page');
    expect(await fetcherWith().get(`${server.url}/private`)).toMatchObject({ wall: 'robots-disallowed' });
  });

  test('403 with Retry-After says how long the host is left alone', async () => {
    server.route('/x', { status: 403, retryAfter: '7200' });
    expect(await fetcherWith().get(`${server.url}/x`)).toMatchObject({
      wall: 'forbidden',
      retryAt: clock.now + 2 * HOUR,
    });
  });
});
