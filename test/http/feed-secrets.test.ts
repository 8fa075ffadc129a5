import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createMemoryFetchStore } from '../../crawlers/polite/fetch-store.ts';
import { createPoliteFetcher } from '../../crawlers/polite/fetcher.ts';
import bluesky from '../../crawlers/sources/bluesky-search.ts';
import { HIDDEN } from '../../server/core/feed/hidden-address.ts';
import { readHere } from '../../server/core/feed/page-reading.ts';
import { readPages } from '../../server/flows/crawl/crawl-pages.ts';
import { previewFeed } from '../../server/flows/crawl/preview-feed.ts';
import { createLog } from '../../server/log.ts';
import { createEmbeddedQueue } from '../../server/queue/embedded.ts';
import { makeFeed } from '../support/make-feed.ts';
import { handlersOf } from '../support/queues.ts';
import { startReplayServer } from '../support/replay-server.ts';
import { faultOf, type Served, serveHttp } from './serve.ts';

const SECRET = 'very-secret-of-the-app';
const reddit = {
  name: '海外论坛',
  source: 'reddit',
  params: { query: '示例品牌', clientId: 'app', clientSecret: SECRET },
  every: 1_800,
  acknowledged: true,
};

async function storedParams({ db }: Served): Promise<Record<string, unknown>> {
  const row = await db.selectFrom('feed').select('params_json').executeTakeFirstOrThrow();
  return JSON.parse(row.params_json);
}

async function serveReddit() {
  const served = await serveHttp();
  const made = await served.ask('POST', '/api/feeds', { body: reddit });
  expect(made.status).toBe(201);
  return { ...served, made, served, row: made.json() };
}

/** A worker that tells what it was asked to try, and tries nothing. */
function answerPreviews({ db, bus }: Served): readonly object[] {
  const tried: object[] = [];
  const queue = createEmbeddedQueue({ db, bus, now: Date.now, log: createLog('silent', 'worker') });
  const preview = async ({ payload }: { readonly payload: object }) => {
    tried.push(payload);
    return 'tried';
  };
  queue.work(handlersOf({ preview }), { preview: 1 });
  onTestFinished(() => queue.drain(1_000));
  return tried;
}

describe('a secret of a feed', () => {
  test('never leaves the server', async () => {
    const { ask, made, row, served } = await serveReddit();
    expect(row.params).toEqual({ query: '示例品牌', clientId: 'app', clientSecret: HIDDEN });
    const paths = ['feeds', `feeds/${row.id}/runs`, 'sources', 'refusals', 'overview', 'watches'];
    const answers = await Promise.all(paths.map((path) => ask('GET', `/api/${path}`)));
    expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 200));
    for (const { body } of [made, ...answers]) expect(body).not.toContain(SECRET);
    expect(await storedParams(served)).toMatchObject({ clientSecret: SECRET });
  });

  test('survives being sent back hidden, and is replaced when it is typed anew', async () => {
    const { ask, row, served } = await serveReddit();
    const change = (params: object) =>
      ask('PUT', `/api/feeds/${row.id}`, { body: { ...reddit, name: '改名', params } });
    expect((await change({ ...row.params, query: '示例' })).status).toBe(200);
    expect(await storedParams(served)).toMatchObject({ query: '示例', clientSecret: SECRET });
    const retyped = await change({ ...row.params, clientSecret: 'another-secret' });
    expect(retyped.body).not.toContain('another-secret');
    expect(await storedParams(served)).toMatchObject({ clientSecret: 'another-secret' });
    const cleared = await change({ ...row.params, clientSecret: '' });
    expect(faultOf(cleared).details.faults).toMatchObject([{ field: 'clientSecret', code: 'missing' }]);
  });

  test('that was never told is missing, and what was told to one source is not told to another', async () => {
    const { ask, row } = await serveReddit();
    const hidden = { query: 'x', identifier: 'a.bsky.social', appPassword: HIDDEN };
    const moved = { ...reddit, source: 'bluesky-search', params: hidden };
    const answers = [
      await ask('PUT', `/api/feeds/${row.id}`, { body: moved }),
      await ask('POST', '/api/feeds', { body: moved }),
      await ask('POST', '/api/feeds/preview', {
        body: { source: moved.source, params: hidden, feed: row.id, acknowledged: true },
      }),
    ];
    for (const answer of answers)
      expect(faultOf(answer)).toMatchObject({
        code: 'bad_params',
        details: { faults: [{ field: 'appPassword', code: 'missing' }] },
      });
  });

  test('of a source that is gone could be anywhere, so all of it is hidden', async () => {
    const { get, db } = await serveHttp();
    await makeFeed(db, { source: 'gone', params: { key: SECRET } });
    expect((await get('/api/feeds'))[0].params).toEqual({ key: HIDDEN });
  });

  test('is taken out of what the far side says, in previews and in the record of a run', async () => {
    const params = { query: 'x', identifier: 'a.bsky.social', appPassword: SECRET };
    const said = { error: 'Odd', message: `the password ${SECRET} is odd` };
    const site = await startReplayServer({
      '/xrpc/com.atproto.server.createSession': { body: '{"accessJwt":"t"}', type: 'application/json' },
      '/xrpc/app.bsky.feed.searchPosts?q=x&sort=latest&limit=100': { body: JSON.stringify(said) },
    });
    const fetcher = createPoliteFetcher({
      store: createMemoryFetchStore(),
      contact: 'https://example.org/bot',
      now: Date.now,
      replay: { 'https://bsky.social': site.url },
      localHosts: { 'bsky.social': { minInterval: 0 } },
    });
    onTestFinished(async () => {
      await fetcher.close();
      await site.close();
    });
    const sources = new Map([[bluesky.name, bluesky]]);
    const preview = await previewFeed(
      { sources, fetcher, readPage: readHere, now: Date.now },
      { source: bluesky.name, params },
    );
    expect(preview).toMatchObject({ outcome: 'wall', detail: `Odd the password ${HIDDEN} is odd` });
    expect(JSON.stringify(preview)).not.toContain(SECRET);
    const { db } = await serveHttp();
    const feed = await makeFeed(db, { source: bluesky.name, params });
    const ingest = async () => {
      throw new Error('nothing is stored of a wall');
    };
    const read = await readPages(
      { db, sources, fetcher, readPage: readHere, ingest, now: Date.now },
      { feed, backlog: false, isFirst: false },
    );
    expect(read.end?.detail).toBe(`Odd the password ${HIDDEN} is odd`);
  });

  test('is blanked in the log', async () => {
    const log = new URL('../../server/log.ts', import.meta.url).href;
    const say = `createLog('info', 'web').info({ params: { s: '${SECRET}' }, feed: { params: '${SECRET}' } }, 'x')`;
    const code = `import('${log}').then(({ createLog }) => ${say})`;
    const { stderr } = await promisify(execFile)(process.execPath, ['-e', code]);
    expect(stderr).toContain('"msg":"x"');
    expect(stderr).not.toContain(SECRET);
  });
});

describe('a source that is off by default', () => {
  const { acknowledged: _, ...silent } = reddit;

  test('is not made a feed before somebody says they read its note', async () => {
    const { ask, get } = await serveHttp();
    const answer = await ask('POST', '/api/feeds', { body: silent });
    expect(answer.status).toBe(403);
    const { code, details } = faultOf(answer);
    expect(code).toBe('not_acknowledged');
    expect(details.note).toMatchObject({ zh: expect.stringContaining('Reddit'), en: expect.any(String) });
    const refused = await ask('POST', '/api/feeds', { body: { ...silent, active: false } });
    expect(faultOf(refused).code).toBe('not_acknowledged');
    expect(await get('/api/feeds')).toEqual([]);
  });

  test('asks again when it is switched on or moved to, not when it is edited or switched off', async () => {
    const { ask, row } = await serveReddit();
    const put = async (change: object) => {
      const body = { ...silent, params: row.params, ...change };
      return (await ask('PUT', `/api/feeds/${row.id}`, { body })).status;
    };
    expect(await put({ name: '改名' })).toBe(200);
    expect(await put({ active: false })).toBe(200);
    expect(await put({ active: true })).toBe(403);
    expect(await put({ active: true, acknowledged: true })).toBe(200);
    const news = { source: 'rss', params: { url: 'https://news.example/rss' } };
    expect(await put(news)).toBe(200);
    expect(await put({ params: reddit.params })).toBe(403);
  });

  test('is not even tried before, unless the feed is there', async () => {
    const { ask, row, served } = await serveReddit();
    const tried = answerPreviews(served);
    const source = { source: row.source, params: row.params };
    expect(faultOf(await ask('POST', '/api/feeds/preview', { body: source })).code).toBe('not_acknowledged');
    expect(tried).toEqual([]);
    const said = { acknowledged: true, params: reddit.params };
    for (const more of [said, { feed: row.id }]) {
      const answer = await ask('POST', '/api/feeds/preview', { body: { ...source, ...more } });
      expect([answer.status, answer.json()]).toEqual([200, 'tried']);
    }
    // The one that is there is tried with its own secret.
    expect(tried).toEqual([1, 2].map(() => ({ source: 'reddit', params: reddit.params })));
  });

  test('asks again when its switch is turned on', async () => {
    const { ask, row } = await serveReddit();
    const turn = async (body: object) => (await ask('POST', `/api/feeds/${row.id}/active`, { body })).status;
    expect(await turn({ active: false })).toBe(204);
    expect(await turn({ active: true })).toBe(403);
    expect(await turn({ active: true, acknowledged: true })).toBe(204);
  });

  test('others need no such word', async () => {
    const { ask } = await serveHttp();
    const body = { name: 'HN', source: 'hacker-news', params: { query: 'example' }, every: 900 };
    expect((await ask('POST', '/api/feeds', { body })).status).toBe(201);
  });
});
