import { describe, expect, onTestFinished, test } from 'vitest';
import { createMemoryFetchStore } from '../../crawlers/polite/fetch-store.ts';
import { createPoliteFetcher } from '../../crawlers/polite/fetcher.ts';
import bluesky from '../../crawlers/sources/bluesky-search.ts';
import googlePlay from '../../crawlers/sources/google-play-reviews.ts';
import hackerNews from '../../crawlers/sources/hacker-news.ts';
import mastodon from '../../crawlers/sources/mastodon-tag.ts';
import reddit from '../../crawlers/sources/reddit.ts';
import telegram from '../../crawlers/sources/telegram-channel.ts';
import type { Asking, FetchResult, Params, Source, SourceRange } from '../../server/core/feed/source.ts';
import { pageOf, READ_AT, readPayload } from '../support/read-payload.ts';
import { type Reply, startReplayServer } from '../support/replay-server.ts';

const read = (source: Source, body: string, params: Params = {}) => {
  const result = source.parse(pageOf(body), params, READ_AT);
  if (result.kind !== 'posts') throw new Error(`${result.wall}: ${result.detail}`);
  return result;
};
const sample = (source: Source, file: string) => readPayload(source.name, file).body;
const json = (value: unknown): Reply => ({ body: JSON.stringify(value), type: 'application/json' });

/** The source's own run, through the real fetcher, against a site played on loopback. */
async function collectFrom(
  source: Source,
  site: string,
  params: Params,
  routes: Readonly<Record<string, Reply | (() => Reply)>>,
) {
  const server = await startReplayServer(routes);
  const host = new URL(site).host;
  const others = ['https://oauth.reddit.com'];
  const origins = [site, ...others];
  const fetcher = createPoliteFetcher({
    store: createMemoryFetchStore(),
    contact: 'https://example.org/bot',
    now: () => READ_AT,
    replay: Object.fromEntries(origins.map((origin) => [origin, server.url])),
    localHosts: { [host]: { minInterval: 0 }, 'oauth.reddit.com': { minInterval: 0 } },
  });
  onTestFinished(async () => {
    await fetcher.close();
    await server.close();
  });
  const results = await Array.fromAsync(source.collect(params, { get: fetcher.get, now: () => READ_AT }));
  return { results, seen: server.seen.filter(({ path }) => path !== '/robots.txt') };
}

/** A run whose answers come by address; for pages that lead to pages. */
async function walk(
  source: Source,
  params: Params,
  answer: (url: URL, asking: Asking) => string,
  range?: SourceRange,
) {
  const asked: string[] = [];
  const get = async (url: string, asking: Asking = {}): Promise<FetchResult> => {
    asked.push(url);
    return { kind: 'page', page: pageOf(answer(new URL(url), asking), { url }), bytes: 1 };
  };
  const io = { get, now: () => READ_AT, ...(range && { range }) };
  const results = await Array.fromAsync(source.collect(params, io));
  return { asked: asked.map((url) => new URL(url)), results };
}

const at = (text: string) => Date.parse(text);
const RANGE = { from: at('2026-11-20T00:00:00Z'), to: at('2026-11-21T00:00:00Z') };

describe('mastodon-tag', () => {
  const file = 'timelines-tag.docs-example.json';
  const [status] = JSON.parse(sample(mastodon, file));
  const one = (change: object) => read(mastodon, JSON.stringify([{ ...status, ...change }]));

  test('a post is known by its own address, the same on every instance', () => {
    expect(one({ id: '7' }).posts[0]).toMatchObject({
      externalId: 'https://mastodon.social/users/Gargron/statuses/103270115826048975',
      url: 'https://mastodon.social/@Gargron/103270115826048975',
      text: expect.stringMatching(/^"I lost my inheritance[^<]*\nhttps:/),
      author: 'https://mastodon.social/@Gargron',
      publishedAt: at('2019-12-08T03:48:33.901Z'),
      metrics: { likes: 11, comments: 5, reposts: 6 },
    });
  });

  test('a warning stands as the title, a picture alone is refused', () => {
    expect(one({ spoiler_text: '供暖投诉' }).posts[0]?.title).toBe('供暖投诉');
    expect(one({ content: '' })).toMatchObject({
      posts: [],
      refused: [{ reason: 'only a picture or file' }],
    });
  });

  test('asks the instance for each tag, once', async () => {
    const params = { instance: 'https://m.example.cn/about', tags: '#供暖，停暖 供暖' };
    const { asked } = await walk(mastodon, params, () => '[]');
    expect(asked.map(({ href }) => decodeURIComponent(href))).toEqual([
      'https://m.example.cn/api/v1/timelines/tag/供暖?limit=40',
      'https://m.example.cn/api/v1/timelines/tag/停暖?limit=40',
    ]);
  });

  test('goes back from the end of the time that is wanted to its beginning', async () => {
    const days = ['2026-11-20T12:00:00Z', '2026-11-19T12:00:00Z', '2026-11-18T12:00:00Z'];
    const { asked } = await walk(
      mastodon,
      { instance: 'm.example.cn', tags: 'a' },
      () => JSON.stringify([{ ...status, id: String(days.length), created_at: days.shift() }]),
      RANGE,
    );
    expect(asked.map((url) => url.searchParams.get('max_id'))).toEqual([
      String(BigInt(RANGE.to) << 16n),
      '3',
    ]);
  });

  test('an instance that closed its timelines is no empty tag', async () => {
    const refusal = { error: 'This method requires an authenticated user' };
    expect(mastodon.parse(pageOf(JSON.stringify(refusal)), {}, READ_AT)).toMatchObject({
      wall: 'login-wall',
    });
    const params = { instance: 'm.example.cn', tags: 'a' };
    const routes = { '/api/v1/timelines/tag/a?limit=40': { ...json(refusal), status: 401 } };
    const { results } = await collectFrom(mastodon, 'https://m.example.cn', params, routes);
    expect(results).toMatchObject([{ kind: 'wall', wall: 'login-wall' }]);
  });
});

describe('telegram-channel', () => {
  const body = sample(telegram, 't.me-s-channel.constructed.html');

  test('a message with its views and time; a picture alone is refused, not made up', () => {
    const { posts, refused } = read(telegram, body);
    expect(posts).toMatchObject([
      {
        externalId: 'example_channel/101',
        url: 'https://t.me/example_channel/101',
        text: '示例品牌发布会\n详情 news.example.com/a 👁',
        publishedAt: at('2026-11-21T08:00:00Z'),
        metrics: { views: 1200 },
      },
    ]);
    expect(refused).toEqual([{ index: 1, reason: 'only a picture or file' }]);
  });

  test('the message that is answered to is not the answer', () => {
    const quote =
      '<a class="tgme_widget_message_reply"><div class="tgme_widget_message_text">旧的</div></a><div class="tgme_widget_message_text';
    const replied = body.replace('<div class="tgme_widget_message_text', quote);
    expect(read(telegram, replied).posts[0]?.text).toMatch(/^示例品牌发布会/);
  });

  test('a channel without posts, one without a preview and another page are three things', () => {
    const page = (inside: string) =>
      telegram.parse(pageOf(`<html><body>${inside}</body></html>`), {}, READ_AT);
    expect(page('<section class="tgme_channel_history"></section>')).toMatchObject({ posts: [] });
    expect(page('<div class="tgme_page"></div>')).toMatchObject({ wall: 'login-wall' });
    expect(page('<p>502</p>')).toMatchObject({ wall: 'shape-changed' });
  });

  test('reads as many pages as are set, each before the last', async () => {
    const { asked } = await walk(telegram, { channel: 'https://t.me/s/example_channel', pages: 3 }, (url) =>
      body.replaceAll('before=101"', '"').replace('data-before="101"', `data-before="${url.search.length}"`),
    );
    expect(asked.map(({ pathname, search }) => pathname + search)).toEqual([
      '/s/example_channel',
      '/s/example_channel?before=0',
      '/s/example_channel?before=9',
    ]);
  });

  test('a back-fill walks past what is newer, and stops behind what is wanted', async () => {
    const days = ['2026-11-22', '2026-11-20', '2026-11-19', '2026-11-18'];
    const { asked, results } = await walk(
      telegram,
      { channel: 'example_channel' },
      () => {
        const left = days.length;
        return body
          .replaceAll('2026-11-21', days.shift() ?? '')
          .replace('data-before="101"', `data-before="${left}"`);
      },
      RANGE,
    );
    expect(asked).toHaveLength(3);
    expect(results).toHaveLength(2);
  });
});

describe('hacker-news', () => {
  test('a story by its title, a comment by its own words and without a title of its own', () => {
    const { posts } = read(hackerNews, sample(hackerNews, 'algolia-search_by_date.constructed.json'));
    expect(posts).toMatchObject([
      { text: 'Example Brand recalls 10k units', metrics: { likes: 87, comments: 12 } },
      {
        externalId: '48000002',
        url: 'https://news.ycombinator.com/item?id=48000002',
        text: 'I own an Example Brand device & it’s fine.\nSecond para'.replace('’', "'"),
        publishedAt: at('2026-11-21T05:01:00Z'),
      },
    ]);
    expect(posts[1]).not.toHaveProperty('title');
    expect(posts[1]).not.toHaveProperty('metrics');
  });

  test('a time gone by is asked for in seconds, from its end back to its beginning', async () => {
    const seconds = (instant: number) => instant / 1000;
    const full = Array.from({ length: 100 }, (_, i) => ({ created_at_i: seconds(RANGE.to) - 60 - i }));
    const { asked } = await walk(
      hackerNews,
      { query: '"example brand"', what: 'comment' },
      (url) => {
        const later = url.searchParams.get('numericFilters')?.endsWith(`<${seconds(RANGE.to)}`);
        return JSON.stringify({ hits: later ? full : full.slice(0, 3) });
      },
      RANGE,
    );
    expect(asked.map((url) => url.searchParams.get('numericFilters'))).toEqual([
      `created_at_i>=${seconds(RANGE.from)},created_at_i<${seconds(RANGE.to)}`,
      `created_at_i>=${seconds(RANGE.from)},created_at_i<${seconds(RANGE.to) - 158}`,
    ]);
    expect(asked[0]?.searchParams.get('tags')).toBe('comment');
    expect(asked[0]?.searchParams.get('query')).toBe('"example brand"');
  });

  test('an error is no empty answer', () => {
    const body = JSON.stringify({ message: 'invalid numeric attribute', status: 400 });
    expect(hackerNews.parse(pageOf(body), {}, READ_AT)).toMatchObject({ wall: 'shape-changed' });
  });
});

describe('reddit', () => {
  const params = { query: '示例品牌', clientId: 'app', clientSecret: 'the-app-secret' };
  const TOKEN = '/api/v1/access_token';
  const SEARCH = '/search?q=%E7%A4%BA%E4%BE%8B%E5%93%81%E7%89%8C&sort=new&type=link&limit=100&raw_json=1';
  const listing = sample(reddit, 'oauth-search-listing.real-scrubbed-trimmed.json');
  const site = 'https://www.reddit.com';

  test('asks for a token and searches with it; the token is no page', async () => {
    const { results, seen } = await collectFrom(reddit, site, params, {
      [TOKEN]: json({ access_token: 'tok-1', token_type: 'bearer', expires_in: 86_400 }),
      [SEARCH]: { body: listing, type: 'application/json' },
    });
    expect(seen.map(({ method, host, headers }) => [method, host, headers.authorization])).toEqual([
      ['POST', 'www.reddit.com', `Basic ${Buffer.from('app:the-app-secret').toString('base64')}`],
      ['GET', 'oauth.reddit.com', 'Bearer tok-1'],
    ]);
    expect(seen[0]?.body()).toBe('grant_type=client_credentials');
    expect(results).toHaveLength(1);
    expect(JSON.stringify(results)).not.toMatch(/tok-1|the-app-secret/);
    expect(results[0]?.kind === 'page' && reddit.parse(results[0].page, params, READ_AT)).toMatchObject({
      posts: { length: 4 },
    });
  });

  test.each([
    [{ ...json({ message: 'Unauthorized', error: 401 }), status: 401 }, 'login-wall'],
    [json({ error: 'unsupported_grant_type', secret: 'the-app-secret' }), 'login-wall'],
    [{ body: 'the-app-secret' }, 'not-json'],
    [{ ...json({}), status: 429 }, 'rate-limited'],
  ])('without a token nothing is searched, and why is told without the secret', async (reply, wall) => {
    const { results, seen } = await collectFrom(reddit, site, params, { [TOKEN]: reply });
    expect(results).toMatchObject([{ kind: 'wall', wall }]);
    expect(JSON.stringify(results)).not.toContain('the-app-secret');
    expect(seen).toHaveLength(1);
  });

  test('what was removed is refused, an author who left is not named', () => {
    const first = JSON.parse(listing).data.children[0];
    const link = (data: object) => ({ kind: 't3', data: { ...first.data, ...data } });
    const children = [
      link({ name: 't3_a', title: '[removed]', selftext_html: null, selftext: '' }),
      link({ name: 't3_b', title: 'Kept', selftext_html: null, selftext: '[deleted]', author: '[deleted]' }),
    ];
    const { posts, refused } = read(reddit, JSON.stringify({ kind: 'Listing', data: { children } }));
    expect(refused).toEqual([{ index: 0, reason: 'removed, or no id or text' }]);
    expect(posts).toMatchObject([{ externalId: 't3_b', text: 'Kept' }]);
    expect(posts[0]).not.toHaveProperty('author');
  });

  test('a subreddit keeps the search inside it', async () => {
    const answer = (url: URL) => (url.pathname === TOKEN ? '{"access_token":"t"}' : listing);
    const { asked } = await walk(reddit, { ...params, subreddit: 'r/China_irl/' }, answer);
    expect(asked[1]?.pathname).toBe('/r/China_irl/search');
    expect(asked[1]?.searchParams.get('restrict_sr')).toBe('true');
  });
});

describe('bluesky-search', () => {
  const file = 'searchPosts.constructed.json';
  const params = { query: '示例', lang: 'zh', identifier: 'a.bsky.social', appPassword: 'abcd-efgh' };
  const [view] = JSON.parse(sample(bluesky, file)).posts;
  const SESSION = '/xrpc/com.atproto.server.createSession';

  test('signs in with the app password and searches as the account; the session is no page', async () => {
    const { results, seen } = await collectFrom(bluesky, 'https://bsky.social', params, {
      [SESSION]: json({ accessJwt: 'jwt-1', refreshJwt: 'jwt-2', handle: 'a.bsky.social' }),
      '/xrpc/app.bsky.feed.searchPosts?q=%E7%A4%BA%E4%BE%8B&sort=latest&limit=100&lang=zh': {
        body: sample(bluesky, file),
        type: 'application/json',
      },
    });
    expect(JSON.parse(seen[0]?.body() ?? '')).toEqual({ identifier: 'a.bsky.social', password: 'abcd-efgh' });
    expect(seen[1]?.headers.authorization).toBe('Bearer jwt-1');
    expect(results.map(({ kind }) => kind)).toEqual(['page']);
    expect(JSON.stringify(results)).not.toMatch(/jwt-|abcd-efgh/);
  });

  test('a wrong app password is told, and nothing is searched', async () => {
    const answer = { error: 'AuthenticationRequired', message: 'Invalid identifier or password' };
    const { results, seen } = await collectFrom(bluesky, 'https://bsky.social', params, {
      [SESSION]: { ...json(answer), status: 401 },
    });
    expect(results).toMatchObject([{ kind: 'wall', wall: 'login-wall' }]);
    expect(seen).toHaveLength(1);
  });

  test('a post counts from when it was indexed: its own clock may say anything', () => {
    const record = { ...view.record, createdAt: '2031-01-01T00:00:00Z' };
    const { posts } = read(bluesky, JSON.stringify({ posts: [{ ...view, record }] }));
    expect(posts[0]).toMatchObject({
      externalId: 'did:plc:example00000000000000000/3lzexample00a',
      publishedAt: at('2026-11-21T08:00:01.123Z'),
      metrics: { likes: 3, comments: 1, reposts: 2 },
    });
  });

  test('who asks not to be shown outside is left out', () => {
    const author = { ...view.author, labels: [{ val: '!no-unauthenticated' }] };
    expect(read(bluesky, JSON.stringify({ posts: [{ ...view, author }] }))).toMatchObject({
      posts: [],
      refused: [{ reason: 'author asks not to be shown outside' }],
    });
  });

  test('a back-fill names its time and follows the cursor to the end', async () => {
    const answer = (url: URL) => {
      if (url.pathname === SESSION) return '{"accessJwt":"t"}';
      return JSON.stringify({ posts: [], ...(!url.searchParams.has('cursor') && { cursor: '100' }) });
    };
    const { asked, results } = await walk(bluesky, params, answer, RANGE);
    expect(asked.slice(1).map((url) => url.searchParams.get('cursor'))).toEqual([null, '100']);
    expect(asked[1]?.searchParams.get('since')).toBe('2026-11-20T00:00:00.000Z');
    expect(asked[1]?.searchParams.get('until')).toBe('2026-11-21T00:00:00.000Z');
    expect(results).toHaveLength(2);
  });

  test.each([
    ['ExpiredToken', 'login-wall'],
    ['RateLimitExceeded', 'rate-limited'],
    ['InternalServerError', 'shape-changed'],
  ])('%s is a wall', (error, wall) => {
    expect(bluesky.parse(pageOf(JSON.stringify({ error })), {}, READ_AT)).toMatchObject({ wall });
  });
});

describe('google-play-reviews', () => {
  const body = sample(googlePlay, 'batchexecute-reviews.constructed.txt');
  const params = { app: 'https://play.google.com/store/apps/details?id=com.example.app', pages: 2 };

  test('a review out of JSON in JSON; stars without words are refused', () => {
    const { posts, refused } = read(googlePlay, body, params);
    expect(posts).toMatchObject([
      {
        externalId: `gp:AOqpTOFexample1@${new Date(1_789_979_000_000).toISOString()}`,
        url: 'https://play.google.com/store/apps/details?id=com.example.app&reviewId=gp%3AAOqpTOFexample1',
        text: '更新后打不开',
        author: '示例用户',
        rating: 1,
        metrics: { likes: 7 },
        publishedAt: 1_789_979_000_000,
      },
    ]);
    expect(refused).toEqual([{ index: 1, reason: 'rating without words' }]);
    expect(read(googlePlay, body).posts[0]).not.toHaveProperty('url');
  });

  test('asks for the newest, then for what follows, as the store’s own page does', async () => {
    const at = '/_/PlayStoreUi/data/batchexecute?rpcids=UsvDTd&hl=zh-CN';
    const routes = { [at]: { body, type: 'application/json' } };
    const { results, seen } = await collectFrom(googlePlay, 'https://play.google.com', params, routes);
    const questions = seen.map((request) => {
      const form = new URLSearchParams(request.body()).get('f.req') ?? '';
      return JSON.parse(JSON.parse(form)[0][0][1]);
    });
    expect(seen[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(questions).toEqual([
      [null, null, [2, 2, [100, null, null], null, []], ['com.example.app', 7]],
      [null, null, [2, 2, [100, null, 'CiBexampleTokenNext'], null, []], ['com.example.app', 7]],
    ]);
    expect(results).toHaveLength(2);
  });

  test('no reviews, an error in their place and another page are three things', () => {
    const answer = (inner: string) => `)]}'\n\n[["wrb.fr","UsvDTd",${inner},null,null,null,"generic"]]`;
    expect(read(googlePlay, answer('"[]"')).posts).toEqual([]);
    expect(read(googlePlay, answer('"[null,null]"')).posts).toEqual([]);
    expect(googlePlay.parse(pageOf(answer('null')), {}, READ_AT)).toMatchObject({ wall: 'empty-suspect' });
    expect(googlePlay.parse(pageOf(answer('"{}"')), {}, READ_AT)).toMatchObject({ wall: 'shape-changed' });
    expect(googlePlay.parse(pageOf('[["di",5]]'), {}, READ_AT)).toMatchObject({ wall: 'shape-changed' });
    expect(googlePlay.parse(pageOf('<html></html>'), {}, READ_AT)).toMatchObject({ wall: 'not-json' });
  });
});

test('what is off by default says so, and needs its own yes', () => {
  const sources = [mastodon, telegram, hackerNews, reddit, bluesky, googlePlay];
  expect(sources.filter(({ access }) => !access.onByDefault).map(({ name }) => name)).toEqual([
    'reddit',
    'bluesky-search',
    'google-play-reviews',
  ]);
  for (const { access } of sources) expect(access.note.zh).toContain('境外站点，须经合法的国际出口访问');
});
