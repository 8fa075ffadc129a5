import { describe, expect, test } from 'vitest';
import sina from '../../../crawlers/sources/sina-roll.ts';
import type { FetchResult } from '../../../server/core/feed/source.ts';
import { DAY, HOUR, MINUTE } from '../../../server/core/time.ts';
import { pageOf, READ_AT, readPayload } from '../../support/read-payload.ts';
import { ask, beijing, found, parseBody, postsOf, readPosts } from '../../support/source-results.ts';

const range = { from: beijing('2026-11-01T00:00'), to: beijing('2026-11-08T00:00') };

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
    expect(readPosts(sina, 'roll-get.constructed.json')[0]).toMatchObject({
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
    expect(readPosts(sina, 'roll-get-jsonp.constructed.js')).toEqual(
      readPosts(sina, 'roll-get.constructed.json'),
    );
    expect(postsOf(parseBody(sina, `cb(${JSON.stringify(plain)})`))).toHaveLength(2);
    expect(parseBody(sina, form.slice(0, 600))).toMatchObject({ wall: 'not-json' });
  });

  test('nothing found is empty; an error or another shape is not', () => {
    const answer = (result: object) => parseBody(sina, { result });
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
    expect(postsOf(parseBody(sina, marked))[0]?.title).toBe('示例品牌');
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
    expect((await ask(sina, {}, () => unchanged, undefined, { wasCut: true })).urls).toHaveLength(5);
    // A page of new ones alone: what came in a long pause lies behind it, however old.
    const behind = { isBehind: () => true };
    expect((await ask(sina, {}, () => pageAt(READ_AT - DAY), undefined, behind)).urls).toHaveLength(10);
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
