import { describe, expect, test } from 'vitest';
import { serveHttp } from './serve.ts';

const LIST = `<?xml version="1.0" encoding="GBK"?>
<opml version="2.0"><head><title>公关部订阅</title></head><body>
<outline text="供热"><outline type="rss" text="清河热力公告" xmlUrl="https://heat.example/rss"/></outline>
<outline type="rss" text="本地新闻" xmlUrl="https://news.example/rss"/>
<outline type="rss" text="坏地址" xmlUrl="ftp://x"/>
</body></opml>`;
/** 供热 and 清河 in GBK, as an old reader on Windows writes them. */
const GBK = Buffer.concat([
  Buffer.from('<opml version="1.0"><body><outline text="'),
  Buffer.from([0xb9, 0xa9, 0xc8, 0xc8]),
  Buffer.from('" xmlUrl="https://gbk.example/rss"/></body></opml>'),
]);

describe('a list of feeds', () => {
  const send = (url: string, body: string | Buffer<ArrayBuffer>, query: string) =>
    fetch(`${url}/api/feeds/opml?${query}`, { method: 'POST', body });

  test('is looked at without making anything, then made whole, and made again changes nothing', async () => {
    const { url, db, get } = await serveHttp();
    const look = await (await send(url, LIST, 'dry=1&folders=1')).json();
    expect(look).toMatchObject({
      title: '公关部订阅',
      madeFeeds: 0,
      madeWatches: 0,
      feeds: [{ status: 'new', folder: '供热' }, { status: 'new' }, { status: 'refused', reason: 'not-web' }],
      watches: [{ name: '供热', status: 'new' }],
    });
    expect(await get('/api/feeds')).toEqual([]);
    const made = await (await send(url, LIST, 'folders=1')).json();
    expect(made).toMatchObject({ madeFeeds: 2, madeWatches: 1 });
    expect(await get('/api/feeds')).toMatchObject([
      { name: '清河热力公告', source: 'rss', params: { url: 'https://heat.example/rss' }, active: true },
      { name: '本地新闻' },
    ]);
    expect(await get('/api/watches')).toMatchObject([{ name: '供热', rule: { any: ['供热'] }, sources: [] }]);
    const jobs = await db.selectFrom('job').select('kind').execute();
    expect(jobs).toEqual([{ kind: 'rematch' }]);
    expect(await (await send(url, LIST, 'folders=1')).json()).toMatchObject({ madeFeeds: 0, madeWatches: 0 });
  });

  test('makes no watches unless asked to', async () => {
    const { url, get } = await serveHttp();
    expect(await (await send(url, LIST, '')).json()).toMatchObject({ madeFeeds: 2, watches: [] });
    expect(await get('/api/watches')).toEqual([]);
  });

  test('is read in GBK, UTF-16 and with a byte order mark', async () => {
    const { url } = await serveHttp();
    const wide = Buffer.from(`\ufeff${LIST}`, 'utf16le');
    for (const [body, name] of [
      [GBK, '供热'],
      [wide, '清河热力公告'],
      [Buffer.from(`\ufeff${LIST}`), '清河热力公告'],
    ] as const) {
      const look = (await (await send(url, body, 'dry=1')).json()) as { feeds: { name: string }[] };
      expect(look.feeds[0]?.name).toBe(name);
    }
  });

  test('that is none is refused with what is wrong in which line', async () => {
    const { url, get } = await serveHttp();
    const answer = await send(url, `${LIST.slice(0, 230)}`, '');
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({
      error: { code: 'bad_file', details: { fault: 'broken', line: expect.any(Number) } },
    });
    expect(await get('/api/feeds')).toEqual([]);
  });

  test('is given away again as a file that other readers take', async () => {
    const { url } = await serveHttp();
    await send(url, LIST, '');
    const answer = await fetch(`${url}/api/feeds.opml`);
    expect(answer.headers.get('content-disposition')).toContain('.opml');
    const text = await answer.text();
    expect(text).toContain('xmlUrl="https://heat.example/rss"');
    expect(await (await send(url, text, 'dry=1')).json()).toMatchObject({
      feeds: [{ status: 'known' }, { status: 'known' }],
    });
  });
});
