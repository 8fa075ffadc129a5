import { describe, expect, test } from 'vitest';
import { plainText } from '../../crawlers/html/plain-text.ts';
import rss from '../../crawlers/sources/rss.ts';
import { pageOf, READ_AT } from '../support/read-payload.ts';

const AT = 'https://n.example.cn/rss.xml';
function postsOf(body: string) {
  const result = rss.parse(pageOf(body, { url: AT }), { url: AT }, READ_AT);
  if (result.kind !== 'posts') throw new Error(result.detail);
  return result.posts;
}
const feed = (...items: string[]) =>
  postsOf(`<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>t</title><link>https://n.example.cn/</link>${items.map((item) => `<item>${item}</item>`).join('')}</channel></rss>`);
const jsonFeed = (...items: object[]) =>
  postsOf(
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      home_page_url: 'https://n.example.cn/',
      items,
    }),
  );
const numbers = [1, 2, 3, 4];
const title = (n: number) => `<title>暖气不热投诉第${n}件</title>`;

describe('entries that are not one', () => {
  test.each([
    ['a number that is none', '<guid isPermaLink="false">0</guid>'],
    ['the address of the site', '<guid>https://n.example.cn/</guid>'],
    ['one name', '<guid isPermaLink="false">news</guid>'],
  ])('under %s as the id of all are kept apart by their links', (_, guid) => {
    const posts = feed(
      ...numbers.map((n) => `${guid}${title(n)}<link>https://n.example.cn/a/${n}.html</link>`),
    );
    expect(posts.map(({ externalId }) => externalId)).toEqual(
      numbers.map((n) => `https://n.example.cn/a/${n}.html`),
    );
    expect(feed(...numbers.map((n) => `${guid}${title(n)}`))).toHaveLength(4);
  });

  test('under the id 0 of a JSON Feed, and in the places of a page that a script draws', () => {
    expect(jsonFeed({ id: 0, title: '零号甲' }, { id: 0, title: '零号乙' })).toHaveLength(2);
    const posts = feed(
      ...numbers.map((n) => `${title(n)}<link>http://spa.example.cn/#/detail?id=${n}</link>`),
    );
    expect(new Set(posts.map(({ externalId }) => externalId)).size).toBe(4);
    expect(posts.every(({ url }) => url?.includes('#/detail?id='))).toBe(true);
  });

  test('are told from one that is listed twice, or corrected', () => {
    const item = (said: string) =>
      `<guid isPermaLink="false">n-7</guid><title>${said}</title><link>https://n.example.cn/a/7</link>`;
    expect(feed(item('停暖通知'), item('停暖通知（更正）'))).toHaveLength(1);
    const anchor = (n: number) => `${title(n)}<link>https://n.example.cn/a/7.html#p${n}</link>`;
    expect(
      feed(
        `${anchor(1)}<guid isPermaLink="false">n-8</guid>`,
        `${anchor(1)}<guid isPermaLink="false">n-8</guid>`,
      ),
    ).toHaveLength(1);
  });
});

describe('an entry', () => {
  test('has the address that is its id for a link, unless the feed says that it is none', () => {
    const id = 'https://n.example.cn/a/9.html';
    expect(feed(`${title(1)}<guid>${id}</guid>`)[0]?.url).toBe(id);
    expect(feed(`${title(1)}<guid isPermaLink="false">${id}</guid>`)[0]).not.toHaveProperty('url');
    expect(jsonFeed({ id, content_html: '<p>暖气不热</p>' })[0]?.url).toBe(id);
    const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><id>${id}</id><title>无链接</title><summary>摘要</summary><updated>2026-11-20T11:00:00+08:00</updated></entry></feed>`;
    expect(postsOf(atom)[0]?.url).toBe(id);
  });

  test('whose content is only a picture keeps its summary, and one whose date is null its other date', () => {
    const [post] = feed(
      `${title(1)}<link>https://n.example.cn/a/1</link><description>居民说暖气三天不热</description>
       <content:encoded><![CDATA[<p><img src="x.jpg"/></p>]]></content:encoded>
       <pubDate>null</pubDate><dc:date>2026-11-20T11:00:00+08:00</dc:date>`,
    );
    expect(post).toMatchObject({
      text: '居民说暖气三天不热',
      publishedAt: Date.parse('2026-11-20T11:00+08:00'),
    });
  });

  test('has only the words that a reader sees', () => {
    expect(
      plainText(
        '暖气不热<font class="jammer">8 a0 y( K</font>已<span style="color:red; display: none">. ^) <b>x</b>&amp; B2 q</span>三天<div hidden>隐<div>藏</div></div>了<p title="hidden=none">室内<i class="hidden-none">13</i>度</p>',
      ),
    ).toBe('暖气不热已三天\n了\n室内13度');
    expect(plainText('甲<div style="display:none">乙，没有结尾')).toBe('甲\n乙，没有结尾');
    expect(plainText('<img hidden>甲<br style="display:none">乙')).toBe('甲\n乙');
  });
});
