import { describe, expect, test } from 'vitest';
import rss from '../../crawlers/sources/rss.ts';
import { politeStage } from './polite-stage.ts';

const payload = (file: string) => new URL(`../payloads/rss/${file}`, import.meta.url);
const stage = politeStage();

describe('one page', () => {
  test('arrives decoded, with who we are in the request and what to remember in the page', async () => {
    stage.server.route('/feed', {
      file: payload('cn-gbk-bytes-but-declared-utf8.constructed.xml'),
      type: 'text/xml; charset=utf-8',
      etag: '"1"',
    });
    const result = await stage
      .fetcherWith()
      .get(`${stage.server.url}/feed`, { accept: 'application/rss+xml' });
    if (result.kind !== 'page') throw new Error(JSON.stringify(result));
    expect(result.page).toMatchObject({ status: 200, charset: 'gb18030', fetchedAt: stage.clock.now });
    expect(result.page.body).toContain('镕与㛃');
    expect(result.page.conditional).toMatchObject({
      etag: '"1"',
      bodyHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(stage.server.seen.at(-1)?.headers).toMatchObject({
      'user-agent': 'Tingchao/0.1 (+https://example.org/bot)',
      accept: 'application/rss+xml',
    });
  });

  test.each(['gzip', 'br', 'deflate'] as const)('packed with %s', async (packed) => {
    stage.server.route('/x', { body: '<rss>压缩</rss>', packed });
    expect(await stage.fetcherWith().get(`${stage.server.url}/x`)).toMatchObject({
      kind: 'page',
      page: { body: '<rss>压缩</rss>' },
    });
  });

  test('is asked for conditionally only once ingest has remembered it', async () => {
    stage.server.route('/x', { body: 'one', etag: '"e"', lastModified: 'Sat, 21 Nov 2026 04:30:00 GMT' });
    const fetcher = stage.fetcherWith();
    const first = await fetcher.get(`${stage.server.url}/x`);
    const again = await fetcher.get(`${stage.server.url}/x`);
    expect(again).toMatchObject({ kind: 'page', page: { body: 'one' } });
    if (first.kind !== 'page' || first.page.conditional === undefined) throw new Error('no page');
    await stage.store.remember(first.page.url, { ...first.page.conditional, fetchedAt: stage.clock.now });
    const third = await fetcher.get(`${stage.server.url}/x`);
    expect(third).toMatchObject({ kind: 'page', page: { notModified: true, status: 304, body: '' } });
    expect(stage.server.seen.at(-1)?.headers).toMatchObject({
      'if-none-match': '"e"',
      'if-modified-since': 'Sat, 21 Nov 2026 04:30:00 GMT',
    });
  });

  test('that is an entity bomb is named by its source, not expanded', async () => {
    stage.server.route('/feed', { file: payload('entity-bomb-dtd.constructed.xml'), type: 'text/xml' });
    const result = await stage.fetcherWith().get(`${stage.server.url}/feed`);
    if (result.kind !== 'page') throw new Error('no page');
    expect(rss.parse(result.page, { url: result.page.url }, stage.clock.now)).toMatchObject({
      kind: 'wall',
      wall: 'entity-bomb',
    });
  });
});
