import { describe, expect, test } from 'vitest';
import { readCount } from '../../crawlers/counts.ts';
import { jsonAfter } from '../../crawlers/embedded-json.ts';
import appstore from '../../crawlers/sources/appstore-reviews.ts';
import autocomplaint from '../../crawlers/sources/autocomplaint-12365.ts';
import guba from '../../crawlers/sources/guba.ts';
import heimao from '../../crawlers/sources/heimao-company.ts';
import thepaper from '../../crawlers/sources/thepaper-hot.ts';
import tieba from '../../crawlers/sources/tieba-hot.ts';
import toutiao from '../../crawlers/sources/toutiao-hot.ts';
import type { FetchResult, Page, Params, ParseResult, Source } from '../../server/core/feed/source.ts';
import { DAY } from '../../server/core/time.ts';
import { pageOf, READ_AT, readPayload } from '../support/read-payload.ts';

function postsOf(result: ParseResult) {
  if (result.kind !== 'posts') throw new Error(`${result.wall}: ${result.detail}`);
  return result.posts;
}

const read = (source: Source, file: string) =>
  source.parse(readPayload(source.name, file), { code: '600519' }, READ_AT);
const readBody = (source: Source, body: unknown, more: Partial<Page> = {}) =>
  source.parse(pageOf(typeof body === 'string' ? body : JSON.stringify(body), more), {}, READ_AT);
const bodyOf = (source: Source, file: string) => readPayload(source.name, file).body;

/** The addresses that a run asks for, each answered by `answer`. */
async function asked(
  source: Source,
  params: Params,
  answer: (url: string) => string | FetchResult = () => '',
) {
  const urls: string[] = [];
  const get = async (url: string): Promise<FetchResult> => {
    urls.push(url);
    const said = answer(url);
    return typeof said === 'string' ? { kind: 'page', page: pageOf(said), bytes: said.length } : said;
  };
  const results = await Array.fromAsync(source.collect(params, { now: () => READ_AT, get }));
  return { urls, results };
}

test('what robots or terms leave open to doubt is off until somebody switches it on', () => {
  for (const source of [thepaper, toutiao, tieba, heimao, autocomplaint, guba]) {
    expect(source.access.onByDefault).toBe(false);
    expect(source.access.note.zh).toContain('法务');
  }
});

describe('hot lists of the mainland', () => {
  const lists = [
    [thepaper, 'rightSidebar.constructed.json', '31900001', 'data.hotNews'],
    [toutiao, 'hot-board.constructed.json', '7501109588381404711', 'data'],
    [tieba, 'hottopic-topiclist.constructed.json', '28341234', 'data.bang_topic.topic_list'],
  ] as const;

  test.each(lists)(
    '$name: ranks from 1, seen today, seen again tomorrow, no time of its own',
    (source, file, id) => {
      const posts = postsOf(read(source, file));
      expect(posts.map(({ externalId }) => externalId)[0]).toBe(`2026-11-22:${id}`);
      expect(posts[0]?.metrics?.rank).toBe(1);
      for (const post of posts)
        expect(post).toMatchObject({ precision: 'none', observedAt: READ_AT, voice: 'hot_list' });
      const tomorrow = source.parse(
        readPayload(source.name, file, { fetchedAt: READ_AT + DAY }),
        {},
        READ_AT,
      );
      expect(postsOf(tomorrow)[0]?.externalId).toBe(`2026-11-23:${id}`);
    },
  );

  test.each(lists)(
    '$name: an empty list, another shape and rows of another shape are walls',
    (source, _file, _id, path) => {
      const answer = (rows: unknown) =>
        path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), rows);
      expect(readBody(source, answer([]))).toMatchObject({ wall: 'empty-suspect' });
      expect(readBody(source, answer([{ x: 1 }, null]))).toMatchObject({ wall: 'shape-changed' });
      expect(readBody(source, answer({ x: 1 }))).toMatchObject({ wall: 'shape-changed' });
      expect(readBody(source, '<html><title>502</title></html>')).toMatchObject({ wall: 'not-json' });
    },
  );

  test('The Paper: an id may be a number, a count "1.2k"', () => {
    expect(postsOf(read(thepaper, 'rightSidebar.constructed.json')).at(1)).toMatchObject({
      url: 'https://www.thepaper.cn/newsDetail_forward_31900002',
      metrics: { rank: 2, likes: 1200 },
    });
  });

  test('Toutiao: no digit of an id is lost, a link into the app is none', () => {
    const [first, second] = postsOf(read(toutiao, 'hot-board.constructed.json'));
    expect(first).toMatchObject({ text: '示例品牌召回部分产品', metrics: { rank: 1, heat: 52662955 } });
    expect(second?.externalId).toBe('2026-11-22:7501140481078791690');
    expect(second).not.toHaveProperty('url');
    expect(postsOf(read(toutiao, 'app-hotboard-doubleencoded-2025-05-06.retyped.json'))).toMatchObject([
      {
        externalId: '2026-11-22:7501109588381404711',
        text: '赵心童世锦赛夺冠奖金有多少',
        metrics: { rank: 1 },
      },
    ]);
  });

  test('Tieba: the link is unescaped, the list’s own rank and discussions are kept', () => {
    expect(postsOf(read(tieba, 'hottopic-topiclist.constructed.json')).at(1)).toMatchObject({
      title: '国产芯片新进展',
      text: '科技产业讨论',
      url: 'https://tieba.baidu.com/p/201?foo=1&bar=2',
      metrics: { rank: 3, heat: 1000 },
    });
  });
});

describe('heimao-company', () => {
  test('a group complaint: whom it is against, when, how many have joined', () => {
    expect(postsOf(read(heimao, 'grp_comp-feed.constructed.json'))).toMatchObject([
      {
        externalId: 'group:57000',
        url: 'https://tousu.sina.com.cn/grp_comp/view/?sn=57000',
        title: '示例品牌 电池故障 集体投诉',
        publishedAt: READ_AT,
        metrics: { heat: 132 },
        voice: 'complaint_platform',
      },
    ]);
    const unnamed = JSON.parse(bodyOf(heimao, 'grp_comp-feed.constructed.json'));
    unnamed.result.data.list[0].title = '电池故障';
    expect(postsOf(readBody(heimao, unnamed))[0]?.text).toBe('多名用户反映……\n投诉对象：示例品牌');
  });

  test('a company: the figures as they are shown, one sighting a day', () => {
    expect(postsOf(read(heimao, 'company-main_search.constructed.json'))).toMatchObject([
      {
        externalId: '2026-11-22:company:6384912431',
        text: '示例品牌：有效投诉 25607，已回复 25001，已完成 23100，评分 4.2',
        precision: 'none',
      },
    ]);
  });

  test('asks only what is not signed', async () => {
    expect((await asked(heimao, {})).urls).toEqual([
      'https://tousu.sina.com.cn/api/grp_comp/feed?type=&page_size=10&page=1',
    ]);
    const { urls } = await asked(heimao, { list: 'companies', keyword: ' 示例 ' });
    expect(urls).toEqual([
      `https://tousu.sina.com.cn/api/company/main_search?keyword=${encodeURIComponent('示例')}&sort_col=&page=1`,
    ]);
  });

  test('a refusal is named by what it says', () => {
    const refusal = (msg: string) => readBody(heimao, { result: { status: { code: 11, msg }, data: null } });
    expect(refusal('请先登录')).toMatchObject({
      wall: 'login-wall',
      detail: expect.stringContaining('请先登录'),
    });
    expect(refusal('sign error')).toMatchObject({ wall: 'shape-changed' });
    expect(readBody(heimao, { result: { data: { list: [] } } })).toEqual({
      kind: 'posts',
      posts: [],
      refused: [],
    });
  });
});

describe('autocomplaint-12365', () => {
  const file = 'zlts-list.constructed-gbk.html';

  test('GBK with rare characters, codes left out, words kept, a relative link made whole', () => {
    expect(postsOf(read(autocomplaint, file))).toMatchObject([
      {
        externalId: '1501282',
        title: '示例品牌 示例L9 2025款 示例L9 Max',
        text: '增程器冷却液液位低，4S店拖延',
        publishedAt: Date.parse('2025-09-13T00:00:00+08:00'),
        precision: 'day',
      },
      {
        title: '镕朹汽车 㛃鑫 2026款 瑄逸',
        text: '生僻字品牌（需 gb18030）\n服务态度',
        url: 'http://www.12365auto.com/zlts/20260913/1501283.shtml',
      },
    ]);
  });

  test('a head without rows is an empty list, a row of seven cells is refused, another page is a wall', () => {
    const head = '<div class="tslb_b"><table><tr><th>投诉编号</th></tr>';
    expect(readBody(autocomplaint, `<html>${head}</table></div></html>`)).toEqual({
      kind: 'posts',
      posts: [],
      refused: [],
    });
    const good = bodyOf(autocomplaint, file);
    const short = good.replace('<td>1501282</td>', '');
    expect(readBody(autocomplaint, short)).toMatchObject({
      posts: [{ externalId: '1501283' }],
      refused: [{ index: 0, reason: 'row of another shape' }],
    });
    expect(readBody(autocomplaint, good.replaceAll('tslb_b', 'tslb_c'))).toMatchObject({
      wall: 'shape-changed',
    });
  });

  test('a list of one brand may be set', async () => {
    const list = 'http://www.12365auto.com/zlts/12-0-0-0-0-0_0-0-1.shtml';
    expect((await asked(autocomplaint, { list })).urls).toEqual([list]);
    expect((await asked(autocomplaint, {})).urls).toEqual([
      'http://www.12365auto.com/zlts/0-0-0-0-0-0_0-0-1.shtml',
    ]);
  });
});

describe('guba', () => {
  const list = bodyOf(guba, 'list.constructed.html');

  test('a post: Beijing time, counts, province; an empty count is no count', () => {
    const [first, second] = postsOf(read(guba, 'list.constructed.html'));
    expect(first).toMatchObject({
      externalId: '1500000001',
      url: 'https://guba.eastmoney.com/news,600519,1500000001.html',
      text: '示例股份质量门要跌了吧',
      author: '示例股友',
      publishedAt: Date.parse('2026-11-21T22:15:03+08:00'),
      metrics: { views: 1234, comments: 8, reposts: 0 },
      region: '广东',
    });
    expect(second?.metrics).toEqual({ views: 99999 });
    expect(second).not.toHaveProperty('region');
  });

  test('one value is read, whatever stands in its titles and behind it', () => {
    const tricky = list.replace('质量门要跌了吧', '说\\"}};var x={\\" 完');
    expect(postsOf(readBody(guba, tricky))[0]?.text).toBe('示例股份说"}};var x={" 完');
    expect(postsOf(readBody(guba, tricky))).toHaveLength(2);
  });

  test('a soft block, a broken page and a deleted post are named, never an empty forum', () => {
    expect(readBody(guba, '<html><title>示例股份股吧</title><div id="app"></div></html>')).toMatchObject({
      wall: 'empty-suspect',
      detail: expect.stringContaining('soft block'),
    });
    expect(readBody(guba, list.slice(0, 700))).toMatchObject({ wall: 'malformed' });
    expect(readBody(guba, list.replace(/"re":\[.*?\]\};/s, '"re":[]};'))).toMatchObject({
      wall: 'empty-suspect',
    });
    const url = 'https://guba.eastmoney.com/error?type=2';
    expect(readBody(guba, '<html></html>', { url })).toMatchObject({ wall: 'gone' });
    expect(readBody(guba, 'var article_list={"count":0,"re":[]};')).toMatchObject({
      kind: 'posts',
      posts: [],
    });
  });

  test('reads as many pages as are set and stops at the first failure', async () => {
    expect((await asked(guba, { code: '600519', pages: 2 })).urls).toEqual([
      'https://guba.eastmoney.com/list,600519_1.html',
      'https://guba.eastmoney.com/list,600519_2.html',
    ]);
    const failed: FetchResult = { kind: 'failed', reason: 'timeout', detail: '', bytes: 0 };
    expect((await asked(guba, { code: '600519', pages: 5 }, () => failed)).results).toEqual([failed]);
  });
});

describe('appstore-reviews', () => {
  const page = () => JSON.parse(bodyOf(appstore, 'customerreviews-page1.constructed.json'));
  const readEntries = (change: (entries: Record<string, { label: string }>[]) => void) => {
    const changed = page();
    change(changed.feed.entry);
    return postsOf(readBody(appstore, changed)).map(({ externalId }) => externalId);
  };

  test('an edited review is a new post; the same edition is known, in winter’s offset too', () => {
    const first = '14548543799@2026-11-21T11:24:23.000Z';
    expect(readEntries(() => {})[0]).toBe(first);
    expect(readEntries((entries) => (entries[0]!.updated!.label = '2026-11-21T03:24:23-08:00'))[0]).toBe(
      first,
    );
    expect(readEntries((entries) => (entries[0]!.updated!.label = '2026-11-22T03:24:23-08:00'))).toEqual([
      '14548543799@2026-11-22T11:24:23.000Z',
      '14545746087@2026-11-20T18:02:00.000Z',
    ]);
    const both = readEntries((entries) => {
      const edited = structuredClone(entries[0]!);
      edited.updated!.label = '2026-11-22T03:24:23-08:00';
      entries.unshift(edited);
    });
    expect(both.slice(0, 2)).toEqual(['14548543799@2026-11-22T11:24:23.000Z', first]);
  });

  test('a review without a date keeps its id alone, and claims no time', () => {
    expect(readEntries((entries) => delete entries[0]!.updated)[0]).toBe('14548543799');
  });

  test('many countries in any writing, each once, in the order that is set', async () => {
    const none = bodyOf(appstore, 'customerreviews-no-entry.constructed.json');
    const app = 'https://apps.apple.com/cn/app/shili/id389801252?l=en';
    const { urls } = await asked(
      appstore,
      { app, countries: 'CN，hk、tw us;cn', sort: 'mosthelpful' },
      () => none,
    );
    expect(urls.map((url) => url.slice('https://itunes.apple.com/'.length))).toEqual(
      ['cn', 'hk', 'tw', 'us'].map(
        (country) => `${country}/rss/customerreviews/page=1/id=389801252/sortby=mosthelpful/json`,
      ),
    );
  });

  test('a country that does not have the app keeps no other one waiting; one who keeps silent ends the run', async () => {
    const gone: FetchResult = { kind: 'wall', wall: 'gone', detail: 'status 404', bytes: 0 };
    const silent: FetchResult = { kind: 'failed', reason: 'timeout', detail: '', bytes: 0 };
    const none = bodyOf(appstore, 'customerreviews-no-entry.constructed.json');
    const answer = (url: string) => (url.includes('/cn/') ? gone : url.includes('/tw/') ? silent : none);
    const { urls, results } = await asked(appstore, { app: '1', countries: 'cn,hk,tw,us' }, answer);
    expect(urls.map((url) => url.split('/')[3])).toEqual(['cn', 'hk', 'tw']);
    expect(results.map(({ kind }) => kind)).toEqual(['wall', 'page', 'failed']);
  });

  test('what is no country is said before anything is asked', async () => {
    const { urls, results } = await asked(appstore, { app: '1', countries: 'cn,中国' });
    expect(urls).toEqual([]);
    expect(results).toMatchObject([
      { kind: 'failed', reason: 'bad-url', detail: expect.stringContaining('中国') },
    ]);
  });

  test('an unchanged first page ends a country by time, not by votes', async () => {
    const unchanged: FetchResult = {
      kind: 'page',
      page: pageOf('', { status: 304, notModified: true }),
      bytes: 0,
    };
    expect((await asked(appstore, { app: '1' }, () => unchanged)).urls).toHaveLength(1);
    expect((await asked(appstore, { app: '1', sort: 'mosthelpful' }, () => unchanged)).urls).toHaveLength(10);
  });
});

test.each([
  ['132', 132],
  ['1.2k', 1200],
  ['947.6万', 9_476_000],
  ['100万+', 1_000_000],
  ['1,234', 1234],
  ['３亿', 300_000_000],
  [0, 0],
  ['', undefined],
  ['赞', undefined],
  ['-5', undefined],
  [null, undefined],
])('a count shown as %j is %j', (shown, count) => {
  expect(readCount(shown)).toBe(count);
});

test('a value in a script is found by its brackets, or said to be missing or broken', () => {
  expect(jsonAfter('a; var x = [{"a":"]}\\""}] ; y', /var x = /)).toBe('[{"a":"]}\\""}]');
  expect(jsonAfter('var y = {}', /var x = /)).toBe(null);
  expect(jsonAfter('var x = call({})', /var x = /)).toBe(null);
  expect(jsonAfter('var x = {"a":"', /var x = /)).toBe('');
});
