import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Addresses that the crawler may reach, each of a page of another kind. */
export interface Addresses {
  /** A feed of one post that the desk's watch is about, as fresh as the moment it is asked for. */
  readonly feed: string;
  /** A feed of one post that nobody watches for. */
  readonly notices: string;
  /** A feed without any post. */
  readonly empty: string;
  /** A list of two articles, each beside a column of other news. */
  readonly articles: string;
  /** Not there, on a site that is. */
  readonly missing: string;
  /** Whatever is asked for, the answer is a page to log in. */
  readonly walled: string;
  /** Nobody listens. */
  readonly dead: string;
}

export interface Sites {
  readonly addresses: Addresses;
  /** Sites of the world that are played from here. */
  readonly replay: Readonly<Record<string, string>>;
  /** How long the crawler waits between two requests to each host. */
  readonly localHosts: Readonly<Record<string, { readonly minInterval: number }>>;
  close(): void;
}

const JSON_TYPE = 'application/feed+json';
const DAY = 86_400_000;
const FORUM = 'https://hn.algolia.com';
const LOGIN = '<!doctype html><html lang="zh"><title>请先登录</title><p>登录后查看更多内容</p></html>';

const feedOf = (title: string, items: readonly object[]): object => ({
  version: 'https://jsonfeed.org/version/1.1',
  title,
  items,
});

const PAGES: Readonly<Record<string, () => object>> = {
  '/feed.json': () =>
    feedOf('邻里', [
      {
        id: 'live-1',
        title: '供热公司公布抢修进度',
        content_text: '供热管网抢修完成,预计今晚恢复',
        date_published: new Date().toISOString(),
      },
    ]),
  '/notices.json': () =>
    feedOf('街道', [
      { id: 'notice-1', title: '街道公布停车位方案', content_text: '新增车位六十个,公示七天' },
    ]),
  '/empty.json': () => feedOf('街道', []),
  // The search of Hacker News, whatever is asked for.
  '/api/v1/search_by_date': () => ({
    hits: [
      {
        objectID: '1',
        title: 'Sixty parking lots',
        comment_text: 'They are full by noon',
        created_at_i: Math.floor((Date.now() - 2 * DAY) / 1_000),
      },
    ],
  }),
};

const writtenOf = (title: string, text: string) =>
  `<html><title>${title}</title><h1>${title}</h1><p class="when">2026-11-20 09:00</p>
  <div class="side"><p>别的栏目：${title}之外还有许多别的消息，请往下翻看今天的全部要闻。</p></div>
  <div class="said"><p>${text}</p></div></html>`;

/** Pages for people, by their path. */
const WRITTEN: Readonly<Record<string, string>> = {
  '/articles/': `<html><ul>${[1, 2].map((no) => `<li><a href="/articles/${no}.html">街道办事处关于道路施工的通告（第${no}号）</a></li>`).join('')}</ul></html>`,
  '/articles/1.html': writtenOf('道路施工通告第一号', '和平街自今日起封闭施工一个月，途经车辆请绕行建设路。'),
  '/articles/2.html': writtenOf(
    '道路施工通告第二号',
    '建设路东段夜间施工，施工时间为晚上十点至次日早上六点。',
  ),
};

async function listen(answer: RequestListener): Promise<{ server: Server; url: string }> {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** The neighbourhood of the desk. A site that puts up a wall is left alone as a whole: it has a host of its own. */
export async function startSites(): Promise<Sites> {
  const open = await listen(({ url = '' }, answer) => {
    const path = url.replace(/\?.*/, '');
    const written = WRITTEN[path];
    if (written !== undefined) {
      answer.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(written);
      return;
    }
    const page = PAGES[path]?.();
    if (page === undefined) answer.writeHead(404).end();
    else answer.writeHead(200, { 'content-type': JSON_TYPE }).end(JSON.stringify(page));
  });
  const walled = await listen(({ url }, answer) => {
    if (url === '/robots.txt') answer.writeHead(404).end();
    else answer.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(LOGIN);
  });
  return {
    addresses: {
      feed: `${open.url}/feed.json`,
      notices: `${open.url}/notices.json`,
      empty: `${open.url}/empty.json`,
      articles: `${open.url}/articles/`,
      missing: `${open.url}/moved-away.json`,
      walled: `${walled.url}/feed.json`,
      dead: 'http://127.0.0.1:9/feed.json',
    },
    replay: { [FORUM]: open.url },
    localHosts: { '127.0.0.1': { minInterval: 10 }, [new URL(FORUM).host]: { minInterval: 10 } },
    close() {
      open.server.close();
      walled.server.close();
    },
  };
}
