import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseConfig } from '../../server/config.ts';
import type { LiveEvent } from '../../server/core/job/live.ts';
import type {
  FeedPreview,
  FeedRow,
  MentionPage,
  WatchPreview,
  WatchRow,
} from '../../server/core/screens/screens.ts';
import { type Runtime, startRuntime } from '../../server/runtime.ts';
import { anyOf } from '../support/make.ts';
import { startReplayServer } from '../support/replay-server.ts';
import { tempFolderUntilEnd } from './folder.ts';
import { asker, faultOf } from './serve.ts';

const FEED = `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>t</title>
<item><guid>1</guid><title>停暖</title><description>阳光花园停暖两天,打客服没人接,太差了</description><pubDate>${new Date().toUTCString()}</pubDate></item>
<item><guid>2</guid><title>天气</title><description>明天晴</description><pubDate>${new Date().toUTCString()}</pubDate></item></channel></rss>`;

/** Reads live events until one is wanted. */
async function hear(
  url: string,
  wanted: (event: LiveEvent) => boolean,
  ready: () => Promise<unknown>,
): Promise<LiveEvent[]> {
  const stop = new AbortController();
  const answer = await fetch(`${url}/api/live`, { signal: stop.signal });
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  await ready();
  const heard: LiveEvent[] = [];
  let rest = '';
  for await (const part of (answer.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + part).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (data !== undefined) heard.push(JSON.parse(data));
    }
    if (heard.some(wanted)) break;
  }
  stop.abort();
  return heard;
}

async function until<T>(look: () => Promise<T>, good: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await look();
    if (good(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

// One story, told in order.
describe('the whole server: pages, worker, database', { shuffle: false }, () => {
  const folder = tempFolderUntilEnd();
  let runtime: Runtime;
  let page: Awaited<ReturnType<typeof startReplayServer>>;
  let ask: ReturnType<typeof asker>;

  beforeAll(async () => {
    page = await startReplayServer({ '/feed.xml': { body: FEED, type: 'text/xml', etag: '"1"' } });
    const config = parseConfig({ TINGCHAO_DATA: folder, TINGCHAO_PORT: '0', TINGCHAO_LOG: 'silent' });
    runtime = await startRuntime(config, {
      localHosts: { [new URL(page.url).host]: { minInterval: 0 } },
      beat: { feeds: 1, detect: 1, deliver: 1 },
    });
    ask = asker(Number(new URL(runtime.url).port));
  });

  afterAll(async () => {
    await runtime.close();
    await page.close();
  });

  test('the worker says it is alive', async () => {
    const health = await until(
      async () =>
        (await ask('GET', '/api/health')).json<{ role: { worker: { lastSeenAt: number | null } } }>(),
      ({ role }) => role.worker.lastSeenAt !== null,
    );
    expect(Date.now() - (health.role.worker.lastSeenAt ?? 0)).toBeLessThan(30_000);
  });

  test('a feed is looked at politely before it is saved, and nothing is stored', async () => {
    const body = { source: 'rss', params: { url: `${page.url}/feed.xml` } };
    const preview = (await ask('POST', '/api/feeds/preview', { body })).json<FeedPreview>();
    expect(preview.outcome).toBe('posts');
    expect(preview.posts.map((post) => post.title)).toEqual(['停暖', '天气']);
    expect(page.seen.map((request) => request.path)).toEqual(['/robots.txt', '/feed.xml']);
    expect((await ask('GET', '/api/feeds')).json<FeedRow[]>()).toEqual([]);
  });

  test('a preview of what is not there is an outcome, not an error', async () => {
    const body = { source: 'rss', params: { url: 'http://127.0.0.1:9/feed.xml' } };
    const preview = (await ask('POST', '/api/feeds/preview', { body })).json<FeedPreview>();
    expect(preview.outcome).toBe('failed');
    expect(preview.detail).toContain('private-address');
  });

  test('a new feed is crawled at once; its mention is on the open page a moment later', async () => {
    const rule = anyOf('停暖');
    await ask('POST', '/api/watches', { body: { name: '热力公司', rule } });
    const heard = await hear(
      runtime.url,
      (event) => event.kind === 'mentions' && event.added > 0,
      () =>
        ask('POST', '/api/feeds', {
          body: { name: '本地', source: 'rss', params: { url: `${page.url}/feed.xml` }, every: 3600 },
        }),
    );
    expect(heard.some((event) => event.kind === 'settings')).toBe(true);
    expect(heard.some((event) => event.kind === 'alive' || event.kind === 'job')).toBe(false);
    const mentions = (await ask('GET', '/api/mentions')).json<MentionPage>();
    expect(mentions.rows).toHaveLength(1);
    expect(mentions.rows[0]).toMatchObject({ title: '停暖', watchName: '热力公司', sentiment: -1 });
  });

  test('the feed after its first visit is read again for a preview, without "nothing new"', async () => {
    const body = { source: 'rss', params: { url: `${page.url}/feed.xml` } };
    const preview = (await ask('POST', '/api/feeds/preview', { body })).json<FeedPreview>();
    expect(preview.posts).toHaveLength(2);
  });

  test('what is mentioned can be taken along as a table', async () => {
    const { body, headers } = await ask('GET', '/api/mentions.csv?q=%E5%81%9C%E6%9A%96');
    expect(headers['content-type']).toContain('text/csv');
    expect(body.startsWith('\ufeff')).toBe(true);
    expect(body.trimEnd().split('\r\n')).toHaveLength(2);
    expect(body).toContain('阳光花园停暖两天');
  });

  test('a watch made later sees what is stored, and its preview said so before', async () => {
    const rule = anyOf('明天晴');
    const preview = (
      await ask('POST', '/api/watches/preview', { body: { rule, people: [] } })
    ).json<WatchPreview>();
    expect([preview.matched, preview.scanned]).toEqual([1, 2]);
    const { id } = (await ask('POST', '/api/watches', { body: { name: '天气', rule } })).json<WatchRow>();
    const rows = await until(
      async () => (await ask('GET', '/api/watches')).json<WatchRow[]>(),
      (each) => each.some((row) => row.id === id && row.mentions24h === 1),
    );
    expect(rows).toHaveLength(2);
  });

  test('a channel that nobody answers is told so, in words', async () => {
    const gone = await startReplayServer();
    await gone.close();
    const body = { kind: 'webhook', name: '群', settings: { url: gone.url }, minLevel: 'I' };
    const { id } = (await ask('POST', '/api/channels', { body })).json<{ id: number }>();
    const result = (await ask('POST', `/api/channels/${id}/test`)).json<{ ok: boolean; reason: string }>();
    expect(result.ok).toBe(false);
    expect(result.reason).toContain('ECONNREFUSED');
  });

  test('the overview draws what came in', async () => {
    const overview = (await ask('GET', '/api/overview')).json<{
      volume: { negative: number }[];
      stream: unknown[];
      trust: { total: number };
    }>();
    expect(overview.stream).toHaveLength(2);
    expect(overview.volume.reduce((sum, point) => sum + point.negative, 0)).toBe(1);
    expect(overview.trust.total).toBe(1);
  });

  test('the key of the pseudonyms is made once, for the owner’s eyes only', () => {
    const file = path.join(folder, 'author-key');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8').trim()).toMatch(/^[0-9a-f]{64}$/);
  });

  test('an address or a folder that is taken is a fault of the settings, told at once', async () => {
    const { port } = new URL(runtime.url);
    const other = path.join(folder, 'other');
    const config = parseConfig({ TINGCHAO_DATA: other, TINGCHAO_PORT: port, TINGCHAO_LOG: 'silent' });
    await expect(startRuntime(config)).rejects.toThrow(/TINGCHAO_PORT.*EADDRINUSE/);
    await expect(startRuntime({ ...config, dataFolder: folder })).rejects.toThrow(/another server works in/);
  });

  test('unknown things asked of the worker come back as faults', async () => {
    const answer = await ask('POST', '/api/feeds/preview', { body: { source: 'weibo', params: {} } });
    expect([answer.status, faultOf(answer).code]).toEqual([400, 'unknown_source']);
  });
});
