import { readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { tempFolder } from '../support/database.ts';
import { type Reply, startReplayServer } from '../support/replay-server.ts';
import { inProcess, jsonLines, tingchao } from './tingchao.ts';

const FEED = `<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>
<item><guid>1</guid><title>停暖通知</title><description>今日检修</description><link>/a/1</link>
<author>张三</author><pubDate>Sun, 22 Nov 2026 09:00:00 +0800</pubDate></item>
<item><guid>2</guid><title>无时间</title><description>没有写时间</description></item>
</channel></rss>`;
const RSS: Reply = { body: FEED, type: 'application/rss+xml; charset=utf-8' };
const WALL: Reply = { body: '<!doctype html><html><head><title>百度安全验证</title></head></html>' };

/** In this process, and without a second between robots.txt and the page. */
const collect = (args: readonly string[], env: Record<string, string>) =>
  inProcess(args, env, '', { spacingMs: 0 });

/** A site on loopback, an installation without anything in it, and the command for its feed. */
async function site(routes: Readonly<Record<string, Reply>>) {
  const server = await startReplayServer(routes);
  onTestFinished(() => server.close());
  const data = tempFolder();
  const args = ['collect', 'rss', '--param', `url=${server.url}/feed.xml`];
  const env = { TINGCHAO_DATA: data, TINGCHAO_ALLOW_PRIVATE: new URL(server.url).host };
  const asked = () => server.seen.map(({ path }) => path);
  return { server, data, args, env, asked };
}

describe('tingchao collect', () => {
  test('prints the posts as the contract says, asks politely and stores nothing', async () => {
    const { server, data, args, env, asked } = await site({ '/feed.xml': RSS });
    const began = Date.now();
    const { status, stdout, stderr } = await tingchao(args, '', env);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const [first, second, ...more] = jsonLines(stdout);
    expect(more).toEqual([]);
    expect(first).toEqual({
      source: 'rss',
      platform: 'news',
      externalId: expect.stringMatching(/1$/),
      url: `${server.url}/a/1`,
      title: '停暖通知',
      text: '今日检修',
      author: expect.stringMatching(/^h:[\w-]{22}$/),
      precision: 'second',
      publishedAt: '2026-11-22T01:00:00.000Z',
    });
    expect(second).toEqual({
      source: 'rss',
      platform: 'news',
      externalId: expect.stringMatching(/2$/),
      title: '无时间',
      text: '没有写时间',
      precision: 'none',
      observedAt: expect.any(String),
    });
    expect(Date.parse(String(second?.observedAt))).toBeGreaterThanOrEqual(began);
    expect(asked()).toEqual(['/robots.txt', '/feed.xml']);
    for (const { headers } of server.seen) expect(headers['user-agent']).toMatch(/^Tingchao\//);
    expect(readdirSync(data)).toEqual([]);
  });

  test('a second run prints the same again: nothing is known from the first', async () => {
    const { args, env } = await site({ '/feed.xml': { ...RSS, etag: '"1"' } });
    const secret = { ...env, TINGCHAO_SECRET: 'k'.repeat(32) };
    const ids = ({ stdout }: { stdout: string }) =>
      jsonLines(stdout).map(({ externalId, author }) => [externalId, author]);
    const first = ids(await collect(args, secret));
    expect(first).toHaveLength(2);
    expect(ids(await collect(args, secret))).toEqual(first);
  });

  test.each([
    ['the site refuses', { '/feed.xml': { ...WALL, status: 403 } }, 'captcha'],
    ['a wall comes in the clothes of a page', { '/feed.xml': WALL }, 'captcha'],
    ['the page is no feed', { '/feed.xml': { body: '<html><body>hi</body></html>' } }, 'not-a-feed'],
    ['nothing is there', {}, 'gone'],
  ] as const)('where %s: one line that names the wall, and handled', async (_, routes, wall) => {
    const { args, env } = await site(routes);
    const { status, stdout, stderr } = await collect(args, env);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(jsonLines(stdout)).toEqual([{ wall, detail: expect.stringMatching(/./) }]);
  });

  test('where robots.txt says no, the page is not asked for', async () => {
    const robots = { body: 'User-agent: *\nDisallow: /', type: 'text/plain' };
    const { args, env, asked } = await site({ '/robots.txt': robots, '/feed.xml': RSS });
    const { status, stdout } = await collect(args, env);
    expect(status).toBe(0);
    expect(jsonLines(stdout)).toEqual([{ wall: 'robots-disallowed', detail: expect.any(String) }]);
    expect(asked()).toEqual(['/robots.txt']);
  });

  test('a wall at one address keeps nobody from asking the next', async () => {
    const timeline = (tag: string) => `/api/v1/timelines/tag/${tag}?limit=40`;
    const uri = 'https://social.example/@a/1';
    const toot = { uri, content: '<p>供暖恢复</p>', created_at: '2026-11-22T01:00:00Z' };
    const list: Reply = { body: JSON.stringify([toot]), type: 'application/json' };
    const { server, env } = await site({ [timeline('heating')]: list });
    const params = [`instance=${server.url}`, 'tags=gone,heating'].flatMap((pair) => ['--param', pair]);
    const { status, stdout } = await collect(['collect', 'mastodon-tag', ...params], env);
    expect(status).toBe(0);
    expect(jsonLines(stdout)).toEqual([
      { wall: 'gone', detail: expect.any(String) },
      expect.objectContaining({ externalId: uri, text: '供暖恢复' }),
    ]);
  });

  test('what is off by default says on stderr why', async () => {
    const { server, env } = await site({ '/news/': { body: '<html><body><p>x</p></body></html>' } });
    const args = ['collect', 'web-page', '--param', `url=${server.url}/news/`];
    const { status, stdout, stderr } = await collect(args, env);
    expect(status).toBe(0);
    expect(jsonLines(stdout)).toEqual([expect.objectContaining({ wall: 'shape-changed' })]);
    expect(stderr).toMatch(/^tingchao: web-page: Only for sites that you may read\b.*\n$/);
  });

  test('a feed that breaks off: its whole posts, and the rest named on stderr', async () => {
    const cut = FEED.slice(0, FEED.indexOf('没有写'));
    const { args, env } = await site({ '/feed.xml': { ...RSS, body: cut } });
    const { status, stdout, stderr } = await collect(args, env);
    expect(status).toBe(1);
    expect(jsonLines(stdout).map(({ title }) => title)).toEqual(['停暖通知']);
    const [entry = '', ...more] = stderr.trimEnd().split('\n');
    expect(JSON.parse(entry)).toEqual({ entry: 1, error: 'bad_page', message: 'truncated feed' });
    expect(more).toEqual([
      'tingchao: the page is damaged (malformed): what came after its 1 whole entries is missing',
    ]);
  });

  const items = [1, 2, 3].map((id) => ({ id: `${id}`, title: `第 ${id} 条`, content_text: '停暖，"]}' }));
  const JSON_FEED = JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', items });
  const cutAt = (text: string, sign: string) => text.slice(0, text.lastIndexOf(sign));
  const packed = gzipSync(FEED + ' '.repeat(9_000));
  // Half of it is sent, which ends within the third entry.
  const third = `<item><guid>3</guid><title>尾</title><description>${'x'.repeat(2_000)}</description></item>`;
  const long = FEED.replace('</channel>', `${third}</channel>`);
  test.each([
    ['the connection breaks', { ...RSS, body: long, truncate: true }, /\(reset\)/, ['停暖通知', '无时间']],
    [
      'the connection breaks without a length',
      { ...RSS, body: long, truncate: 'chunked' },
      /\(reset\)/,
      ['停暖通知', '无时间'],
    ],
    [
      'packed data ends early',
      { ...RSS, body: packed.subarray(0, -12), headers: { 'content-encoding': 'gzip' } },
      /\(malformed\)/,
      ['停暖通知', '无时间'],
    ],
    [
      'JSON breaks off in its third item',
      { body: cutAt(JSON_FEED, '停暖'), type: 'application/feed+json' },
      /\(malformed\)/,
      ['第 1 条', '第 2 条'],
    ],
    [
      'JSON breaks off before its first item is whole',
      { body: JSON_FEED.slice(0, JSON_FEED.indexOf('停暖')), type: 'application/feed+json' },
      /\(malformed\)/,
      [],
    ],
    [
      'XML breaks off before its first entry is whole',
      { ...RSS, body: FEED.slice(0, 90) },
      /\(malformed\)/,
      [],
    ],
  ] as const)('where %s: status 1, why on stderr, and what came before', async (_, reply, why, titles) => {
    const { args, env } = await site({ '/feed.xml': reply });
    const { status, stdout, stderr } = await collect(args, env);
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(why) });
    const lines = jsonLines(stdout);
    expect(lines.flatMap(({ title }) => title ?? [])).toEqual(titles);
    for (const { wall } of lines) if (wall !== undefined) expect(wall).toBe('malformed');
  });

  test('an answer of a forum that breaks off in JSON: its whole rows, and status 1', async () => {
    const timeline = '/api/v1/timelines/tag/heating?limit=40';
    const toot = (id: number) => ({
      uri: `https://social.example/@a/${id}`,
      content: `<p>供暖恢复 ${id}</p>`,
      created_at: '2026-11-22T01:00:00Z',
      tags: [{ name: 'heating' }],
    });
    const body = JSON.stringify([toot(1), toot(2), toot(3)]).slice(0, -9);
    const { server, env } = await site({ [timeline]: { body, type: 'application/json' } });
    const params = [`instance=${server.url}`, 'tags=heating'].flatMap((pair) => ['--param', pair]);
    const { status, stdout, stderr } = await collect(['collect', 'mastodon-tag', ...params], env);
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('(malformed)') });
    expect(jsonLines(stdout).map(({ text }) => text)).toEqual(['供暖恢复 1', '供暖恢复 2']);
  });

  test('a page without entries to tell apart is not read where it breaks off', async () => {
    const body = `<html><body><article><p>${'停暖'.repeat(400)}</p></article></body></html>`;
    const { args, env } = await site({ '/feed.xml': { body, truncate: true } });
    const { status, stdout, stderr } = await collect(args, env);
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(/\(reset\)/),
    });
  });

  test('a connection that is refused: status 1, and why, on stderr alone', async () => {
    const { server, data, args, env } = await site({ '/feed.xml': RSS });
    await server.close();
    const { status, stdout, stderr } = await tingchao(args, '', env);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^tingchao: the fetch failed \(refused\): .*ECONNREFUSED.*\n$/);
    expect(readdirSync(data)).toEqual([]);
  });

  test('a server in trouble: status 1 too', async () => {
    const { args, env } = await site({ '/feed.xml': { status: 503, body: 'busy' } });
    const { status, stdout, stderr } = await collect(args, env);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toBe('tingchao: the fetch failed (server-error): status 503\n');
  });

  test('a private address that nobody has allowed is never asked', async () => {
    const { args, env, asked } = await site({ '/feed.xml': RSS });
    const { status, stdout, stderr } = await collect(args, { TINGCHAO_DATA: env.TINGCHAO_DATA });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('(private-address)');
    expect(asked()).toEqual([]);
  });
});
