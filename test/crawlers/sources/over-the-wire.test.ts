import { describe, expect, test } from 'vitest';
import { createMemoryFetchStore } from '../../../crawlers/polite/fetch-store.ts';
import { createPoliteFetcher } from '../../../crawlers/polite/fetcher.ts';
import cninfo from '../../../crawlers/sources/cninfo.ts';
import samr from '../../../crawlers/sources/samr-recall.ts';
import type { Params, Source } from '../../../server/core/feed/source.ts';
import { READ_AT, readPayload } from '../../support/read-payload.ts';
import { startReplayServer } from '../../support/replay-server.ts';
import { postsOf } from '../../support/source-results.ts';

describe('over the wire', () => {
  test('a form is asked and a list is fetched, and both are read', async () => {
    const [json, html] = ['application/json', 'text/html'];
    const server = await startReplayServer({
      '/robots.txt': { body: '' },
      '/new/hisAnnouncement/query': {
        body: readPayload('cninfo', 'empty-null.constructed.json').body,
        type: json,
      },
      '/xfpzh/xfpgnzh/': { body: readPayload('samr-recall', 'list-qczh.constructed.html').body, type: html },
    });
    const target = `http://127.0.0.1:${server.port}`;
    const fetcher = createPoliteFetcher({
      store: createMemoryFetchStore(),
      contact: 'https://example.org/bot',
      now: () => READ_AT,
      replay: { 'https://www.cninfo.com.cn': target, 'https://www.samrdprc.org.cn': target },
      localHosts: { 'www.cninfo.com.cn': { minInterval: 0 }, 'www.samrdprc.org.cn': { minInterval: 0 } },
    });
    try {
      const read = async (source: Source, params: Params) => {
        const io = { get: fetcher.get, now: () => READ_AT };
        const [result] = await Array.fromAsync(source.collect(params, io));
        if (result?.kind !== 'page') throw new Error(JSON.stringify(result));
        return postsOf(source.parse(result.page, params, READ_AT));
      };
      expect(await read(cninfo, { keyword: '召回' })).toEqual([]);
      const asked = new URLSearchParams(server.seen.at(-1)?.body());
      expect(Object.fromEntries(asked)).toMatchObject({ searchkey: '召回', pageNum: '1' });
      expect((await read(samr, { channel: 'consumer' }))[0]?.url).toBe(
        'https://www.samrdprc.org.cn/xfpzh/xfpgnzh/202607/t20260730_115807.html',
      );
    } finally {
      await fetcher.close();
      await server.close();
    }
  });
});
