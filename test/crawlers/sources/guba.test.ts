import { describe, expect, test } from 'vitest';
import guba from '../../../crawlers/sources/guba.ts';
import type { FetchResult } from '../../../server/core/feed/source.ts';
import { ask, parseBody, postsOf, readPosts, sample } from '../../support/source-results.ts';

describe('guba', () => {
  const list = sample(guba, 'list.constructed.html');

  test('a post: Beijing time, counts, province; an empty count is no count', () => {
    const [first, second] = readPosts(guba, 'list.constructed.html', { code: '600519' });
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
    expect(postsOf(parseBody(guba, tricky))[0]?.text).toBe('示例股份说"}};var x={" 完');
    expect(postsOf(parseBody(guba, tricky))).toHaveLength(2);
  });

  test('a soft block, a broken page and a deleted post are named, never an empty forum', () => {
    expect(parseBody(guba, '<html><title>示例股份股吧</title><div id="app"></div></html>')).toMatchObject({
      wall: 'empty-suspect',
      detail: expect.stringContaining('soft block'),
    });
    expect(parseBody(guba, list.slice(0, 700))).toMatchObject({ wall: 'malformed' });
    expect(parseBody(guba, list.replace(/"re":\[.*?\]\};/s, '"re":[]};'))).toMatchObject({
      wall: 'empty-suspect',
    });
    const url = 'https://guba.eastmoney.com/error?type=2';
    expect(parseBody(guba, '<html></html>', {}, { url })).toMatchObject({ wall: 'gone' });
    expect(parseBody(guba, 'var article_list={"count":0,"re":[]};')).toMatchObject({
      kind: 'posts',
      posts: [],
    });
  });

  test('reads as many pages as are set and stops at the first failure', async () => {
    expect((await ask(guba, { code: '600519', pages: 2 })).urls).toEqual([
      'https://guba.eastmoney.com/list,600519_1.html',
      'https://guba.eastmoney.com/list,600519_2.html',
    ]);
    const failed: FetchResult = { kind: 'failed', reason: 'timeout', detail: '', bytes: 0 };
    expect((await ask(guba, { code: '600519', pages: 5 }, () => failed)).results).toEqual([failed]);
  });
});
