import { describe, expect, test } from 'vitest';
import cninfo from '../../../crawlers/sources/cninfo.ts';
import type { Asking } from '../../../server/core/feed/source.ts';
import { READ_AT, readPayload } from '../../support/read-payload.ts';
import { ask, beijing, found, parseBody, postsOf, readPosts, timeout } from '../../support/source-results.ts';

const range = { from: beijing('2026-11-01T00:00'), to: beijing('2026-11-08T00:00') };

describe('cninfo', () => {
  const file = 'hisAnnouncement-query.retyped.json';
  const answer = JSON.parse(readPayload('cninfo', file).body);
  const last = { ...answer, hasMore: false };
  const formOf = (asking: Asking | undefined) => Object.fromEntries(new URLSearchParams(asking?.post?.body));

  test('a filing: who filed what on which day', () => {
    expect(readPosts(cninfo, file)).toEqual([
      {
        source: 'cninfo',
        platform: 'cninfo',
        externalId: '1208388950',
        url: 'https://static.cninfo.com.cn/finalpage/2020-09-04/1208388950.PDF',
        text: '青岛啤酒（600600）：关于持股5%以上股东权益变动达1%的提示公告',
        author: '青岛啤酒',
        publishedAt: beijing('2020-09-04T00:00'),
        precision: 'day',
        observedAt: READ_AT,
        voice: 'official',
      },
    ]);
  });

  test('marks of the search go, ids beyond 2^53 stay exact, a clock time stays one', () => {
    const text = JSON.stringify(answer)
      .replace('关于持股', '关于<em>持股</em>')
      .replace('"1208388950"', '7501109588381404711')
      .replace('1599148800000', '1599184801000');
    expect(postsOf(parseBody(cninfo, text))[0]).toMatchObject({
      externalId: '7501109588381404711',
      text: expect.stringMatching(/^青岛啤酒（600600）：关于持股5%/),
      publishedAt: beijing('2020-09-04T10:00:01'),
      precision: 'second',
    });
  });

  test('null is empty, null beside a count and a missing list are not', () => {
    expect(readPosts(cninfo, 'empty-null.constructed.json')).toEqual([]);
    const withheld = { announcements: null, totalRecordNum: 761, hasMore: true };
    expect(parseBody(cninfo, withheld)).toMatchObject({ wall: 'empty-suspect' });
    expect(parseBody(cninfo, { totalRecordNum: 0 })).toMatchObject({ wall: 'shape-changed' });
    expect(parseBody(cninfo, '<html><title>巨潮资讯网</title></html>')).toMatchObject({ wall: 'not-json' });
  });

  test('posts a form for the last month, page after page while there is more', async () => {
    const params = { stock: '600600,gssh0600600', keyword: '减持' };
    const { asked } = await ask(cninfo, params, (_url, _asking, number) => found(number < 3 ? answer : last));
    expect(asked.map(({ url }) => url)).toEqual(
      Array(3).fill('https://www.cninfo.com.cn/new/hisAnnouncement/query'),
    );
    expect(asked.map(({ asking }) => formOf(asking).pageNum)).toEqual(['1', '2', '3']);
    expect(asked[0]?.asking?.post?.type).toBe('form');
    expect(formOf(asked[0]?.asking)).toMatchObject({
      stock: '600600,gssh0600600',
      column: 'sse',
      searchkey: '减持',
      seDate: '2026-10-23~2026-11-23',
      pageSize: '30',
      tabName: 'fulltext',
      isHLtitle: 'true',
    });
    expect((await ask(cninfo, {}, () => found(answer))).asked).toHaveLength(10);
  });

  test('a back-fill asks for the days of the range, the last one not past its end', async () => {
    const { asked } = await ask(cninfo, { stock: '000002,gssz0000002' }, () => found(last), range);
    expect(formOf(asked[0]?.asking)).toMatchObject({ seDate: '2026-11-01~2026-11-07', column: 'szse' });
  });

  test('a code alone is looked up in the site’s list; one that is not there is said to be missing', async () => {
    const stocks = { stockList: [{ code: '600600', orgId: 'gssh0600600', zwjc: '青岛啤酒' }] };
    const reply = (url: string) => found(url.endsWith('szse_stock.json') ? stocks : last);
    const { asked, results } = await ask(cninfo, { stock: '600600' }, reply);
    expect(formOf(asked[1]?.asking).stock).toBe('600600,gssh0600600');
    expect(results).toHaveLength(1);
    expect((await ask(cninfo, { stock: '999999' }, reply)).results).toMatchObject([
      { kind: 'wall', wall: 'gone', detail: expect.stringContaining('999999') },
    ]);
    expect((await ask(cninfo, { stock: '600600' }, () => found('<html>'))).results).toMatchObject([
      { wall: 'shape-changed' },
    ]);
    expect((await ask(cninfo, { stock: '600600' }, () => timeout)).results).toEqual([timeout]);
  });
});
