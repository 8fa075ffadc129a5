import { createHmac } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import type { MentionPage, Overview } from '../../server/core/screens/screens.ts';
import { openDatabase } from '../../server/db/engine/open.ts';
import { launchBrowser } from '../support/browser.ts';
import { anyOf } from '../support/make.ts';
import { startReceiver } from '../support/receiver.ts';
import { startReplayServer } from '../support/replay-server.ts';
import { apiOf, makeHome, run, until } from './processes.ts';

const SECRET = 'a-secret-for-signing-webhooks';

function feedOf(text: string): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: '城北论坛',
    items: [
      {
        id: 'topic-1',
        url: 'https://forum.example.cn/topic/1',
        title: '城北锅炉房出事了',
        content_text: text,
        date_published: new Date().toISOString(),
        authors: [{ name: '城北居民老王' }],
      },
    ],
  });
}

test('a post goes from a public page to the chart and to a signed webhook', async () => {
  const pages = await startReplayServer({
    '/robots.txt': { body: 'User-agent: *\nAllow: /', type: 'text/plain' },
    '/feed.json': {
      body: feedOf('城北供热锅炉房爆炸，浓烟滚滚，有人被困，电话打不通'),
      type: 'application/feed+json; charset=utf-8',
    },
  });
  const inbox = await startReceiver();
  const home = await makeHome();
  const server = run(['serve'], { ...home, TINGCHAO_ALLOW_PRIVATE: `127.0.0.1:${pages.port}` });
  const said = await until(
    'the server to listen',
    server.said,
    (text) => /listens on \S+/.test(text),
    120_000,
  );
  const url = /listens on (\S+)/.exec(said)?.[1] ?? '';
  const api = apiOf(url);

  const rule = anyOf('供热', '暖气');
  await api('POST', 'watches', { name: '城北供热', rule, people: [], sources: [], active: true });
  const settings = { url: inbox.url, secret: SECRET };
  await api('POST', 'channels', { kind: 'webhook', name: '值班', settings, minLevel: 'IV', active: true });
  const params = { url: `${pages.url}/feed.json`, platform: '城北论坛', voice: 'forum' };
  const feed = await api<{ id: number }>('POST', 'feeds', {
    name: '城北论坛',
    source: 'rss',
    params,
    every: 60,
    active: true,
  });

  const overview = await until(
    'the post in the chart',
    () => api<Overview>('GET', 'overview'),
    (seen) => seen.volume.reduce((sum, point) => sum + point.negative, 0) === 1,
    120_000,
  );
  expect(overview.stream[0]).toMatchObject({
    title: '城北锅炉房出事了',
    platform: '城北论坛',
    sentiment: -1,
  });

  const [call] = await until(
    'the webhook',
    () => inbox.received,
    (seen) => seen.length > 0,
    120_000,
  );
  const stamp = String(call?.headers['x-tingchao-timestamp']);
  const signature = createHmac('sha256', SECRET).update(`${stamp}.${call?.body}`).digest('hex');
  expect(call?.headers['x-tingchao-signature']).toBe(`sha256=${signature}`);
  expect(call?.body).toContain('城北供热');

  const { rows } = await api<MentionPage>('GET', `mentions?q=${encodeURIComponent('锅炉房爆炸')}`);
  expect(rows).toHaveLength(1);
  expect(rows[0]?.author).toMatch(/^h:/);
  expect(JSON.stringify(rows)).not.toContain('老王');

  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(`${url}/alerts/${overview.alerts[0]?.id ?? 1}`);
    await page.getByText('城北锅炉房出事了').first().waitFor();
  } finally {
    await browser.close();
  }

  // The same page once more, and whatever was still in hand: one message, never two.
  await api('POST', `feeds/${feed.id}/run`);
  await until(
    'the second look at the page',
    () => api<readonly unknown[]>('GET', `feeds/${feed.id}/runs`),
    (runs) => runs.length > 1,
    120_000,
  );
  server.child.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  const db = openDatabase(home.DATABASE_URL ?? `${home.TINGCHAO_DATA}/tingchao.db`, { readonly: true });
  onTestFinished(() => db.destroy());
  const deliveries = await db.selectFrom('delivery').select(['status', 'attempts']).execute();
  expect(deliveries).toEqual([{ status: 'sent', attempts: 1 }]);
  expect(inbox.received).toHaveLength(1);
}, 300_000);
