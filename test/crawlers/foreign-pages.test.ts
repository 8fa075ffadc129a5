import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { classifyWall } from '../../crawlers/walls.ts';
import { type ParseResult, type Source, WALLS } from '../../server/core/feed/source.ts';
import { inventedIn } from '../contract/invented.ts';
import { READ_AT, readPayload } from '../support/read-payload.ts';

const folder = new URL('../../crawlers/sources/', import.meta.url);
const sources: Source[] = await Promise.all(
  readdirSync(folder).map(async (file) => (await import(new URL(file, folder).href)).default),
);

/** An address such as each page comes from, with status 200. */
const PAGES: Readonly<Record<string, string>> = {
  'bilibili-error12002.constructed.json': 'https://api.bilibili.com/x/v2/reply?type=1&oid=116000000000001',
  'bilibili-error12009.constructed.json': 'https://api.bilibili.com/x/v2/reply?type=99&oid=116000000000001',
  'bilibili-hotword.constructed.json': 'https://s.search.bilibili.com/main/hotword',
  'bilibili-popular.constructed.json': 'https://api.bilibili.com/x/web-interface/popular?ps=20&pn=1',
  'bilibili-reply-v2.constructed.json': 'https://api.bilibili.com/x/v2/reply?type=1&oid=116000000000001',
  'douban-group-topic.constructed.html': 'https://www.douban.com/group/topic/300000001/',
  'douban-rexxar-recent-hot-movie.constructed.json':
    'https://m.douban.com/rexxar/api/v2/subject/recent_hot/movie',
  'douyin-hot-search-list.constructed.json': 'https://www.douyin.com/aweme/v1/web/hot/search/list/',
  'hackernews-firebase-item-ask.docs-example.json': 'https://hacker-news.firebaseio.com/v0/item/121003.json',
  'hackernews-firebase-item-comment.docs-example.json':
    'https://hacker-news.firebaseio.com/v0/item/2921983.json',
  'hackernews-firebase-item-story.docs-example.json': 'https://hacker-news.firebaseio.com/v0/item/8863.json',
  'liuyan-queryThreadsList.constructed.json':
    'https://liuyan.people.com.cn/pro-dfbbs-front/threads/queryThreadsList',
  'nga-thread-lite-js.constructed-gbk.txt': 'https://bbs.nga.cn/thread.php?fid=489&lite=js',
  'weibo-ajax-buildcomments-2026-09-21.retyped.json': 'https://weibo.com/ajax/statuses/buildComments?id=1',
  'weibo-ajax-side-hotsearch.constructed.json': 'https://weibo.com/ajax/side/hotSearch',
  'weibo-ajax-statuses-list-2026-09-21.retyped.json': 'https://weibo.com/ajax/feed/hottimeline',
  'weibo-mweibo-container-hotsearch-2025-04-02.real.json':
    'https://m.weibo.cn/api/container/getIndex?containerid=106003type%3D25%26filter_type%3Drealtimehot',
  'weibo-mweibo-container-search.constructed.json':
    'https://m.weibo.cn/api/container/getIndex?containerid=100103type%3D61',
  'weibo-s-weibo-top-summary-2021-07-26.real.html': 'https://s.weibo.com/top/summary?cate=realtimehot',
  'zhihu-hot-lists-total-2021-01-11.real-trimmed.json':
    'https://www.zhihu.com/api/v3/feed/topstory/hot-lists/total?limit=50',
  'zhihu-hot-lists-total-2025-05-06.real.json':
    'https://www.zhihu.com/api/v3/feed/topstory/hot-lists/total?limit=50',
  'zhihu-topsearch-ssr-2026-05-10.real.html': 'https://www.zhihu.com/topsearch',
  'zhihu-topsearch-ssr-empty-2026-08-23.real.html': 'https://www.zhihu.com/topsearch',
};
/** Answers that refuse the question, and one that has lost its list. The rest is content, if of other sites. */
const EMPTY_HANDED = /^bilibili-error|ssr-empty/;
const HOT_SEARCH_2021 = 'weibo-s-weibo-top-summary-2021-07-26.real.html';
const HOT_SEARCH_2026 = 'zhihu-topsearch-ssr-2026-05-10.real.html';
const LINKS_IN_JSON = 'weibo-mweibo-container-search.constructed.json';
/** A page whose rows are no links may be watched for its text: any page of words is one. */
const READ_AS_ARTICLE: Readonly<Record<string, readonly string[]>> = { 'web-page': [HOT_SEARCH_2026] };
/** A list of links may be watched, whoever's it is: it has no posts of its own. */
const READ_AS_LIST: Readonly<Record<string, readonly string[]>> = { 'web-page': [HOT_SEARCH_2021] };

const files = Object.keys(PAGES);
const addressOf = (file: string) => PAGES[file] ?? '';
const pageOf = (file: string) => readPayload('foreign', file, { url: addressOf(file) });

/** Reads the page as the answer to `asked`. */
function read(source: Source, file: string, asked: string): ParseResult {
  return source.parse(pageOf(file), { url: asked }, READ_AT);
}

/** `nothing` is what a page of the source's own says when nothing is new. */
function answerOf(result: ParseResult): 'wall' | 'posts' | 'refused' | 'nothing' {
  if (result.kind === 'wall') return WALLS.includes(result.wall) ? 'wall' : 'nothing';
  if (result.posts.length > 0) return 'posts';
  return result.refused.length > 0 ? 'refused' : 'nothing';
}

/** The pages that were neither named nor refused. */
function accepted(source: Source, of: readonly string[], asked: (file: string) => string) {
  const answers = of.map((file) => [file, answerOf(read(source, file, asked(file)))] as const);
  return answers.filter(([, answer]) => answer === 'posts' || answer === 'nothing');
}

test('the table names every page of another site', () => {
  expect(readdirSync(new URL('../payloads/foreign/', import.meta.url)).sort()).toEqual(files.toSorted());
});

test('every page is read in the charset that it came in', () => {
  for (const file of files) {
    const { body, charset } = pageOf(file);
    expect([file, charset]).toEqual([file, file.includes('-gbk') ? 'gb18030' : 'utf-8']);
    expect(body).not.toContain('\uFFFD');
  }
  expect(pageOf('nga-thread-lite-js.constructed-gbk.txt').body).toContain('[避雷] 示例品牌\t售后');
});

test.each(files.filter((file) => !EMPTY_HANDED.test(file)))('%s is content and no wall', (file) => {
  expect(classifyWall(pageOf(file))).toBe(null);
});

describe.each(sources.map((source) => [source.name, source] as const))('%s', (name, source) => {
  test('invents no post from a page that a link or a redirect has led to', () => {
    const asked = `http://feed.example.cn/${name}`;
    const articles = READ_AS_ARTICLE[name] ?? [];
    expect(accepted(source, files, () => asked)).toEqual(articles.map((file) => [file, 'posts']));
    for (const file of articles) {
      const result = read(source, file, asked);
      const posts = result.kind === 'posts' ? result.posts : [];
      expect(posts.flatMap((post) => inventedIn(post, pageOf(file)))).toEqual([]);
    }
  });

  test('invents no post from a page at the very address that it was given', () => {
    const lists = READ_AS_LIST[name] ?? [];
    expect(accepted(source, files, addressOf)).toEqual(lists.map((file) => [file, 'nothing']));
  });
});

// Markup inside the strings is no link.
test('the watch of a list page names an answer in JSON whose texts hold links', () => {
  const watch = sources.find(({ name }) => name === 'web-page');
  expect(watch?.parse(pageOf(LINKS_IN_JSON), { url: addressOf(LINKS_IN_JSON) }, READ_AT)).toMatchObject({
    kind: 'wall',
  });
});
