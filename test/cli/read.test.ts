import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../support/database.ts';
import { inProcess, jsonLines, tingchao } from './tingchao.ts';

function page(text: string, name = 'feed.xml'): string {
  const file = path.join(tempFolder(), name);
  writeFileSync(file, text);
  return file;
}

const FEED = `<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>
<item><guid>1</guid><title>停暖通知</title><description>今日检修</description><link>/a/1</link>
<author>张三</author><pubDate>Sun, 22 Nov 2026 09:00:00 +0800</pubDate></item>
<item><guid>2</guid><title>无时间</title><description>没有写时间</description></item>
</channel></rss>`;

describe('tingchao read', () => {
  test('posts as the contract says: ISO times, authors as pseudonyms, absent facts absent', async () => {
    const { status, stdout } = await tingchao([
      'read',
      'rss',
      '--page',
      page(FEED),
      '--url',
      'https://news.example/rss',
      '--now',
      '2026-11-22T02:00:00Z',
    ]);
    expect(status).toBe(0);
    const [first, second] = jsonLines(stdout);
    expect(first).toMatchObject({ source: 'rss', url: 'https://news.example/a/1', precision: 'second' });
    expect(first?.publishedAt).toBe('2026-11-22T01:00:00.000Z');
    expect(first?.author).toMatch(/^h:[\w-]{22}$/);
    expect(stdout).not.toContain('张三');
    expect(first).not.toHaveProperty('rating');
    expect(second).not.toHaveProperty('publishedAt');
    expect(second?.observedAt).toBe('2026-11-22T02:00:00.000Z');
  });

  test('with the installation’s key an author keeps one pseudonym', async () => {
    const file = page(FEED);
    const run = async (secret: string) =>
      jsonLines((await inProcess(['read', 'rss', '--page', file], { TINGCHAO_SECRET: secret })).stdout)[0]
        ?.author;
    const secret = 'k'.repeat(32);
    expect(await run(secret)).toBe(await run(secret));
    expect(await run(secret)).not.toBe(await run('l'.repeat(32)));
  });

  test('a page that is no feed is one wall line, and handled', async () => {
    const { status, stdout } = await inProcess([
      'read',
      'rss',
      '--page',
      page('<html><body>hi</body></html>', 'x.html'),
    ]);
    expect(status).toBe(0);
    expect(jsonLines(stdout)).toHaveLength(1);
    expect(jsonLines(stdout)[0]).toHaveProperty('wall', 'not-a-feed');
  });

  test('a file that is not there is told by name', async () => {
    const { status, stderr } = await inProcess(['read', 'rss', '--page', '/nowhere/x.xml']);
    expect(status).toBe(1);
    expect(stderr).toContain('/nowhere/x.xml');
  });

  test('a feed that breaks off gives what is whole, and the exit status says that there was more', async () => {
    const cut = page(FEED.slice(0, FEED.indexOf('没有写时间')));
    const { status, stdout, stderr } = await inProcess(['read', 'rss', '--page', cut]);
    expect(jsonLines(stdout)[0]).toMatchObject({ title: '停暖通知' });
    expect([status, stderr]).toEqual([1, expect.stringContaining('"error":"bad_page"')]);
  });

  test('--now without a zone is China’s, whatever zone the machine is in', async () => {
    for (const TZ of ['Asia/Shanghai', 'America/New_York']) {
      const args = ['read', 'rss', '--page', page(FEED), '--now', '2026-11-22 10:00'];
      const { status, stdout } = await tingchao(args, '', { TZ });
      expect(status).toBe(0);
      expect(jsonLines(stdout)[1]?.observedAt).toBe('2026-11-22T02:00:00.000Z');
    }
  });

  test.each(['yesterday', '3/1/2026', '2026', 'Sun, 22 Nov 2026'])('--now takes no "%s"', async (now) => {
    const { status, stdout, stderr } = await inProcess(['read', 'rss', '--page', page(FEED), '--now', now]);
    expect([status, stdout, stderr]).toEqual([1, '', expect.stringContaining('--now takes a date')]);
  });
});
