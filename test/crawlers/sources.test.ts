import { describe, expect, test } from 'vitest';
import appstore from '../../crawlers/sources/appstore-reviews.ts';
import baidu from '../../crawlers/sources/baidu-hot.ts';
import v2ex from '../../crawlers/sources/v2ex.ts';
import type { FetchResult, ParseResult, Source } from '../../server/core/feed/source.ts';
import { DAY } from '../../server/core/time.ts';
import { pageOf, READ_AT, readPayload } from '../support/read-payload.ts';

function postsOf(result: ParseResult) {
  if (result.kind !== 'posts') throw new Error(`${result.wall}: ${result.detail}`);
  return result.posts;
}

/** Runs `collect` against answers by URL; what is not listed is empty. */
async function collectFrom(
  source: Source,
  params: Record<string, string>,
  answer: (url: string) => FetchResult,
) {
  const asked: string[] = [];
  const get = async (url: string) => {
    asked.push(url);
    return answer(url);
  };
  const io = { now: () => READ_AT, get };
  const results = await Array.fromAsync(source.collect(params, io));
  return { asked, results };
}

const found = (body: string): FetchResult => ({ kind: 'page', page: pageOf(body), bytes: body.length });

describe('baidu-hot', () => {
  const file = 'api-board-realtime-2026-03-16.real.json';
  const board = JSON.parse(readPayload('baidu-hot', file).body);
  const parse = (body: string, at = READ_AT) => postsOf(baidu.parse(pageOf(body, { fetchedAt: at }), {}, at));

  test('ranks from 1 with heat, no time but the observation, the pinned word without a rank', () => {
    const posts = postsOf(baidu.parse(readPayload('baidu-hot', file), {}, READ_AT));
    expect(posts.slice(0, 50).map(({ metrics }) => metrics?.rank)).toEqual(
      Array.from({ length: 50 }, (_, index) => index + 1),
    );
    expect(posts[0]).toMatchObject({
      text: '315晚会',
      metrics: { heat: 7809452 },
      precision: 'none',
      observedAt: READ_AT,
    });
    expect(posts[1]).toMatchObject({
      title: '315曝光的鸡爪公司股东也在看晚会',
      url: expect.stringMatching(/\?wd=[^&]+$/),
    });
    expect(posts[50]?.metrics).toEqual({ heat: 7904313 });
    expect(posts.every(({ publishedAt }) => publishedAt === undefined)).toBe(true);
  });

  test('both depths and the page itself give the same board', () => {
    const nested = structuredClone(board);
    nested.data.cards[0].content = [{ content: nested.data.cards[0].content }];
    const flat = parse(JSON.stringify(board));
    expect(parse(JSON.stringify(nested))).toEqual(flat);
    expect(
      parse(`<!doctype html><title>百度热搜</title><!--s-data:${JSON.stringify(board)}--><script></script>`),
    ).toEqual(flat);
    expect(parse(`<html><!--s-data:${JSON.stringify(board.data)}--></html>`)).toEqual(flat);
  });

  test('a word is one sighting a day in China, a new one tomorrow', () => {
    const text = JSON.stringify(board);
    const ids = (at: number) => parse(text, at).map(({ externalId }) => externalId);
    const lateEvening = Date.parse('2026-11-22T23:59:00+08:00');
    expect(ids(READ_AT)[0]).toBe('2026-11-22:realtime:315晚会');
    expect(ids(lateEvening)).toEqual(ids(READ_AT));
    expect(ids(READ_AT + DAY)[0]).toBe('2026-11-23:realtime:315晚会');
  });

  test('another shape is not an empty board', () => {
    expect(baidu.parse(pageOf('{"success":true,"data":{}}'), {}, READ_AT)).toMatchObject({
      wall: 'shape-changed',
    });
    expect(baidu.parse(pageOf('<html><title>百度一下</title></html>'), {}, READ_AT)).toMatchObject({
      wall: 'not-json',
    });
    expect(
      baidu.parse(readPayload('walls', 'baidu-security-200.constructed.html'), {}, READ_AT),
    ).toMatchObject({ wall: 'captcha' });
  });

  test('a row without a word is named and costs no other', () => {
    const holed = structuredClone(board);
    delete holed.data.cards[0].content[3].word;
    const result = baidu.parse(pageOf(JSON.stringify(holed)), {}, READ_AT);
    expect(result).toMatchObject({ kind: 'posts', refused: [{ index: 3, reason: 'row without a word' }] });
    expect(postsOf(result)).toHaveLength(50);
  });

  test('asks for the board that is set', async () => {
    const { asked } = await collectFrom(baidu, { tab: 'car' }, () => found('{}'));
    expect(asked).toEqual(['https://top.baidu.com/api/board?platform=web&tab=car&tag=%7B%7D']);
  });
});

describe('appstore-reviews', () => {
  const parseFile = (file: string) => appstore.parse(readPayload('appstore-reviews', file), {}, READ_AT);

  test('a review: rating, votes, the time Apple’s zone means, keyed by id and edition', () => {
    expect(postsOf(parseFile('customerreviews-page1.constructed.json'))[0]).toMatchObject({
      externalId: '14548543799@2026-11-21T11:24:23.000Z',
      title: '闪退',
      text: '更新后一直闪退，\n客服没人理😡',
      author: '示例用户A',
      publishedAt: Date.parse('2026-11-21T19:24:23+08:00'),
      rating: 1,
      metrics: { likes: 3 },
    });
  });

  test('one review may be an object, none is an answer, the app itself is no review', () => {
    expect(postsOf(parseFile('customerreviews-single-entry-object.constructed.json'))).toHaveLength(1);
    expect(postsOf(parseFile('customerreviews-no-entry.constructed.json'))).toEqual([]);
    const page = JSON.parse(readPayload('appstore-reviews', 'customerreviews-page1.constructed.json').body);
    page.feed.entry.unshift({ id: { label: 'app' }, title: { label: '示例应用' } });
    expect(postsOf(appstore.parse(pageOf(JSON.stringify(page)), {}, READ_AT))).toHaveLength(2);
  });

  test('reads page after page until one is empty, for every country', async () => {
    const full = readPayload('appstore-reviews', 'customerreviews-page1.constructed.json').body;
    const none = readPayload('appstore-reviews', 'customerreviews-no-entry.constructed.json').body;
    const { asked } = await collectFrom(appstore, { app: '389801252', countries: 'CN, hk' }, (url) =>
      found(/page=[12]\//.test(url) ? full : none),
    );
    expect(asked.map((url) => /com\/(\w\w)\/.*page=(\d+)/.exec(url)?.slice(1).join(''))).toEqual([
      'cn1',
      'cn2',
      'cn3',
      'hk1',
      'hk2',
      'hk3',
    ]);
    expect(asked[0]).toBe(
      'https://itunes.apple.com/cn/rss/customerreviews/page=1/id=389801252/sortby=mostrecent/json',
    );
  });

  test('stops at page ten and at the first failure', async () => {
    const full = readPayload('appstore-reviews', 'customerreviews-page1.constructed.json').body;
    expect((await collectFrom(appstore, { app: '1' }, () => found(full))).asked).toHaveLength(10);
    const { results } = await collectFrom(appstore, { app: '1', countries: 'cn,hk' }, () => ({
      kind: 'failed',
      reason: 'timeout',
      detail: '',
      bytes: 0,
    }));
    expect(results).toHaveLength(1);
  });

  test('something else than a review feed is named', () => {
    expect(appstore.parse(pageOf('{"error":"x"}'), {}, READ_AT)).toMatchObject({ wall: 'shape-changed' });
    expect(appstore.parse(pageOf('<html><title>502</title></html>'), {}, READ_AT)).toMatchObject({
      wall: 'not-json',
    });
    expect(appstore.parse(pageOf(''), {}, READ_AT)).toMatchObject({ wall: 'empty-body' });
  });
});

describe('v2ex', () => {
  test('a topic: its text, its time, how many answered', () => {
    const [topic] = postsOf(
      v2ex.parse(readPayload('v2ex', 'topics-hot-2026-08-23.real-scrubbed.json'), {}, READ_AT),
    );
    expect(topic).toMatchObject({
      externalId: '1236394',
      title: '你们开梯子会有反诈中心的电话打来吗',
      author: 'example_user_1',
      publishedAt: 1787381392_000,
      metrics: { comments: 92 },
    });
  });

  test('an empty list is empty, a scolding is not', () => {
    expect(v2ex.parse(pageOf('[]'), {}, READ_AT)).toEqual({ kind: 'posts', posts: [], refused: [] });
    expect(
      v2ex.parse(pageOf('{"status":"error","message":"Rate Limit Exceeded"}'), {}, READ_AT),
    ).toMatchObject({ wall: 'rate-limited' });
    expect(v2ex.parse(pageOf('{"status":"ok"}'), {}, READ_AT)).toMatchObject({ wall: 'shape-changed' });
  });

  test('a deleted topic is named and left out', () => {
    expect(
      v2ex.parse(pageOf('[{"id":1,"title":"a","deleted":1},{"id":2,"title":"b"}]'), {}, READ_AT),
    ).toMatchObject({
      posts: [{ externalId: '2', text: 'b' }],
      refused: [{ index: 0 }],
    });
  });
});
