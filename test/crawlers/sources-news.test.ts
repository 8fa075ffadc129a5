import { describe, expect, test } from 'vitest';
import { createMemoryFetchStore } from '../../crawlers/polite/fetch-store.ts';
import { createPoliteFetcher } from '../../crawlers/polite/fetcher.ts';
import baidu from '../../crawlers/sources/baidu-hot.ts';
import cninfo from '../../crawlers/sources/cninfo.ts';
import douban from '../../crawlers/sources/douban-reviews.ts';
import gdelt from '../../crawlers/sources/gdelt.ts';
import samr from '../../crawlers/sources/samr-recall.ts';
import sina from '../../crawlers/sources/sina-roll.ts';
import v2ex from '../../crawlers/sources/v2ex.ts';
import type { Asking, FetchResult, Params, ParseResult, Source } from '../../server/core/feed/source.ts';
import { DAY, HOUR, MINUTE } from '../../server/core/time.ts';
import { pageOf, READ_AT, readPayload } from '../support/read-payload.ts';
import { startReplayServer } from '../support/replay-server.ts';

const beijing = (text: string) => Date.parse(`${text}+08:00`);
const range = { from: beijing('2026-11-01T00:00'), to: beijing('2026-11-08T00:00') };
const found = (body: unknown): FetchResult => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { kind: 'page', page: pageOf(text), bytes: text.length };
};
const timeout: FetchResult = { kind: 'failed', reason: 'timeout', detail: '', bytes: 0 };

function postsOf(result: ParseResult) {
  if (result.kind !== 'posts') throw new Error(`${result.wall}: ${result.detail}`);
  return result.posts;
}

const read = (source: Source, file: string, params: Params = {}) =>
  postsOf(source.parse(readPayload(source.name, file), params, READ_AT));
const readText = (source: Source, body: unknown, params: Params = {}) =>
  source.parse(pageOf(typeof body === 'string' ? body : JSON.stringify(body)), params, READ_AT);

/** Runs `collect` against answers by address; gives what was asked, in order. */
async function ask(
  source: Source,
  params: Params,
  answer: (url: string, asking: Asking | undefined, number: number) => FetchResult,
  back?: typeof range,
) {
  const asked: { url: string; asking: Asking | undefined }[] = [];
  const get = async (url: string, asking?: Asking) => {
    asked.push({ url, asking });
    return answer(url, asking, asked.length);
  };
  const io = { now: () => READ_AT, get, ...(back && { range: back }) };
  const results = await Array.fromAsync(source.collect(params, io));
  return { asked, urls: asked.map(({ url }) => url), results };
}

describe('samr-recall', () => {
  const file = 'list-qczh.constructed.html';
  const list = readPayload('samr-recall', file).body;
  const site = 'https://www.samrdprc.org.cn';

  test('a recall: the whole title, the day the list shows in China, the number of its page', () => {
    expect(read(samr, file)[0]).toEqual({
      source: 'samr-recall',
      platform: 'samr',
      externalId: '115807',
      url: `${site}/qczh/gnzhqc/202607/t20260730_115807.html`,
      text: '广汽丰田汽车有限公司召回部分铂智7汽车',
      publishedAt: beijing('2026-07-31T00:00'),
      precision: 'day',
      observedAt: READ_AT,
      voice: 'official',
    });
  });

  test('links lead where the page was; a saved page of one of two lists has none', () => {
    const url = `${site}/xfpzh/xfpzhgg/`;
    const [there] = postsOf(samr.parse({ ...pageOf(list), url }, { channel: 'notices' }, READ_AT));
    expect(there?.url).toBe(`${url}202607/t20260730_115807.html`);
    const [saved] = postsOf(readText(samr, list, { channel: 'notices' }));
    expect(saved).not.toHaveProperty('url');
    expect(saved?.externalId).toBe('115807');
  });

  test('a page without the list, and a list without rows, are no quiet day', () => {
    expect(readText(samr, '<html><body>维护中</body></html>')).toMatchObject({ wall: 'shape-changed' });
    expect(readText(samr, '<div class="boxl_ul"><ul></ul></div>')).toMatchObject({ wall: 'empty-suspect' });
    expect(readText(samr, list.replace(/href="[^"]*"|title="[^"]*"/g, ''))).toMatchObject({
      wall: 'shape-changed',
    });
  });

  test('asks for the first page of each list, and stops at a fault', async () => {
    const asked = async (channel: string) => (await ask(samr, { channel }, () => found(list))).urls;
    expect(await asked('consumer')).toEqual([`${site}/xfpzh/xfpgnzh/`]);
    expect(await asked('notices')).toEqual([`${site}/qczh/qczhgg1/`, `${site}/xfpzh/xfpzhgg/`]);
    expect((await ask(samr, { channel: 'notices' }, () => timeout)).results).toEqual([timeout]);
  });

  test('a back-fill turns pages until one ends before the wanted time', async () => {
    const since = (day: string) => ({ from: beijing(`${day}T08:00`), to: READ_AT });
    const older = list.replace('2026-07-29', '2026-07-20');
    const answer = (url: string) => found(url.endsWith('index_2.html') ? older : list);
    const { urls } = await ask(samr, { channel: 'car' }, answer, since('2026-07-29'));
    expect(urls.map((url) => url.split('/').at(-1))).toEqual(['', 'index_1.html', 'index_2.html']);
    const all = await ask(
      samr,
      { channel: 'car' },
      () => found(list.replace('(50,', '(3,')),
      since('2020-01-01'),
    );
    expect(all.urls).toHaveLength(3);
  });

  test.each([
    ['more tags than a list has', 100_000, 'too-large'],
    ['tags nested too deep', 9_000, 'malformed'],
  ])('%s are no list', (_what, count, wall) => {
    const open = `<div class="boxl_ul"><ul><li><a href="x_1.html">${'<b>'.repeat(count)}题`;
    expect(readText(samr, open)).toMatchObject({ wall });
  });
});

describe('sina-roll', () => {
  const plain = JSON.parse(readPayload('sina-roll', 'roll-get.constructed.json').body);
  const pageAt = (...times: number[]) => {
    const answer = structuredClone(plain);
    answer.result.data = times.map((at, index) => ({
      ...plain.result.data[0],
      docid: `comos:${at}${index}`,
      ctime: String(at / 1000),
    }));
    return found(answer);
  };

  test('an article: its summary, its medium, when it was published', () => {
    expect(read(sina, 'roll-get.constructed.json')[0]).toMatchObject({
      externalId: 'comos:nhqwz0001',
      url: 'http://news.sina.com.cn/c/2026-11-22/doc-inhqwz0001.shtml',
      title: '示例品牌召回部分产品',
      text: '【示例】摘要 文字',
      author: '示例日报',
      publishedAt: beijing('2026-11-22T10:00'),
      precision: 'second',
      voice: 'media',
    });
  });

  test('the callback form reads the same; one that breaks off is not JSON', () => {
    const form = readPayload('sina-roll', 'roll-get-jsonp.constructed.js').body;
    expect(read(sina, 'roll-get-jsonp.constructed.js')).toEqual(read(sina, 'roll-get.constructed.json'));
    expect(postsOf(readText(sina, `cb(${JSON.stringify(plain)})`))).toHaveLength(2);
    expect(readText(sina, form.slice(0, 600))).toMatchObject({ wall: 'not-json' });
  });

  test('nothing found is empty; an error or another shape is not', () => {
    const answer = (result: object) => readText(sina, { result });
    expect(answer({ status: { code: 0 }, data: [] })).toEqual({ kind: 'posts', posts: [], refused: [] });
    expect(answer({ status: { code: 11, msg: 'pageid error' }, data: [] })).toMatchObject({
      wall: 'shape-changed',
      detail: expect.stringContaining('pageid error'),
    });
    expect(answer({ status: { code: 0 } })).toMatchObject({ wall: 'shape-changed' });
  });

  test('marks of the search are no part of the words', () => {
    const marked = structuredClone(plain);
    marked.result.data[0].title = '<em>示例</em>品牌';
    expect(postsOf(readText(sina, marked))[0]?.title).toBe('示例品牌');
  });

  test('reads on while a page is younger than an hour, five pages at most', async () => {
    const young = pageAt(READ_AT - MINUTE, READ_AT - 2 * MINUTE);
    const old = pageAt(READ_AT - MINUTE, READ_AT - 2 * HOUR);
    const { urls } = await ask(sina, { keyword: '示例 品牌', channel: '2516' }, (url) =>
      url.endsWith('page=2') ? old : young,
    );
    expect(urls).toEqual(
      [1, 2].map(
        (number) =>
          `https://feed.mix.sina.com.cn/api/roll/get?pageid=153&lid=2516&k=%E7%A4%BA%E4%BE%8B%20%E5%93%81%E7%89%8C&num=50&page=${number}`,
      ),
    );
    expect((await ask(sina, {}, () => young)).urls).toHaveLength(5);
    expect((await ask(sina, {}, () => pageAt())).urls).toHaveLength(1);
    const unchanged: FetchResult = { kind: 'page', page: pageOf('', { notModified: true }), bytes: 0 };
    expect((await ask(sina, {}, () => unchanged)).urls).toHaveLength(1);
  });

  test('a back-fill turns pages back to the wanted time, past one that has not changed', async () => {
    const unchanged: FetchResult = { kind: 'page', page: pageOf('', { notModified: true }), bytes: 0 };
    const answer = (_url: string, _asking: unknown, number: number) =>
      number === 1 ? unchanged : pageAt(READ_AT - number * 2 * DAY);
    const { urls } = await ask(sina, {}, answer, range);
    expect(urls.at(-1)).toMatch(/page=11$/);
    const few = structuredClone(plain);
    few.result.total = 2;
    expect((await ask(sina, {}, () => found(few), range)).urls).toHaveLength(1);
  });
});

describe('douban-reviews', () => {
  const file = 'subject-reviews-rss.constructed.xml';
  const feed = readPayload('douban-reviews', file).body;

  test('a review: its own words, its stars, its time, no name in the text', () => {
    const [first, second] = read(douban, file);
    expect(first).toEqual({
      source: 'douban-reviews',
      platform: 'douban',
      externalId: 'https://movie.douban.com/review/15000001',
      url: 'https://movie.douban.com/review/15000001/',
      title: '失望透顶 (评论: 示例电影)',
      text: '节奏拖沓 & 逻辑混乱……',
      author: '示例用户甲',
      publishedAt: beijing('2026-11-21T23:20:05'),
      precision: 'second',
      observedAt: READ_AT,
      rating: 2,
      voice: 'review',
    });
    expect(second).toMatchObject({ rating: 5, text: '好看', author: '示例用户乙' });
  });

  test.each([
    ['很差', 1],
    ['较差', 2],
    ['还行', 3],
    ['推荐', 4],
    ['力荐', 5],
  ])('%s is %i stars', (word, stars) => {
    expect(postsOf(readText(douban, feed.replaceAll('评价: 较差', `评价: ${word}`)))[0]?.rating).toBe(stars);
  });

  test('without stars there is no rating, and what the reviewer writes is no rating either', () => {
    const bare = feed.replaceAll('评价: 较差<br/><br/>', '').replace('节奏拖沓', '评价: 一般<br/>节奏拖沓');
    const [first] = postsOf(readText(douban, bare));
    expect(first).not.toHaveProperty('rating');
    const own = feed.replaceAll('节奏拖沓', '影评: 无<br/>评价: 力荐');
    expect(postsOf(readText(douban, own))[0]).toMatchObject({
      rating: 2,
      text: expect.stringContaining('影评: 无\n评价: 力荐'),
    });
  });

  test('how many answered is told where only the short form is given', () => {
    const short = feed.replace(/<content:encoded>[\s\S]*?<\/content:encoded>/, '');
    expect(postsOf(readText(douban, short))[0]).toMatchObject({
      text: '节奏拖沓 & 逻辑混乱……',
      metrics: { comments: 3 },
    });
  });

  test('a feed without reviews is empty, another page is not', () => {
    const none = feed.replace(/<item>[\s\S]*<\/item>/, '');
    expect(readText(douban, none)).toEqual({ kind: 'posts', posts: [], refused: [] });
    expect(readText(douban, '<html><title>豆瓣</title></html>')).toMatchObject({ wall: 'not-a-feed' });
  });

  test('asks the feed of the subject, five seconds apart', async () => {
    const params = { kind: 'book', subject: 'https://book.douban.com/subject/36812879/' };
    const { asked } = await ask(douban, params, () => found(feed));
    const url = 'https://book.douban.com/feed/subject/36812879/reviews';
    expect(asked).toEqual([{ url, asking: { spacing: 5_000 } }]);
  });
});

describe('cninfo', () => {
  const file = 'hisAnnouncement-query.retyped.json';
  const answer = JSON.parse(readPayload('cninfo', file).body);
  const last = { ...answer, hasMore: false };
  const formOf = (asking: Asking | undefined) => Object.fromEntries(new URLSearchParams(asking?.post?.body));

  test('a filing: who filed what on which day', () => {
    expect(read(cninfo, file)).toEqual([
      {
        source: 'cninfo',
        platform: 'cninfo',
        externalId: '1208388950',
        url: 'https://static.cninfo.com.cn/finalpage/2020-09-04/1208388950.PDF',
        text: '青岛啤酒（600600）：关于持股5%以上股东权益变动达1%的提示公告',
        author: '青岛啤酒',
        publishedAt: beijing('2020-09-04T00:00'),
        precision: 'day',
        observedAt: READ_AT,
        voice: 'official',
      },
    ]);
  });

  test('marks of the search go, ids beyond 2^53 stay exact, a clock time stays one', () => {
    const text = JSON.stringify(answer)
      .replace('关于持股', '关于<em>持股</em>')
      .replace('"1208388950"', '7501109588381404711')
      .replace('1599148800000', '1599184801000');
    expect(postsOf(readText(cninfo, text))[0]).toMatchObject({
      externalId: '7501109588381404711',
      text: expect.stringMatching(/^青岛啤酒（600600）：关于持股5%/),
      publishedAt: beijing('2020-09-04T10:00:01'),
      precision: 'second',
    });
  });

  test('null is empty, null beside a count and a missing list are not', () => {
    expect(read(cninfo, 'empty-null.constructed.json')).toEqual([]);
    const withheld = { announcements: null, totalRecordNum: 761, hasMore: true };
    expect(readText(cninfo, withheld)).toMatchObject({ wall: 'empty-suspect' });
    expect(readText(cninfo, { totalRecordNum: 0 })).toMatchObject({ wall: 'shape-changed' });
    expect(readText(cninfo, '<html><title>巨潮资讯网</title></html>')).toMatchObject({ wall: 'not-json' });
  });

  test('posts a form for the last month, page after page while there is more', async () => {
    const params = { stock: '600600,gssh0600600', keyword: '减持' };
    const { asked } = await ask(cninfo, params, (_url, _asking, number) => found(number < 3 ? answer : last));
    expect(asked.map(({ url }) => url)).toEqual(
      Array(3).fill('https://www.cninfo.com.cn/new/hisAnnouncement/query'),
    );
    expect(asked.map(({ asking }) => formOf(asking).pageNum)).toEqual(['1', '2', '3']);
    expect(asked[0]?.asking?.post?.type).toBe('form');
    expect(formOf(asked[0]?.asking)).toMatchObject({
      stock: '600600,gssh0600600',
      column: 'sse',
      searchkey: '减持',
      seDate: '2026-10-23~2026-11-23',
      pageSize: '30',
      tabName: 'fulltext',
      isHLtitle: 'true',
    });
    expect((await ask(cninfo, {}, () => found(answer))).asked).toHaveLength(10);
  });

  test('a back-fill asks for the days of the range, the last one not past its end', async () => {
    const { asked } = await ask(cninfo, { stock: '000002,gssz0000002' }, () => found(last), range);
    expect(formOf(asked[0]?.asking)).toMatchObject({ seDate: '2026-11-01~2026-11-07', column: 'szse' });
  });

  test('a code alone is looked up in the site’s list; one that is not there is said to be missing', async () => {
    const stocks = { stockList: [{ code: '600600', orgId: 'gssh0600600', zwjc: '青岛啤酒' }] };
    const reply = (url: string) => found(url.endsWith('szse_stock.json') ? stocks : last);
    const { asked, results } = await ask(cninfo, { stock: '600600' }, reply);
    expect(formOf(asked[1]?.asking).stock).toBe('600600,gssh0600600');
    expect(results).toHaveLength(1);
    expect((await ask(cninfo, { stock: '999999' }, reply)).results).toMatchObject([
      { kind: 'wall', wall: 'gone', detail: expect.stringContaining('999999') },
    ]);
    expect((await ask(cninfo, { stock: '600600' }, () => found('<html>'))).results).toMatchObject([
      { wall: 'shape-changed' },
    ]);
    expect((await ask(cninfo, { stock: '600600' }, () => timeout)).results).toEqual([timeout]);
  });
});

describe('gdelt', () => {
  const file = 'artlist.constructed.json';

  test('an article has no time of publishing, for only the time of sighting is known', () => {
    const posts = read(gdelt, file);
    expect(posts[0]).toEqual({
      source: 'gdelt',
      platform: 'gdelt',
      externalId: 'https://news.example.cn/a/1.html',
      url: 'https://news.example.cn/a/1.html',
      text: '示例品牌回应质量问题',
      precision: 'none',
      observedAt: READ_AT,
      voice: 'media',
    });
    expect(posts.map(({ text }) => text)).toContain('Example Brand recall - Example News');
  });

  test('a blank title is named and costs no other', () => {
    expect(gdelt.parse(readPayload('gdelt', file), {}, READ_AT)).toMatchObject({
      kind: 'posts',
      refused: [{ index: 2, reason: 'no id or no text' }],
    });
  });

  test('nothing found comes as {} or null; a sentence is a wall and is passed on', () => {
    for (const none of ['{}', '\uFEFF{}', '{"articles":null}', '{"articles":[]}'])
      expect(readText(gdelt, none)).toEqual({ kind: 'posts', posts: [], refused: [] });
    expect(gdelt.parse(readPayload('gdelt', 'keyword-too-short-200.retyped.txt'), {}, READ_AT)).toEqual({
      kind: 'wall',
      wall: 'not-json',
      detail: 'Your search contained a keyword that was too short.',
    });
    expect(gdelt.parse(readPayload('gdelt', 'ratelimit-200-or-429.retyped.txt'), {}, READ_AT)).toMatchObject({
      wall: 'rate-limited',
    });
    expect(readText(gdelt, { status: 'busy' })).toMatchObject({ wall: 'shape-changed' });
  });

  test('stray backslashes and control signs in titles cost nothing', () => {
    const title = String.raw`C:\dir \"x\" é`;
    const text = `{"articles":[{"url":"https://a.example/1","title":"${title}\t"}]}`;
    expect(postsOf(readText(gdelt, text))).toMatchObject([{ text: 'C: dir "x" é' }]);
  });

  test('asks once for the last week, five seconds apart', async () => {
    const { asked } = await ask(gdelt, { query: '"Example Brand" recall' }, () => found('{}'));
    expect(asked).toEqual([
      {
        url: 'https://api.gdeltproject.org/api/v2/doc/doc?query=%22Example%20Brand%22%20recall&mode=ArtList&format=json&maxrecords=250&sort=DateDesc&timespan=7d',
        asking: { accept: 'application/json', spacing: 5_000 },
      },
    ]);
  });

  test('a back-fill asks for the range, and again for what did not fit', async () => {
    const spans = async (rows: (number: number) => object[]) =>
      (
        await ask(gdelt, { query: 'x' }, (_url, _asking, number) => found({ articles: rows(number) }), range)
      ).urls.map((url) => /startdatetime=(\d+)&enddatetime=(\d+)$/.exec(url)?.slice(1).join(' '));
    const full = (seendate: string) =>
      Array.from({ length: 250 }, (_, index) => ({
        url: `https://a.example/${index}`,
        title: 't',
        seendate,
      }));
    expect(await spans((number) => (number === 1 ? full('20261105T081500Z') : []))).toEqual([
      '20261031160000 20261107160000',
      '20261031160000 20261105081500',
    ]);
    // All of one quarter of an hour: it steps over it instead of asking for ever.
    expect(await spans((number) => (number < 3 ? full('20261107160000Z') : []))).toEqual([
      '20261031160000 20261107160000',
      '20261031160000 20261107154500',
      '20261031160000 20261107153000',
    ]);
  });
});

describe('baidu-hot', () => {
  test('a pinned row within the list has no rank and shifts no other', () => {
    const content = [
      { word: '置顶', isTop: true, index: 0 },
      { word: '一', index: 1 },
      { word: '二', index: 2 },
    ];
    const posts = postsOf(readText(baidu, { data: { cards: [{ content }] } }));
    expect(posts.map(({ text, metrics }) => [text, metrics?.rank])).toEqual([
      ['一', 1],
      ['二', 2],
      ['置顶', undefined],
    ]);
  });

  test('a board without rows is suspicious', () => {
    const answer = { data: { cards: [{ content: [], topContent: [] }] } };
    expect(readText(baidu, answer)).toMatchObject({ wall: 'empty-suspect' });
  });
});

describe('v2ex', () => {
  test('a node’s feed names topics as the API does', () => {
    expect(read(v2ex, 'feed-programmer.constructed.json')).toMatchObject([
      {
        externalId: '1236394',
        url: 'https://www.v2ex.com/t/1236394',
        title: '示例主题',
        text: '正文',
        author: 'example_user_1',
        publishedAt: Date.parse('2026-08-22T04:49:52Z'),
        metrics: { comments: 92 },
      },
      { externalId: '1236395', text: '无作者无修改时间', metrics: { comments: 0 } },
    ]);
  });

  test('a reply is no topic: a number of its own kind, a place in its topic', () => {
    expect(read(v2ex, 'replies-show.constructed.json')[1]).toMatchObject({
      externalId: 'reply:15990002',
      url: 'https://www.v2ex.com/t/1236394#r_15990002',
      text: '@example_user_11 能不接吗？\n烦',
      author: 'example_user_12',
      publishedAt: 1787381620_000,
    });
  });

  test('asks for a node’s feed, and for replies only where they are wanted and there are some', async () => {
    const topics = found([
      { id: 1, title: 'a', replies: 3 },
      { id: 2, title: 'b', replies: 0 },
      { id: 3, title: 'c', replies: 1 },
    ]);
    const site = 'https://www.v2ex.com';
    expect((await ask(v2ex, { node: 'programmer' }, () => topics)).urls).toEqual([
      `${site}/feed/programmer.json`,
    ]);
    expect((await ask(v2ex, { list: 'latest', replies: true }, () => topics)).urls).toEqual([
      `${site}/api/topics/latest.json`,
      `${site}/api/replies/show.json?topic_id=1`,
      `${site}/api/replies/show.json?topic_id=3`,
    ]);
    const many = found(Array.from({ length: 60 }, (_, id) => ({ id, title: 't', replies: 1 })));
    expect((await ask(v2ex, { replies: true }, () => many)).urls).toHaveLength(21);
    const halted = await ask(v2ex, { replies: true }, (_url, _asking, number) =>
      number < 3 ? many : timeout,
    );
    expect(halted.urls).toHaveLength(3);
  });
});

describe('over the wire', () => {
  test('a form is asked and a list is fetched, and both are read', async () => {
    const [json, html] = ['application/json', 'text/html'];
    const server = await startReplayServer({
      '/robots.txt': { body: '' },
      '/new/hisAnnouncement/query': {
        body: readPayload('cninfo', 'empty-null.constructed.json').body,
        type: json,
      },
      '/xfpzh/xfpgnzh/': { body: readPayload('samr-recall', 'list-qczh.constructed.html').body, type: html },
    });
    const target = `http://127.0.0.1:${server.port}`;
    const fetcher = createPoliteFetcher({
      ...{ store: createMemoryFetchStore(), contact: 'https://example.org/bot', now: () => READ_AT },
      replay: { 'https://www.cninfo.com.cn': target, 'https://www.samrdprc.org.cn': target },
      localHosts: { 'www.cninfo.com.cn': { minInterval: 0 }, 'www.samrdprc.org.cn': { minInterval: 0 } },
    });
    try {
      const read = async (source: Source, params: Params) => {
        const io = { get: fetcher.get, now: () => READ_AT };
        const [result] = await Array.fromAsync(source.collect(params, io));
        if (result?.kind !== 'page') throw new Error(JSON.stringify(result));
        return postsOf(source.parse(result.page, params, READ_AT));
      };
      expect(await read(cninfo, { keyword: '召回' })).toEqual([]);
      const asked = new URLSearchParams(server.seen.at(-1)?.body());
      expect(Object.fromEntries(asked)).toMatchObject({ searchkey: '召回', pageNum: '1' });
      expect((await read(samr, { channel: 'consumer' }))[0]?.url).toBe(
        'https://www.samrdprc.org.cn/xfpzh/xfpgnzh/202607/t20260730_115807.html',
      );
    } finally {
      await fetcher.close();
      await server.close();
    }
  });
});
