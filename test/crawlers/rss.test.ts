import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import rss from '../../crawlers/sources/rss.ts';
import type { Page } from '../../server/core/feed/source.ts';
import { pageOf, READ_AT, readPayload } from '../support/read-payload.ts';

/** Posts each recorded feed holds; a name where there is a wall; `+` where the feed breaks off. */
const TABLE: Readonly<Record<string, number | string>> = {
  'cn-bad-dates.constructed.xml': 12,
  'cn-bom-and-leading-blank.constructed.xml': 1,
  'cn-chinanews-scroll-2026-04-19.retyped.xml': 2,
  'cn-gbk-bytes-but-declared-utf8.constructed.xml': 1,
  'cn-gbk-declared-gb2312.constructed.xml': 1,
  'cn-no-guid-dup-links.constructed.xml': 3,
  'cn-truncated.constructed.xml': '1+',
  'entity-bomb-dtd.constructed.xml': 'entity-bomb',
  'feedparser__always_strip_doctype.xml': 0,
  'feedparser__bozo_bogus_encoding.xml': 'malformed',
  'feedparser__bozo_double-encoded-html.xml': 1,
  'feedparser__bozo_invalid-bytes-with-bom.xml': 'malformed',
  'feedparser__gb2312.xml': 1,
  'feedparser__http_application_atom_xml_gb2312_charset_overrides_encoding.xml': 0,
  'feedparser__rss_empty_document.xml': 'empty-body',
  'feedparser__rss_incomplete_cdata.xml': 'malformed',
  'feedparser__rss_item_link_corrupted_ampersands.xml': '1+',
  'feedparser__undeclared_namespace.xml': 0,
  'feedparser__utf-8-bom.xml': 'malformed',
  // Three entries, two of which are one: same id.
  'feedsmith__atom-03.xml': 2,
  'feedsmith__atom-10.xml': 6,
  'feedsmith__rdf-10.xml': 2,
  'feedsmith__rss-20.xml': 2,
  'html-200-instead-of-feed.constructed.html': 'captcha',
  'jsonfeed-v2ex-node.constructed.json': 2,
  'miniflux__rdf_UTF8.xml': 60,
  'miniflux__utf8-incorrect-prolog.xml': 1,
  'nodefeedparser__guid-dupes.xml': 1,
  'nodefeedparser__illegally-nested.xml': 10,
  'nodefeedparser__nondefaultnamespace.atom': 1,
  'nodefeedparser__notafeed.html': 'not-a-feed',
  'nodefeedparser__rss-with-item-scoped-html-base.xml': 2,
  'nodefeedparser__rss-with-relative-urls.xml': 2,
  'nodefeedparser__rss2sample.xml': 4,
  'nodefeedparser__saxerror.xml': 3,
  'rss-bridge-error.constructed.atom': 'rate-limited',
  'rss-bridge.constructed.atom': 2,
  'rsshub-error-200.constructed.html': 'gone',
  'rsshub-error.constructed.json': 'forbidden',
  'rsshub-route.constructed.xml': 2,
  'rssparser__craigslist.rss': 25,
  'rssparser__encoding.rss': 40,
  'rssparser__guardian.rss': 55,
  'rssparser__gulp-atom.atom': 10,
  'rssparser__heraldsun.rss': 2,
  'rssparser__incomplete-fields.atom': 1,
  'rssparser__missing-fields.atom': 1,
  'rssparser__rss-1.rss': 69,
  'rssparser__unrecognized.rss': 'not-a-feed',
};

const parse = (page: Page) => rss.parse(page, { url: page.url }, READ_AT);
const parseFile = (file: string) => parse(readPayload('rss', file));
const parseText = (body: string) => parse(pageOf(body));
const item = (inside: string) =>
  `<rss version="2.0"><channel><link>http://www.example.cn/</link>${inside}</channel></rss>`;

function postsOf(result: ReturnType<typeof parse>) {
  if (result.kind !== 'posts') throw new Error(`${result.wall}: ${result.detail}`);
  return result.posts;
}

test('the table names every recorded feed', () => {
  expect(readdirSync(new URL('../payloads/rss/', import.meta.url)).sort()).toEqual(Object.keys(TABLE).sort());
});

test.each(Object.entries(TABLE))('%s', (file, expected) => {
  const result = parseFile(file);
  const broken = result.kind === 'posts' && result.refused.some(({ reason }) => reason === 'truncated feed');
  const found =
    result.kind === 'wall' ? result.wall : broken ? `${result.posts.length}+` : result.posts.length;
  expect(found).toBe(expected);
});

describe('what a post says', () => {
  test('a news item: text without its indent, time in China, the voice its host has', () => {
    expect(postsOf(parseFile('cn-chinanews-scroll-2026-04-19.retyped.xml'))[0]).toMatchObject({
      externalId: 'https://www.chinanews.com.cn/gj/2026/04-19/10606399.shtml',
      title: '英媒称霍尔木兹海峡航运再次停滞',
      text: expect.stringMatching(/^新华社伦敦4月18日电/),
      publishedAt: Date.parse('2026-04-19T06:22:34+08:00'),
      precision: 'second',
      voice: 'central_media',
      platform: 'news',
    });
  });

  test('every spelling of a date means its time in China; none stays none', () => {
    const dates = postsOf(parseFile('cn-bad-dates.constructed.xml')).map(({ publishedAt }) =>
      publishedAt === undefined ? null : new Date(publishedAt + 8 * 3_600_000).toISOString().slice(0, 16),
    );
    const noon = '2026-11-21T12:30';
    const [relative, midnight, afternoon] = ['2026-11-22T09:57', '2026-11-22T00:00', '2026-11-21T15:05'];
    expect(dates).toEqual([
      noon,
      noon,
      '2026-10-03T12:53',
      noon,
      noon,
      relative,
      noon,
      midnight,
      noon,
      noon,
      afternoon,
      null,
    ]);
  });

  test('GBK under a false label keeps its rare characters', () => {
    expect(postsOf(parseFile('cn-gbk-bytes-but-declared-utf8.constructed.xml'))[0]?.title).toBe(
      '镕与㛃：示例品牌“召回”事件',
    );
  });

  test('markup in titles and bodies is gone, a title alone is the text', () => {
    const posts = postsOf(
      parseText(
        item(
          '<item><title>&lt;em&gt;停暖&lt;/em&gt;通知</title><description><![CDATA[<script>x()</script><p>正文</p>]]></description></item><item><title>只有标题</title><guid>2</guid></item>',
        ),
      ),
    );
    expect(posts.map(({ title, text }) => [title, text])).toEqual([
      ['停暖通知', '正文'],
      [undefined, '只有标题'],
    ]);
  });

  test('relative links resolve against xml:base, the channel, the page', () => {
    const urls = (file: string) => postsOf(parseFile(file)).map(({ url }) => url);
    expect(urls('nodefeedparser__rss-with-item-scoped-html-base.xml')).toEqual([
      'https://example.com/first/first',
      'https://example.com/second',
    ]);
    expect(urls('nodefeedparser__rss-with-relative-urls.xml')[0]).toMatch(
      /^http:\/\/feed\.example\.cn\/en\/games\//,
    );
    expect(urls('feedsmith__atom-10.xml')[0]).toBe('http://example.org/entry/1');
  });

  test('the feed’s settings win: platform and voice', () => {
    const page = readPayload('rss', 'cn-chinanews-scroll-2026-04-19.retyped.xml');
    const result = rss.parse(page, { url: page.url, platform: 'douban', voice: 'review' }, READ_AT);
    expect(postsOf(result)[0]).toMatchObject({ platform: 'douban', voice: 'review' });
  });
});

describe('what a post is known by', () => {
  const keys = (body: string) => postsOf(parseText(body)).map(({ externalId }) => externalId);

  test('a bare guid is made global with the host, a number keeps its digits', () => {
    expect(keys(item('<item><title>a</title><guid>7501109588381404711</guid></item>'))).toEqual([
      'feed.example.cn:7501109588381404711',
    ]);
    const json =
      '{"version":"https://jsonfeed.org/version/1.1","items":[{"id":7501109588381404711,"title":"a"}]}';
    expect(keys(json)).toEqual(['feed.example.cn:7501109588381404711']);
  });

  test('without guid the link without its tracking is the key, without link a hash', () => {
    const [link, hash] = keys(
      item('<item><title>a</title><link>/a?spm=1&amp;id=2</link></item><item><title>b</title></item>'),
    );
    expect(link).toBe('http://www.example.cn/a?id=2');
    expect(hash).toMatch(/^feed\.example\.cn#[\w-]{22}$/);
  });

  test('guids that differ after # are different posts', () => {
    expect(
      new Set(
        keys(
          item(
            '<item><title>a</title><guid>http://a.cn/1#x</guid></item><item><title>b</title><guid>http://a.cn/1#y</guid></item>',
          ),
        ),
      ).size,
    ).toBe(2);
  });

  test('the same entry twice in a page is one post', () => {
    const twice = '<item><title>a</title><link>http://a.cn/1</link></item>'.repeat(2);
    expect(keys(item(twice))).toEqual(['http://a.cn/1']);
  });

  test('on a live page the oldest keeps the link’s key, so its later return adds nothing', () => {
    const early =
      '<item><title>早</title><link>http://a.cn/live</link><pubDate>2026-11-21 08:00</pubDate></item>';
    const late =
      '<item><title>晚</title><link>http://a.cn/live</link><pubDate>2026-11-21 20:00</pubDate></item>';
    const both = keys(item(late + early));
    expect(both[1]).toBe('http://a.cn/live');
    expect(both[0]).toMatch(/^http:\/\/a\.cn\/live#/);
    expect(keys(item(early + late)).toSorted()).toEqual(both.toSorted());
  });

  test('the channel’s index page among the entries is left out', () => {
    const index = '<item><title>首页</title><link>http://www.example.cn/</link></item>';
    expect(keys(item(`${index}<item><title>a</title><link>http://a.cn/1</link></item>`))).toEqual([
      'http://a.cn/1',
    ]);
  });
});

describe('what is no feed', () => {
  test.each([
    ['', 'empty-body'],
    ['  \n', 'empty-body'],
    ['<html><body>hi</body></html>', 'not-a-feed'],
    ['plain words', 'not-a-feed'],
    ['{"a":1}', 'not-a-feed'],
    ['{"version":"https://jsonfeed.org/version/1","items":[{"id":1', 'malformed'],
    ['<rss><channel><item><title>断', 'malformed'],
    [`<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://evil/x.dtd">]><rss><channel/></rss>`, 'entity-bomb'],
    [`<rss>${'<a>'.repeat(200_000)}`, 'malformed'],
  ])('%s', (body, wall) => {
    expect(parseText(body)).toMatchObject({ kind: 'wall', wall });
  });

  test('a harmless entity is neither expanded nor a bomb', () => {
    const [post] = postsOf(
      parseText(`<!DOCTYPE rss [<!ENTITY corp "公司">]>${item('<item><title>&corp;公告</title></item>')}`),
    );
    expect(post?.text).toBe('&corp;公告');
  });

  test('a status that says gone is gone, a 304 is nothing new', () => {
    expect(parse(pageOf('<rss/>', { status: 404 }))).toMatchObject({ kind: 'wall', wall: 'gone' });
    expect(parse(pageOf('', { status: 304, notModified: true }))).toEqual({
      kind: 'posts',
      posts: [],
      refused: [],
    });
  });

  test.each(['<item>', '<!--', '<!DOCTYPE ', '&amp;', '<![CDATA['])(
    'three megabytes of %s are a wall, as a few of them are',
    (piece) => {
      // Reading that grew by the square of the length would still be at it when the runner gives up.
      const few = parseText(`<rss><channel>${piece.repeat(3)}`);
      const many = parseText(`<rss><channel>${piece.repeat(3_000_000 / piece.length)}`);
      expect(many).toMatchObject({ kind: 'wall' });
      expect(few).toMatchObject({ kind: 'wall' });
    },
  );

  test('three megabytes of items in a feed without an end are posts', () => {
    const item = '<item><title>x</title></item>';
    const result = parseText(`<rss><channel>${item.repeat(3_000_000 / item.length)}`);
    expect(result).toMatchObject({ kind: 'posts' });
  });
});

test('a feed said to be a hot list gives ranks by order, and no time of writing', () => {
  const page = pageOf(
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      items: [
        { id: 'a', title: '第一', date_published: '2026-01-01T00:00:00Z' },
        { id: 'b', title: '第二' },
      ],
    }),
  );
  const result = rss.parse(page, { url: 'https://hot.example.cn/feed.json', voice: 'hot_list' }, READ_AT);
  const posts = result.kind === 'posts' ? result.posts : [];
  expect(posts.map((post) => [post.text, post.metrics?.rank, post.publishedAt, post.precision])).toEqual([
    ['第一', 1, undefined, 'none'],
    ['第二', 2, undefined, 'none'],
  ]);
  expect(posts[0]?.externalId).toMatch(/^\d{4}-\d{2}-\d{2}:/);
});
