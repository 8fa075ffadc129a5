import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createPoliteFetcher } from '../../../crawlers/polite/fetcher.ts';
import webPage from '../../../crawlers/sources/web-page.ts';
import { readHere } from '../../../server/core/feed/page-reading.ts';
import type { Params } from '../../../server/core/feed/source.ts';
import { DAY, HOUR } from '../../../server/core/time.ts';
import { createFetchStore } from '../../../server/db/feed/fetch-store.ts';
import { listRefusals } from '../../../server/db/feed/refusals.ts';
import { readFeedRows } from '../../../server/db/views/feed/feeds.ts';
import { crawl } from '../../../server/flows/crawl/crawl.ts';
import { ingest } from '../../../server/flows/ingest/ingest.ts';
import { prune } from '../../../server/flows/upkeep/prune.ts';
import { plainReader } from '../../flows/alert/alert-stage.ts';
import { makeDatabase } from '../../support/database.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { NOW } from '../../support/make.ts';
import { makeFeed } from '../../support/make-feed.ts';
import { QUIET_LOG } from '../../support/quiet-log.ts';
import { type Reply, startReplayServer } from '../../support/replay-server.ts';

const article = (title: string): Reply => ({
  body: `<html><title>${title}</title><h1>${title}</h1><p>2026-11-22 09:00 来源：清河晚报</p>
    <div class="article-content"><p>${title}：供热公司表示暖气管道正在抢修，请居民耐心等待。</p></div></html>`,
});
const listOf = (...paths: string[]): Reply => ({
  body: `<html><ul class="news">${paths.map((path) => `<li><a href="${path}">供热公司抢修进展通报${path}</a></li>`).join('')}</ul></html>`,
});

async function watchSite(routes: Readonly<Record<string, Reply>>, settings: Params = {}, at = '/news/') {
  const db = await makeDatabase();
  const server = await startReplayServer({ '/robots.txt': { status: 404 }, ...routes });
  onTestFinished(() => server.close());
  let clock = NOW;
  const now = () => clock;
  const open = () => {
    const opened = createPoliteFetcher({
      store: createFetchStore(db),
      contact: 'mailto:test@example.com',
      now,
      localHosts: { [new URL(server.url).host]: { minInterval: 0 } },
    });
    onTestFinished(() => opened.close());
    return opened;
  };
  let fetcher = open();
  const params = { url: server.url + at, most: 20, ...settings };
  const feed = await makeFeed(db, { source: 'web-page', params, every: 1_800 });
  const reading = ingestDeps(db, { reader: plainReader, now });
  const sources = new Map([[webPage.name, webPage]]);
  return {
    server,
    db,
    sources,
    now,
    async run() {
      const before = server.seen.length;
      const report = await crawl(
        {
          db,
          sources,
          fetcher,
          readPage: readHere,
          now,
          log: QUIET_LOG,
          ingest: (batch) => ingest(reading, batch),
        },
        { feedId: feed.id },
      );
      clock += HOUR;
      const asked = server.seen.slice(before).map(({ path }) => path);
      return { ...report, asked: asked.filter((path) => path !== '/robots.txt') };
    },
    later: (ms: number) => {
      clock += ms;
    },
    /** As if the pauses of all hosts were over. */
    restart: () => {
      fetcher = open();
    },
    titles: async () => (await db.selectFrom('post').select('title').execute()).map(({ title }) => title),
    refusals: async () => (await listRefusals(db, 20)).map(({ reason, excerpt }) => [reason, excerpt]),
  };
}

const entry = (path: string, at: string) => `<url><loc>${path}</loc><lastmod>${at}</lastmod></url>`;
const PART = '<sitemap><loc>/part.xml.gz</loc><lastmod>2026-11-21</lastmod></sitemap>';

test('parts of a sitemap that are packed files are unpacked; a damaged one is named', async () => {
  const { run, server } = await watchSite(
    {
      '/sitemap.xml': { body: `<sitemapindex>${PART}</sitemapindex>`, type: 'text/xml' },
      '/part.xml.gz': {
        body: gzipSync(`<urlset>${entry('/a/2.html', '2026-11-20')}</urlset>`),
        type: 'application/gzip',
      },
      '/a/2.html': article('二号'),
    },
    {},
    '/sitemap.xml',
  );
  expect(await run()).toMatchObject({ outcome: 'posts', stored: 1 });
  const damaged = gzipSync('<urlset></urlset>'.repeat(99)).subarray(0, 30);
  server.route('/part.xml.gz', { body: damaged, type: 'application/gzip' });
  expect(await run()).toMatchObject({ outcome: 'wall', wall: 'malformed' });
});

describe('a run', () => {
  test('asks for the articles on the list once; the next one for new ones only', async () => {
    const { run, server, titles } = await watchSite({
      '/news/': listOf('/news/101.html', '/news/102.html?from=timeline', '/go/103'),
      '/news/101.html': article('一号小区'),
      '/news/102.html?from=timeline': article('二号小区'),
      '/go/103': { redirect: '/news/103.html' },
      '/news/103.html': article('三号小区'),
    });
    expect(await run()).toMatchObject({ outcome: 'posts', stored: 3, refused: 0 });
    expect(await run()).toMatchObject({ outcome: 'quiet', wall: null, asked: ['/news/'] });
    server.route(
      '/news/',
      listOf('/news/104.html', '/news/102.html?from=weibo', '/news/101.html', '/go/103'),
    );
    server.route('/news/104.html', article('四号小区'));
    expect(await run()).toMatchObject({ stored: 1, asked: ['/news/', '/news/104.html'] });
    expect(await titles()).toEqual(['一号小区', '二号小区', '三号小区', '四号小区']);
  });

  test('knows its articles again under a new session, and what was told of those that are gone', async () => {
    const pathOf = (id: number, session: string) =>
      `/mail/view.do;jsessionid=${session}?id=${id}&_t=1795838${session.length}1`;
    const { run, server, titles } = await watchSite({});
    for (const session of ['A1B2C3D4E5F6A7B8', 'C3D4E5F6A7B8A1B2C3']) {
      server.route('/news/', listOf(...[700, 701, 702].map((id) => pathOf(id, session))));
      for (const id of [700, 701]) server.route(pathOf(id, session), article(`${id}号来信`));
      const { asked, stored } = await run();
      expect([asked.length, stored]).toEqual(session.startsWith('A') ? [4, 2] : [1, 0]);
    }
    expect(await titles()).toEqual(['700号来信', '701号来信']);
  });

  test('after a standstill goes through the pages behind the list, to one with something known', async () => {
    const paths = (from: number, to: number) =>
      Array.from({ length: from - to + 1 }, (_, at) => `/news/${1_000 + from - at}.html`);
    const pageOf = (shown: readonly string[], next: string): Reply => {
      const { body } = listOf(...shown);
      return { body: `${body}<p class="pages"><a href="${next}">下一页</a></p>` };
    };
    const { run, server, titles } = await watchSite({}, { links: '.news a' });
    const show = (newest: number) => {
      for (let at = 0; at < 4; at++) {
        const shown = paths(newest - at * 15, newest - at * 15 - 14);
        server.route(at === 0 ? '/news/' : `/news/?page=${at + 1}`, pageOf(shown, `/news/?page=${at + 2}`));
        for (const path of shown) server.route(path, article(path));
      }
    };
    show(60);
    expect(await run()).toMatchObject({ stored: 15 });
    expect((await run()).asked).toEqual(['/news/']);
    show(100);
    const first = await run();
    expect(first.stored).toBe(20);
    expect(first.asked.slice(0, 3)).toEqual(['/news/', '/news/?page=2', '/news/?page=3']);
    expect(await run()).toMatchObject({ stored: 20 });
    expect(await titles()).toEqual(expect.arrayContaining(paths(100, 46)));
    expect((await run()).asked).toEqual(['/news/']);
  });

  test('takes no page for an article to which one that was deleted leads: front page, box or list', async () => {
    const front = { body: `${article('清河新闻网').body}` };
    const { run, titles, refusals, server, later } = await watchSite(
      {
        '/news/': listOf('/a/1.html', '/a/2.html', '/a/3.html', '/news/2026/4.html', '/a/5.html', '/go/6001'),
        '/a/1.html': { redirect: '/' },
        '/': front,
        '/a/2.html': { redirect: '/index.html' },
        '/index.html': front,
        '/a/3.html': { redirect: '/news/' },
        '/news/2026/4.html': { redirect: '/news/2026/' },
        '/news/2026/': front,
        '/a/5.html': article('五号小区'),
        '/go/6001': { redirect: '/a/6.html' },
        '/a/6.html': article('六号小区'),
      },
      { links: '.news a' },
    );
    expect(await run()).toMatchObject({ outcome: 'posts', stored: 2, refused: 4 });
    expect(await titles()).toEqual(['五号小区', '六号小区']);
    expect((await refusals()).map(([reason]) => reason)).toEqual(['gone', 'gone', 'gone', 'gone']);
    // While a site was being mended it led everybody to its front page.
    server.route('/a/1.html', article('一号小区'));
    later(HOUR);
    expect(await run()).toMatchObject({ stored: 1 });
  });

  test('reads an article to which another form of it leads, and one that names itself where it stands', async () => {
    const named = (title: string, head: string): Reply => ({
      body: `<head>${head}</head>${article(title).body}`,
    });
    const own = '<link rel="canonical" href="/guide/heating">';
    const date = '<meta property="article:published_time" content="2026-11-22T09:00:00+08:00">';
    const { run, titles, refusals } = await watchSite(
      {
        '/news/': listOf(
          '/story/hot-water/amp',
          '/story/no-heat/page/1',
          '/guide/heating/all-in-one',
          '/a/b/c',
        ),
        '/story/hot-water/amp': { redirect: '/story/hot-water', status: 301 },
        '/story/hot-water': article('热水停供'),
        '/story/no-heat/page/1': { redirect: '/story/no-heat' },
        '/story/no-heat': article('暖气不热'),
        '/guide/heating/all-in-one': { redirect: '/guide/heating' },
        '/guide/heating': named('供热指南', `${own}${date}`),
        '/a/b/c': { redirect: '/a/b' },
        '/a/b': named('供热栏目', '<link rel="canonical" href="/a/b">'),
      },
      { links: '.news a' },
    );
    expect(await run()).toMatchObject({ outcome: 'posts', stored: 3, refused: 1 });
    expect(await titles()).toEqual(['热水停供', '暖气不热', '供热指南']);
    expect(await refusals()).toEqual([['gone', expect.stringContaining('/a/b/c')]]);
  });

  test('never takes the list for an article on it, whatever stands behind the sign # in its links', async () => {
    const intro = '<p>这里是清河新闻网供热栏目，介绍全市供热的进展和通知，欢迎大家订阅阅读。</p>';
    const { body } = listOf('/news/1.html', '#!', '#/', '#!/', '/news/#!', '/news/#/n/2', '#top');
    const { run, titles } = await watchSite(
      { '/news/': { body: `${body}${intro}` }, '/news/1.html': article('一号小区') },
      { links: '.news a' },
    );
    expect(await run()).toMatchObject({ stored: 1, refused: 0, asked: ['/news/', '/news/1.html'] });
    expect(await titles()).toEqual(['一号小区']);
  });

  test('on a list with nothing new is quiet, however often: that is no empty page', async () => {
    const { run, db, sources } = await watchSite({
      '/news/': listOf('/news/101.html', '/news/102.html'),
      '/news/101.html': article('一号小区'),
      '/news/102.html': { status: 404 },
    });
    expect(await run()).toMatchObject({ outcome: 'posts', stored: 1 });
    for (let round = 0; round < 4; round++)
      expect(await run()).toMatchObject({ outcome: 'quiet', wall: null, detail: 'not modified' });
    expect((await readFeedRows(db, sources, NOW + 6 * HOUR))[0]?.health).toBe('ok');
  });

  test.each([
    ['asks for a login', { status: 401 }],
    ['is forbidden', { status: 403 }],
  ])(
    'goes on past an article that %s, and leaves the host alone after the second in a row',
    async (_, reply) => {
      const { run, refusals, server, titles } = await watchSite({
        '/news/': listOf('/news/1.html', '/news/2.html', '/news/3.html', '/news/4.html', '/news/5.html'),
        '/news/1.html': reply,
        '/news/2.html': article('二号小区'),
        '/news/3.html': reply,
        '/news/4.html': reply,
        '/news/5.html': article('五号小区'),
      });
      expect(await run()).toMatchObject({
        outcome: 'wall',
        stored: 1,
        asked: ['/news/', '/news/1.html', '/news/2.html', '/news/3.html', '/news/4.html'],
      });
      expect((await refusals()).map(([, url]) => url).toSorted()).toEqual(
        [1, 3, 4].map((id) => `${server.url}/news/${id}.html`),
      );
      expect((await run()).asked.slice(0, 2)).toEqual(['/news/', '/news/5.html']);
      expect(await titles()).toEqual(['二号小区', '五号小区']);
    },
  );

  test('goes on past an article that is gone or none, tells it, and asks again for what may come', async () => {
    const { run, titles, refusals, server, later } = await watchSite({
      '/news/': listOf('/news/201.html', '/news/202.html', '/news/203.html'),
      '/news/202.html': { body: '<html><h1>视频：抢修现场</h1><video></video></html>' },
      '/news/203.html': article('三号小区'),
    });
    expect(await run()).toMatchObject({ outcome: 'posts', stored: 1, refused: 2 });
    expect(await titles()).toEqual(['三号小区']);
    expect((await refusals()).toSorted()).toEqual([
      ['gone', `${server.url}/news/201.html`],
      ['no article text', `${server.url}/news/202.html`],
    ]);
    // An hour later it is asked for once more, and the hour after it is not.
    expect(await run()).toMatchObject({ outcome: 'quiet', asked: ['/news/', '/news/202.html'] });
    expect((await run()).asked).toEqual(['/news/']);
    server.route('/news/', listOf('/news/202.html', '/news/204.html'));
    server.route('/news/202.html', article('二号小区'));
    server.route('/news/204.html', article('四号小区'));
    later(3 * HOUR);
    expect(await run()).toMatchObject({
      stored: 2,
      asked: ['/news/', '/news/204.html', '/news/202.html'],
    });
    expect((await run()).asked).toEqual(['/news/']);
  });

  test.each([
    ['is forbidden', { status: 403 }],
    ['asks for a login', { status: 401 }],
    ['is empty', { body: '' }],
    ['is drawn by a script', { status: 202, body: '<html><script>location.reload()</script></html>' }],
    ['is too large', { endless: 12_000_000 }],
  ])('that met an article which %s gets it when that is over', async (_, reply) => {
    const { run, server, titles, later } = await watchSite({
      '/news/': listOf('/news/1.html'),
      '/news/1.html': reply,
    });
    for (let round = 0; round < 2; round++) expect(await run()).toMatchObject({ stored: 0 });
    server.route('/news/1.html', article('一号小区'));
    later(4 * HOUR);
    expect(await run()).toMatchObject({ outcome: 'posts', stored: 1 });
    expect(await titles()).toEqual(['一号小区']);
  });

  test('gives up an article after five refusals over some days, and never takes one that is gone back', async () => {
    const { run, server, later } = await watchSite({
      '/news/': listOf('/news/1.html', '/news/2.html', '/news/3.html'),
      '/news/1.html': { body: '<html><h1>视频</h1></html>' },
      '/news/3.html': article('三号小区'),
    });
    let asked = 0;
    for (let hour = 0; hour < 24 * 7; hour += 6) {
      asked += (await run()).asked.filter((path) => path === '/news/1.html').length;
      later(5 * HOUR);
    }
    expect(asked).toBe(5);
    expect(server.seen.filter(({ path }) => path === '/news/2.html')).toHaveLength(1);
  });

  test('of which no article can be read is a change of shape, and they are wanted again', async () => {
    const routes = { '/news/': listOf('/news/1.html', '/news/2.html', '/news/3.html') };
    const changed = { body: '<html><div id="app"></div></html>' };
    const { run, server } = await watchSite({
      ...routes,
      '/news/1.html': changed,
      '/news/2.html': changed,
      '/news/3.html': changed,
    });
    expect(await run()).toMatchObject({ outcome: 'wall', wall: 'shape-changed', stored: 0 });
    for (const id of [1, 2, 3]) server.route(`/news/${id}.html`, article(`${id}号小区`));
    expect(await run()).toMatchObject({ outcome: 'posts', stored: 3 });
  });

  test('whose list fits no selector any more, or is kept away by robots.txt, is a named wall', async () => {
    const routes = { '/news/': listOf('/news/1.html'), '/news/1.html': article('一号小区') };
    const moved = await watchSite(routes, { links: '.list a' });
    expect(await moved.run()).toMatchObject({ wall: 'shape-changed', asked: ['/news/'] });
    const robots = { body: 'User-agent: *\nDisallow: /news/1', type: 'text/plain' };
    const kept = await watchSite({ ...routes, '/robots.txt': robots });
    expect(await kept.run()).toMatchObject({ wall: 'robots-disallowed', asked: ['/news/'] });
  });

  test('stays on the site and within the number of articles given', async () => {
    const list = listOf('/news/1.html', 'https://elsewhere.example.com/news/2.html', '/news/3.html');
    const routes = { '/news/': list, '/news/1.html': article('一号'), '/news/3.html': article('三号') };
    const { run } = await watchSite(routes, { most: 1, links: '.news' });
    expect((await run()).asked).toEqual(['/news/', '/news/1.html']);
    const { run: whole } = await watchSite(routes, { links: '.news a' });
    expect((await whole()).asked).toEqual(['/news/', '/news/1.html', '/news/3.html']);
  });

  test('reads an index of sitemaps: its newest part, newest articles first, nothing from months ago', async () => {
    const old = entry('/a/1.html', '2026-03-01');
    const urls = `${old}${entry('/a/2.html', '2026-11-20')}${entry('/a/3.html', '2026-11-21')}`;
    const part = '<sitemap><loc>/part.xml</loc><lastmod>2026-11-21</lastmod></sitemap>';
    const { run } = await watchSite(
      {
        '/sitemap.xml': { body: `<sitemapindex>${part}</sitemapindex>`, type: 'text/xml' },
        '/part.xml': { body: `<?xml version="1.0"?><urlset>${urls}</urlset>`, type: 'text/xml' },
        '/a/1.html': article('一'),
        '/a/2.html': article('二号'),
        '/a/3.html': article('三号'),
      },
      {},
      '/sitemap.xml',
    );
    expect(await run()).toMatchObject({
      stored: 2,
      asked: ['/sitemap.xml', '/part.xml', '/a/3.html', '/a/2.html'],
    });
  });
});

describe('a board with threads that are closed', () => {
  const discuz = (said: string): Reply => ({
    body: `<html><head><title>提示信息 - 供暖论坛 - Powered by Discuz!</title></head><body>
      <div id="messagetext" class="alert_info"><p>${said}</p></div></body></html>`,
  });
  const threads = Array.from({ length: 12 }, (_, index) => `/thread-${101 + index}-1-1.html`);

  test('has the open ones stored, and the others asked for again another time', async () => {
    const { run, server, titles, later } = await watchSite({ '/news/': listOf(...threads) });
    threads.forEach((path, index) => {
      server.route(path, index < 8 ? discuz('抱歉，本帖要求阅读权限高于 20 才能浏览') : article(path));
    });
    expect(await run()).toMatchObject({ outcome: 'posts', wall: null, stored: 4, refused: 8 });
    server.route(threads[0]!, article(threads[0]!));
    later(HOUR);
    expect(await run()).toMatchObject({ stored: 1 });
    expect(await titles()).toHaveLength(5);
  });

  test('of which the first ones are all gone comes to those below them', async () => {
    const { run, server } = await watchSite({ '/news/': listOf(...threads) }, { most: 4 });
    threads.forEach((path, index) => {
      const gone = discuz('抱歉，指定的主题不存在或已被删除或正在被审核');
      server.route(path, index < 4 ? gone : article(path));
    });
    expect(await run()).toMatchObject({ stored: 0, refused: 4 });
    expect(await run()).toMatchObject({ outcome: 'posts', stored: 4 });
  });
});

describe('a sitemap without times', () => {
  const bare = (...paths: string[]): Reply => ({
    type: 'text/xml',
    body: `<urlset>${paths.map((path) => `<url><loc>${path}</loc></url>`).join('')}</urlset>`,
  });
  const of = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => `/a/p${from + index}.html`);

  test('is looked through to its end: the newest may stand last', async () => {
    const { run, server, db } = await watchSite(
      { '/sitemap.xml': bare(...of(1, 1_200)) },
      {},
      '/sitemap.xml',
    );
    const store = createFetchStore(db);
    for (const path of of(1, 1_200))
      await store.remember(server.url + path, { bodyHash: '', fetchedAt: NOW });
    expect((await run()).asked).toEqual(['/sitemap.xml']);
    server.route('/sitemap.xml', bare(...of(1, 1_202)));
    for (const id of [1_201, 1_202]) server.route(`/a/p${id}.html`, article(`第${id}号小区`));
    expect(await run()).toMatchObject({
      stored: 2,
      asked: ['/sitemap.xml', '/a/p1201.html', '/a/p1202.html'],
    });
  });

  test('but for some of its entries has the others after those', async () => {
    const dated = `<url><loc>/a/p9.html</loc><lastmod>2026-11-22</lastmod></url>`;
    const { run } = await watchSite(
      {
        '/sitemap.xml': {
          type: 'text/xml',
          body: `<urlset><url><loc>/a/p1.html</loc></url>${dated}${entry('/a/p2.html', '2026-01-02')}</urlset>`,
        },
        '/a/p1.html': article('一号小区'),
        '/a/p9.html': article('九号小区'),
      },
      {},
      '/sitemap.xml',
    );
    expect((await run()).asked).toEqual(['/sitemap.xml', '/a/p9.html', '/a/p1.html']);
  });

  test('in parts is looked into from both ends', async () => {
    const parts = [1, 2, 3, 4, 5].map((id) => `<sitemap><loc>/part${id}.xml</loc></sitemap>`);
    const body = `<sitemapindex>${parts.join('')}</sitemapindex>`;
    const routes: Record<string, Reply> = { '/sitemap.xml': { type: 'text/xml', body } };
    for (const id of [1, 2, 3, 4, 5]) {
      routes[`/part${id}.xml`] = bare(`/a/p${id}.html`);
      routes[`/a/p${id}.html`] = article(`${id}号小区`);
    }
    const { run, titles } = await watchSite(routes, {}, '/sitemap.xml');
    expect((await run()).asked.slice(1, 4)).toEqual(['/part5.xml', '/part1.xml', '/part4.xml']);
    expect(await titles()).toEqual(['5号小区', '1号小区', '4号小区']);
  });

  test('in series has the highest number of each opened; lists of people and labels are left out, a dead part passed', async () => {
    const names = [
      'posts-post-1',
      'posts-post-2',
      'posts-post-12',
      'posts-notice-1',
      'posts-notice-3',
      'posts-page-1',
      'taxonomies-category-1',
      'taxonomies-post_tag-1',
      'users-1',
    ];
    const body = `<sitemapindex>${names.map((name) => `<sitemap><loc>/wp-sitemap-${name}.xml</loc></sitemap>`).join('')}</sitemapindex>`;
    const routes: Record<string, Reply> = { '/sitemap.xml': { type: 'text/xml', body } };
    for (const name of names) routes[`/wp-sitemap-${name}.xml`] = bare(`/a/${name}.html`);
    for (const name of names) routes[`/a/${name}.html`] = article(name);
    const { run, titles } = await watchSite(
      { ...routes, '/wp-sitemap-posts-post-12.xml': { status: 404 } },
      {},
      '/sitemap.xml',
    );
    expect((await run()).asked.slice(1, 5)).toEqual(
      ['posts-post-12', 'posts-notice-3', 'posts-post-1', 'posts-notice-1'].map(
        (name) => `/wp-sitemap-${name}.xml`,
      ),
    );
    expect(await titles()).toEqual(['posts-notice-3', 'posts-post-1', 'posts-notice-1']);
  });
});

test('a site that wants a longer pause than anyone waits has an article read in each run', async () => {
  const robots = { body: 'User-agent: *\nCrawl-delay: 300', type: 'text/plain' };
  const { run, restart, titles, server } = await watchSite({
    '/robots.txt': robots,
    '/news/': listOf('/news/1.html', '/news/2.html'),
    '/news/1.html': article('一号小区'),
    '/news/2.html': article('二号小区'),
  });
  // It is asked for its rules first, and then for nothing.
  await run();
  const turn = async () => {
    restart();
    return run();
  };
  const runs = [await turn(), await turn(), await turn()];
  expect(runs.map(({ asked }) => asked)).toEqual([['/news/'], ['/news/1.html'], ['/news/2.html']]);
  expect(runs.slice(1)).toMatchObject([{ outcome: 'posts' }, { outcome: 'posts' }]);
  expect(await titles()).toEqual(['一号小区', '二号小区']);
  server.route('/news/', listOf('/news/3.html', '/news/1.html', '/news/2.html'));
  server.route('/news/3.html', article('三号小区'));
  expect((await turn()).asked).toEqual(['/news/']);
  expect((await turn()).asked).toEqual(['/news/3.html']);
});

test('what is still listed is no news again, however old it is and whatever was forgotten since', async () => {
  const undated: Reply = {
    body: '<html><title>供热收费公告</title><div class="article-content"><p>供热公司公布本供热季的收费办法，长期有效。</p></div></html>',
  };
  const { run, db, later, now } = await watchSite({
    '/news/': listOf('/news/1.html?from=timeline', '/news/2.html'),
    '/news/1.html?from=timeline': undated,
    '/news/2.html': article('二号小区'),
  });
  expect(await run()).toMatchObject({ stored: 2 });
  for (let month = 0; month < 8; month++) {
    later(30 * DAY);
    await prune({ db, now }, { keepDays: 90 });
    expect((await run()).asked).toEqual(['/news/']);
  }
  expect(await db.selectFrom('post').select('id').execute()).toEqual([]);
});

describe('a wall with status 200', () => {
  const page = (title: string, text: string): Reply => ({
    body: `<html><head><title>${title}</title></head><body><div>${text}</div></body></html>`,
  });
  const paths = Array.from({ length: 20 }, (_, index) => `/news/${101 + index}.html`);
  async function watchTwenty(wall: Reply, from: number, articleOf = article) {
    let asked = 0;
    let isUp = true;
    const site = await watchSite({ '/news/': listOf(...paths) });
    for (const path of paths)
      site.server.route(path, () => (isUp && asked++ >= from ? wall : articleOf(path)));
    return { ...site, open: () => (isUp = false) };
  }

  test('ends the run, and the articles behind it come once it is gone', async () => {
    const { run, titles, open } = await watchTwenty(page('提示', '您的访问过于频繁，请稍后再试！'), 5);
    const first = await run();
    expect(first).toMatchObject({ outcome: 'wall', wall: 'rate-limited', stored: 5, refused: 0 });
    expect(first.asked).toHaveLength(7);
    open();
    expect(await run()).toMatchObject({ outcome: 'posts', stored: 15 });
    expect((await titles()).toSorted()).toEqual(paths);
  });

  test('in words that nobody knows is known by the third address, and nothing of it is stored', async () => {
    const undated = (path: string) => page(path, `${path}：供热公司表示暖气管道正在抢修，请居民耐心等待。`);
    const wall = page('本站', '清河新闻网陪你看见更大的世界，每一天都有新的故事。');
    const { run, titles, open } = await watchTwenty(wall, 5, undated);
    const first = await run();
    expect(first).toMatchObject({ outcome: 'wall', wall: 'waf', stored: 5 });
    expect(first.asked).toHaveLength(9);
    open();
    for (let round = 0; round < 3; round++) await run();
    expect((await titles()).toSorted()).toEqual(paths);
  });

  test('is none where dated articles come: what some threads say alike is left out, and the run goes on', async () => {
    const notice = page('清河论坛', '<p>这里曾经有过一段往事，如今只留下风吹过的痕迹而已。</p>');
    const site = await watchSite({ '/news/': listOf(...paths.slice(0, 6)) });
    paths.slice(0, 6).forEach((path, index) => {
      site.server.route(path, index === 0 || index === 5 ? article(path) : notice);
    });
    const told = await site.run();
    expect(told).toMatchObject({ outcome: 'posts', wall: null, stored: 2 });
    expect(told.asked).toHaveLength(7);
    expect(await site.titles()).toEqual([paths[0], paths[5]]);
    expect(await site.refusals()).toHaveLength(4);
  });

  test('is no article that bears its date and stands at two addresses', async () => {
    const { run } = await watchSite({
      '/news/': listOf('/news/1.html', '/news/2.html'),
      '/news/1.html': article('一号小区'),
      '/news/2.html': article('一号小区'),
    });
    expect(await run()).toMatchObject({ outcome: 'posts', wall: null, fetched: 2 });
  });
});
