import { describe, expect, test } from 'vitest';
import heimao from '../../../crawlers/sources/heimao-company.ts';
import { READ_AT } from '../../support/read-payload.ts';
import { ask, parseBody, postsOf, readPosts, sample } from '../../support/source-results.ts';

describe('heimao-company', () => {
  test('a group complaint: whom it is against, when, how many have joined', () => {
    expect(readPosts(heimao, 'grp_comp-feed.constructed.json')).toMatchObject([
      {
        externalId: 'group:57000',
        url: 'https://tousu.sina.com.cn/grp_comp/view/?sn=57000',
        title: '示例品牌 电池故障 集体投诉',
        publishedAt: READ_AT,
        metrics: { heat: 132 },
        voice: 'complaint_platform',
      },
    ]);
    const unnamed = JSON.parse(sample(heimao, 'grp_comp-feed.constructed.json'));
    unnamed.result.data.list[0].title = '电池故障';
    expect(postsOf(parseBody(heimao, unnamed))[0]?.text).toBe('多名用户反映……\n投诉对象：示例品牌');
  });

  test('a company: the figures as they are shown, one sighting a day', () => {
    expect(readPosts(heimao, 'company-main_search.constructed.json')).toMatchObject([
      {
        externalId: '2026-11-22:company:6384912431',
        text: '示例品牌：有效投诉 25607，已回复 25001，已完成 23100，评分 4.2',
        precision: 'none',
      },
    ]);
  });

  test('asks only what is not signed', async () => {
    expect((await ask(heimao, {})).urls).toEqual([
      'https://tousu.sina.com.cn/api/grp_comp/feed?type=&page_size=10&page=1',
    ]);
    const { urls } = await ask(heimao, { list: 'companies', keyword: ' 示例 ' });
    expect(urls).toEqual([
      `https://tousu.sina.com.cn/api/company/main_search?keyword=${encodeURIComponent('示例')}&sort_col=&page=1`,
    ]);
  });

  test('a refusal is named by what it says', () => {
    const refusal = (msg: string) => parseBody(heimao, { result: { status: { code: 11, msg }, data: null } });
    expect(refusal('请先登录')).toMatchObject({
      wall: 'login-wall',
      detail: expect.stringContaining('请先登录'),
    });
    expect(refusal('sign error')).toMatchObject({ wall: 'shape-changed' });
    expect(parseBody(heimao, { result: { data: { list: [] } } })).toEqual({
      kind: 'posts',
      posts: [],
      refused: [],
    });
  });
});
