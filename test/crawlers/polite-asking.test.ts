import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createMemoryFetchStore, type FetchStore } from '../../crawlers/polite/fetch-store.ts';
import { createPoliteFetcher, type PoliteDeps, type PoliteFetcher } from '../../crawlers/polite/fetcher.ts';
import { type ReplayServer, startReplayServer } from '../support/replay-server.ts';

const NOW = Date.parse('2026-11-22T10:00:00+08:00');
const FORM = { type: 'form', body: 'searchkey=%E5%8F%AC%E5%9B%9E&pageNum=1' } as const;

let server: ReplayServer;
let store: FetchStore;
let fetcher: PoliteFetcher;

const toLoopback: PoliteDeps['lookup'] = (_host, _options, callback) =>
  callback(null, [{ address: '127.0.0.1', family: 4 }]);

beforeEach(async () => {
  server = await startReplayServer({ '/robots.txt': { body: 'User-agent: *\nDisallow: /closed\n' } });
  store = createMemoryFetchStore();
  const local = { minInterval: 0 };
  fetcher = createPoliteFetcher({
    store,
    contact: 'https://example.org/bot',
    now: () => NOW,
    lookup: toLoopback,
    localHosts: { 'a.test': local, 'b.test': local },
  });
});

afterEach(async () => {
  await fetcher.close();
  await server.close();
});

const at = (host: string, path: string) => `http://${host}:${server.port}${path}`;
const last = () => {
  const seen = server.seen.at(-1);
  return { method: seen?.method, path: seen?.path, host: seen?.host.split(':')[0], body: seen?.body() };
};

describe('a question', () => {
  test.each([
    [FORM, 'application/x-www-form-urlencoded'],
    [{ type: 'json', body: '{"词":"召回"}' }, 'application/json'],
  ] as const)('is posted as it was written', async (post, type) => {
    server.route('/ask', { body: '{"announcements":null}', type: 'application/json' });
    const result = await fetcher.get(at('a.test', '/ask'), { post });
    expect(result).toMatchObject({ kind: 'page', page: { body: '{"announcements":null}' } });
    expect(last()).toMatchObject({ method: 'POST', body: post.body });
    expect(server.seen.at(-1)?.headers).toMatchObject({ 'content-type': type });
  });

  test('is never conditional, and its answer is not remembered as what the address holds', async () => {
    server.route('/ask', { body: 'x', etag: '"e"' });
    await store.remember(at('a.test', '/ask'), { etag: '"e"', bodyHash: '', fetchedAt: NOW });
    const result = await fetcher.get(at('a.test', '/ask'), { post: FORM });
    expect(server.seen.at(-1)?.headers['if-none-match']).toBeUndefined();
    expect(result).toMatchObject({ kind: 'page', page: { body: 'x' } });
    expect(result.kind === 'page' && result.page.conditional).toBeUndefined();
  });

  test('is not asked where robots.txt keeps us out', async () => {
    expect(await fetcher.get(at('a.test', '/closed'), { post: FORM })).toMatchObject({
      kind: 'wall',
      wall: 'robots-disallowed',
    });
    expect(server.seen.map(({ path }) => path)).toEqual(['/robots.txt']);
  });

  test.each([307, 308])('is repeated where the same host sends it on with %i', async (status) => {
    server.route('/ask', { redirect: '/answer', status });
    server.route('/answer', { body: 'yes' });
    expect((await fetcher.get(at('a.test', '/ask'), { post: FORM })).kind).toBe('page');
    expect(last()).toMatchObject({ method: 'POST', path: '/answer', body: FORM.body });
  });

  test.each([301, 302, 303])(
    'is not repeated behind a %i: the page there is only looked at',
    async (status) => {
      server.route('/ask', { redirect: at('b.test', '/answer'), status });
      server.route('/answer', { body: 'yes', etag: '"e"' });
      const result = await fetcher.get(at('a.test', '/ask'), { post: FORM });
      expect(result.kind === 'page' && result.page.conditional).toBeUndefined();
      expect(last()).toMatchObject({ method: 'GET', path: '/answer', host: 'b.test', body: '' });
      expect(server.seen.at(-1)?.headers['content-type']).toBeUndefined();
    },
  );

  test('is never carried to another host', async () => {
    server.route('/ask', { redirect: at('b.test', '/answer'), status: 307 });
    expect(await fetcher.get(at('a.test', '/ask'), { post: FORM })).toMatchObject({
      kind: 'failed',
      reason: 'bad-url',
    });
    expect(server.seen.map(({ path }) => path)).toEqual(['/robots.txt', '/ask']);
  });
});

describe('a credential', () => {
  const authorization = 'Bearer secret';

  test('goes to its host, also behind a redirect there, and not with robots.txt', async () => {
    server.route('/one', { redirect: '/two' });
    server.route('/two', { body: 'x' });
    await fetcher.get(at('a.test', '/one'), { authorization });
    expect(server.seen.map(({ path, headers }) => [path, headers.authorization])).toEqual([
      ['/robots.txt', undefined],
      ['/one', authorization],
      ['/two', authorization],
    ]);
  });

  test('never crosses to another host', async () => {
    server.route('/one', { redirect: at('b.test', '/two') });
    server.route('/two', { body: 'x' });
    expect((await fetcher.get(at('a.test', '/one'), { authorization })).kind).toBe('page');
    const elsewhere = server.seen.filter(({ host }) => host.startsWith('b.test'));
    expect(elsewhere.map(({ path }) => path)).toEqual(['/robots.txt', '/two']);
    expect(elsewhere.every(({ headers }) => headers.authorization === undefined)).toBe(true);
  });
});
