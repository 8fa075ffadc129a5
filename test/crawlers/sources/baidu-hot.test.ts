import { describe, expect, test } from 'vitest';
import baidu from '../../../crawlers/sources/baidu-hot.ts';
import { DAY } from '../../../server/core/time.ts';
import { pageOf, READ_AT, readPayload } from '../../support/read-payload.ts';
import { ask, found, parseBody, postsOf } from '../../support/source-results.ts';

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
    const { urls: asked } = await ask(baidu, { tab: 'car' }, () => found('{}'));
    expect(asked).toEqual(['https://top.baidu.com/api/board?platform=web&tab=car&tag=%7B%7D']);
  });

  test('a pinned row within the list has no rank and shifts no other', () => {
    const content = [
      { word: '置顶', isTop: true, index: 0 },
      { word: '一', index: 1 },
      { word: '二', index: 2 },
    ];
    const posts = postsOf(parseBody(baidu, { data: { cards: [{ content }] } }));
    expect(posts.map(({ text, metrics }) => [text, metrics?.rank])).toEqual([
      ['一', 1],
      ['二', 2],
      ['置顶', undefined],
    ]);
  });

  test('a board without rows is suspicious', () => {
    const answer = { data: { cards: [{ content: [], topContent: [] }] } };
    expect(parseBody(baidu, answer)).toMatchObject({ wall: 'empty-suspect' });
  });
});
