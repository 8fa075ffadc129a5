import { describe, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../../server/core/time.ts';
import { listRefusals } from '../../../server/db/feed/refusals.ts';
import { makePost, NOW } from '../../support/make.ts';
import { makeFeed } from '../../support/make-feed.ts';
import { entry, json, makeCrawl } from './crawl-stage.ts';

describe('a run that finds posts', () => {
  test('stores every page and plans the next run; a backlog says nothing about freshness', async () => {
    const { run, row, texts } = await makeCrawl(
      { '/board/1': json([entry('a', 2), entry('b', 4)]), '/board/2': json([entry('c', 60)]) },
      2,
    );
    expect(await run()).toMatchObject({
      outcome: 'posts',
      fetched: 3,
      stored: 3,
      known: 0,
      refused: 0,
      mentions: 3,
    });
    expect(await texts()).toEqual(['暖气不热 a', '暖气不热 b', '暖气不热 c']);
    expect(await row()).toMatchObject({
      health: 'ok',
      platform: 'forum',
      stored24h: 3,
      lastPostsAt: NOW,
      lagP50: null,
      lagP95: null,
    });
    const { nextAt, lastRun } = await row();
    expect(nextAt).toBeGreaterThanOrEqual(NOW + 600 * SECOND);
    expect(nextAt).toBeLessThanOrEqual(NOW + 660 * SECOND);
    expect(lastRun).toMatchObject({ kind: 'turn', nextAt, bytes: expect.any(Number), failure: null });
  });

  test('what came since the last run tells how fresh posts are when they arrive', async () => {
    const { run, row, server } = await makeCrawl({ '/board/1': json([entry('a', 9_000)]) });
    await run();
    server.route('/board/1', json([entry('b', 2), entry('c', 4), entry('a', 9_000)]));
    expect(await run()).toMatchObject({ stored: 2, known: 1 });
    expect(await row()).toMatchObject({ lagP50: 4 * MINUTE, lagP95: 4 * MINUTE });
  });

  test('posts remember the feed that brought them first', async () => {
    const { db, feed, run, settings, asks } = await makeCrawl({ '/board/1': json([entry('a')]) });
    await asks.ingest({ posts: [makePost()], origin: 'push' });
    await run();
    const later = await makeFeed(db, { source: 'board', params: { ...settings, pages: 3 } });
    expect(await run({ feedId: later.id })).toMatchObject({ known: 1 });
    const posts = await db.selectFrom('post').select('feed_id').orderBy('id').execute();
    expect(posts.map((post) => post.feed_id)).toEqual([null, feed.id]);
  });

  test('the same page again is known, not new', async () => {
    const { run } = await makeCrawl({ '/board/1': json([entry('a')]) });
    await run();
    expect(await run()).toMatchObject({ outcome: 'posts', fetched: 1, stored: 0, known: 1 });
  });

  test('an entry that cannot be read is refused by name and costs no other', async () => {
    const { db, run } = await makeCrawl({ '/board/1': json([{ text: '没有编号', minutes: 1 }, entry('b')]) });
    expect(await run()).toMatchObject({ outcome: 'posts', fetched: 2, stored: 1, refused: 1 });
    expect(await listRefusals(db, 10)).toMatchObject([{ origin: '供热板块', position: 0, reason: 'no-id' }]);
  });

  test('a page of nothing but unreadable entries has changed its shape', async () => {
    const { run } = await makeCrawl({ '/board/1': json([{ text: '一', minutes: 1 }]) });
    expect(await run()).toMatchObject({ outcome: 'wall', wall: 'shape-changed', refused: 1 });
  });
});

describe('a run that finds nothing', () => {
  test('nothing new since the last fetch is quiet', async () => {
    const { run, server } = await makeCrawl({ '/board/1': json([entry('a')], { etag: '"1"' }) });
    await run();
    expect(await run()).toMatchObject({ outcome: 'quiet', detail: 'not modified', wall: null });
    expect(server.seen.at(-1)?.headers['if-none-match']).toBe('"1"');
  });

  test('an empty page once is quiet, twice where posts used to be is suspect', async () => {
    const { run, server, row } = await makeCrawl({ '/board/1': json([entry('a')]) });
    await run();
    server.route('/board/1', json([], { etag: '"gate"' }));
    expect(await run()).toMatchObject({ outcome: 'quiet', detail: 'empty page', wall: null });
    expect((await row()).health).toBe('ok');
    expect(await run()).toMatchObject({ outcome: 'quiet', wall: 'empty-suspect' });
    expect((await row()).health).toBe('suspect');
    server.route('/board/1', json([entry('b')]));
    expect(await run()).toMatchObject({ outcome: 'posts' });
    expect((await row()).health).toBe('ok');
  });

  test('a feed that never had posts may stay empty', async () => {
    const { run, row } = await makeCrawl({ '/board/1': json([]) });
    await run();
    await run();
    expect(await run()).toMatchObject({ outcome: 'quiet', wall: null });
    expect((await row()).health).toBe('ok');
  });
});

test('a date in the future and a text beyond all measure are told with the run', async () => {
  const long = { id: 'long', text: '暖气不热。'.repeat(40_000), minutes: 1 };
  const { run } = await makeCrawl({ '/board/1': json([entry('a', -600), long]) });
  const detail =
    '1 dated in the future, counted as of when they were seen; 1 too long, only their beginning is kept';
  expect(await run()).toMatchObject({ outcome: 'posts', stored: 2, detail });
});

test('what is said of a run names the host of an address, and not what may be a key in it', async () => {
  const robots = { body: 'User-agent: *\nDisallow: /keys', type: 'text/plain' };
  const { db, settings, server, run } = await makeCrawl({ '/robots.txt': robots });
  const params = { ...settings, url: `${server.url}/keys/SECRETTOKEN` };
  const { id } = await makeFeed(db, { source: 'board', params });
  const { wall, detail } = await run({ feedId: id });
  expect(wall).toBe('robots-disallowed');
  // The board asks for pages below it.
  expect(detail).toBe(`robots.txt of ${new URL(server.url).host} does not allow /keys/•••/1`);
});
