import { describe, expect, test } from 'vitest';
import webPage from '../../../crawlers/sources/web-page.ts';
import { readHere } from '../../../server/core/feed/page-reading.ts';
import { MINUTE } from '../../../server/core/time.ts';
import { listRuns } from '../../../server/db/feed/feed-runs.ts';
import { getFeed } from '../../../server/db/feed/feeds.ts';
import { previewFeed } from '../../../server/flows/crawl/preview-feed.ts';
import { NOW } from '../../support/make.ts';
import { entry, json, makeCrawl } from './crawl-stage.ts';

describe('a preview', () => {
  test('shows the first page of unsaved settings and stores nothing', async () => {
    const { db, sources, fetcher, now, settings, feed, texts } = await makeCrawl({
      '/board/1': json([{ text: '没有编号', minutes: 1 }, entry('b')]),
    });
    const preview = await previewFeed(
      { sources, fetcher, readPage: readHere, now },
      { source: 'board', params: settings },
    );
    expect(preview).toMatchObject({
      outcome: 'posts',
      found: 1,
      posts: [{ text: '暖气不热 b', at: NOW - 5 * MINUTE, precision: 'minute' }],
      refused: [{ index: 0, reason: 'no-id' }],
    });
    expect(preview.bytes).toBeGreaterThan(0);
    expect(await texts()).toEqual([]);
    expect(await listRuns(db, feed.id, 5)).toEqual([]);
    expect(await getFeed(db, feed.id)).toEqual(feed);
  });

  test('of a page none of whose rows can be read says what a run says', async () => {
    const { sources, fetcher, now, settings, run } = await makeCrawl({
      '/board/1': json([{ text: '没有编号' }, { text: '也没有' }]),
    });
    const preview = await previewFeed(
      { sources, fetcher, readPage: readHere, now },
      { source: 'board', params: settings },
    );
    const { outcome, wall, detail } = await run();
    expect(wall).toBe('shape-changed');
    expect(preview).toMatchObject({ outcome, wall, detail, posts: [] });
    expect(preview.refused).toHaveLength(2);
  });

  test('of a site without dates asks for three articles at most', async () => {
    const page = (inside: string) => ({ body: `<html><body>${inside}</body></html>` });
    const paths = Array.from({ length: 20 }, (_, at) => `/news/${101 + at}.html`);
    const links = paths.map((path) => `<li><a href="${path}">供热公司抢修进展通报${path}</a></li>`);
    const articles = paths.map((path) => [
      path,
      page(`<div class="article-content"><p>${path}：暖气管道正在抢修，请居民耐心等待。</p></div>`),
    ]);
    const { server, fetcher, now } = await makeCrawl({
      '/news/': page(`<ul>${links.join('')}</ul>`),
      ...Object.fromEntries(articles),
    });
    const preview = await previewFeed(
      { sources: new Map([[webPage.name, webPage]]), fetcher, readPage: readHere, now },
      { source: 'web-page', params: { url: `${server.url}/news/` } },
    );
    expect(preview).toMatchObject({ outcome: 'posts', found: 1 });
    const asked = server.seen.map(({ path }) => path).filter((path) => path !== '/robots.txt');
    expect(asked).toEqual(['/news/', ...paths.slice(0, 3)]);
  });

  test('shows the first posts of a long page, and says how many there are', async () => {
    const many = Array.from({ length: 35 }, (_, n) => entry(`${n}`));
    const { sources, fetcher, now, settings } = await makeCrawl({ '/board/1': json(many) });
    const preview = await previewFeed(
      { sources, fetcher, readPage: readHere, now },
      { source: 'board', params: settings },
    );
    expect([preview.found, preview.posts.length]).toEqual([35, 20]);
  });

  test('names a wall, a fault and settings that cannot be used', async () => {
    const { sources, fetcher, now, settings } = await makeCrawl({ '/board/1': { status: 403, body: 'no' } });
    const look = (source: string, given: object) =>
      previewFeed(
        { sources, fetcher, readPage: readHere, now },
        { source, params: given as typeof settings },
      );
    expect(await look('board', settings)).toMatchObject({
      outcome: 'wall',
      wall: 'forbidden',
      posts: [],
      page: { status: 403, body: 'no' },
    });
    expect(await look('board', { url: 'http://10.0.0.1/x' })).toMatchObject({ outcome: 'failed' });
    await expect(look('board', { pages: 1 })).rejects.toMatchObject({ code: 'bad_params' });
    await expect(look('gone', {})).rejects.toMatchObject({ code: 'unknown_source' });
  });
});
