import { describe, expect, test } from 'vitest';
import { readHere } from '../../../server/core/feed/page-reading.ts';
import type { Source } from '../../../server/core/feed/source.ts';
import { HOUR, MINUTE, SECOND } from '../../../server/core/time.ts';
import { listRuns } from '../../../server/db/feed/feed-runs.ts';
import { dueFeeds, getFeed, setFeedActive, updateFeed } from '../../../server/db/feed/feeds.ts';
import { listRefusals } from '../../../server/db/feed/refusals.ts';
import { crawl } from '../../../server/flows/crawl/crawl.ts';
import { previewFeed } from '../../../server/flows/crawl/preview-feed.ts';
import { NOW } from '../../support/make.ts';
import { board, entry, json, makeCrawl } from './crawl-stage.ts';

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
      ...{ health: 'ok', platform: 'forum', stored24h: 3, lastPostsAt: NOW },
      ...{ lagP50: null, lagP95: null },
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

describe('a run that ends early', () => {
  test('a wall on the third page keeps what the first two gave', async () => {
    const { run, texts, row } = await makeCrawl(
      {
        '/board/1': json([entry('a')]),
        '/board/2': json([entry('b')]),
        '/board/3': { body: '<html><title>登录</title>请登录', type: 'text/html' },
      },
      3,
    );
    expect(await run()).toMatchObject({ outcome: 'wall', fetched: 2, stored: 2 });
    expect(await texts()).toEqual(['暖气不热 a', '暖气不热 b']);
    expect((await row()).health).toBe('walled');
  });

  test('a fault on the third page keeps what the first two gave, and a page that was stored is not fetched whole again', async () => {
    const { run, server, texts } = await makeCrawl(
      {
        '/board/1': json([entry('a')], { etag: '"1"' }),
        '/board/2': json([entry('b')]),
        '/board/3': { status: 500, body: 'sorry' },
      },
      3,
    );
    const failed = await run();
    expect(failed).toMatchObject({ outcome: 'failed', failure: 'server-error', stored: 2 });
    expect(failed.detail).toContain('server-error');
    expect(await texts()).toHaveLength(2);
    server.route('/board/3', json([entry('c')]));
    await run();
    expect(server.seen.filter(({ path }) => path === '/board/1').at(-1)?.headers['if-none-match']).toBe(
      '"1"',
    );
    expect(await texts()).toHaveLength(3);
  });

  test('what the far side says about waiting is honoured', async () => {
    const { run, row } = await makeCrawl({ '/board/1': { status: 429, retryAfter: '7200', body: '' } });
    expect(await run()).toMatchObject({ outcome: 'wall', wall: 'rate-limited' });
    expect((await row()).nextAt).toBe(NOW + 2 * HOUR);
  });

  test('faults in a row are tried less and less often, and one success sets that right', async () => {
    const { run, server, later, row, now } = await makeCrawl({
      '/board/1': { body: 'no list', type: 'text/plain' },
    });
    const pauses: number[] = [];
    const pauseAfterRun = async () => {
      await run();
      const pause = (await row()).nextAt! - now();
      later(pause);
      return Math.floor(pause / (600 * SECOND));
    };
    for (let i = 0; i < 5; i++) pauses.push(await pauseAfterRun());
    expect(pauses).toEqual([1, 2, 4, 8, 8]);
    server.route('/board/1', json([entry('a')]));
    expect(await pauseAfterRun()).toBe(1);
  });

  test('three faults in a row are a failing feed', async () => {
    const { run, row } = await makeCrawl({ '/board/1': { status: 500 } });
    for (let i = 0; i < 3; i++) await run();
    expect((await row()).health).toBe('failing');
  });

  test('a source that is gone is a failed run with its name', async () => {
    const { db, run, sources, feed } = await makeCrawl({});
    sources.delete('board');
    const told = { outcome: 'failed', failure: 'no-source', detail: 'there is no source named board' };
    expect(await run()).toMatchObject(told);
    expect(await listRuns(db, feed.id, 5)).toHaveLength(1);
  });

  test('a source that throws ends its own run only', async () => {
    const { run, sources } = await makeCrawl({ '/board/1': json([entry('a')]) });
    const parse = () => {
      throw new Error('cannot read properties of undefined');
    };
    sources.set('board', { ...board, parse });
    expect(await run()).toMatchObject({ outcome: 'wall', wall: 'shape-changed' });
  });
});

test('a page that could not be stored is fetched again', async () => {
  const { db, sources, fetcher, feed, now, server, run, texts } = await makeCrawl({
    '/board/1': json([entry('a')], { etag: '"1"' }),
  });
  const broken = () => Promise.reject(new Error('the disk is full'));
  const deps = { db, sources, fetcher, readPage: readHere, now, log: { warn() {} }, ingest: broken };
  await expect(crawl(deps, { feedId: feed.id })).rejects.toThrow('the disk is full');
  expect(await run()).toMatchObject({ outcome: 'posts', stored: 1 });
  expect(server.seen.at(-1)?.headers['if-none-match']).toBeUndefined();
  expect(await texts()).toHaveLength(1);
});

test('a feed that does not exist is a caller’s mistake', async () => {
  const { db, sources, fetcher, now } = await makeCrawl({});
  const deps = {
    db,
    sources,
    fetcher,
    readPage: readHere,
    now,
    log: { warn() {} },
    ingest: () => Promise.reject(new Error()),
  };
  await expect(crawl(deps, { feedId: 99 })).rejects.toMatchObject({ code: 'not_found' });
});

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
      ...{ outcome: 'wall', wall: 'forbidden', posts: [] },
      page: { status: 403, body: 'no' },
    });
    expect(await look('board', { url: 'http://10.0.0.1/x' })).toMatchObject({ outcome: 'failed' });
    await expect(look('board', { pages: 1 })).rejects.toMatchObject({ code: 'bad_params' });
    await expect(look('gone', {})).rejects.toMatchObject({ code: 'unknown_source' });
  });
});

test('undated posts of the first look are of an unknown time, those that turn up later are of now', async () => {
  const { db, run, server } = await makeCrawl({ '/board/1': json([{ id: 'a', text: '暖气不热 a' }]) });
  await run();
  server.route('/board/1', json([{ id: 'b', text: '暖气不热 b' }]));
  await run();
  const kept = await db.selectFrom('post').select(['external_id', 'precision']).orderBy('id').execute();
  expect(kept.map((post) => [post.external_id, post.precision])).toEqual([
    ['a', 'unknown'],
    ['b', 'none'],
  ]);
  expect(await db.selectFrom('bucket').select('count').execute()).toEqual([{ count: 1 }]);
});

test('a date in the future and a text beyond all measure are told with the run', async () => {
  const long = { id: 'long', text: '暖气不热。'.repeat(40_000), minutes: 1 };
  const { run } = await makeCrawl({ '/board/1': json([entry('a', -600), long]) });
  const detail =
    '1 dated in the future, counted as of when they were seen; 1 too long, only their beginning is kept';
  expect(await run()).toMatchObject({ outcome: 'posts', stored: 2, detail });
});

test('after a long pause the page is a backlog again: nothing undated counts as of now', async () => {
  const { db, run, server, later } = await makeCrawl({ '/board/1': json([{ id: 'a', text: '暖气不热 a' }]) });
  await run();
  later(26 * 3_600_000);
  server.route('/board/1', json([{ id: 'b', text: '暖气不热 b' }]));
  await run();
  expect(await db.selectFrom('bucket').selectAll().execute()).toEqual([]);
});

test('a feed that is pointed at another page begins anew', async () => {
  const { db, feed, run, server, settings } = await makeCrawl({
    '/board/1': json([{ id: 'a', text: '暖气不热 a' }]),
    '/other/1': json([
      { id: 'b', text: '暖气不热 b' },
      { id: 'c', text: '暖气不热 c' },
    ]),
  });
  await run();
  await updateFeed(db, feed.id, { ...feed, params: { ...settings, url: `${server.url}/other` } }, NOW);
  expect(await run()).toMatchObject({ stored: 2 });
  expect(await db.selectFrom('bucket').selectAll().execute()).toEqual([]);
});

test('a feed that is changed while it is read is due by its new settings, with a new beginning', async () => {
  const { db, feed, run, server, settings, row, now } = await makeCrawl({
    '/other/1': json([{ id: 'b', text: '暖气不热 b' }]),
  });
  const other = { ...feed, params: { ...settings, url: `${server.url}/other` } };
  const changing: Promise<unknown>[] = [];
  server.route('/board/1', () => {
    changing.push(updateFeed(db, feed.id, other, now()));
    return json([{ id: 'a', text: '暖气不热 a' }], { delay: 1_000 });
  });
  await run();
  await Promise.all(changing);
  expect(await row()).toMatchObject({ nextAt: NOW });
  expect(await dueFeeds(db, now())).toHaveLength(1);
  expect(await run()).toMatchObject({ stored: 1 });
  expect(await db.selectFrom('bucket').selectAll().execute()).toEqual([]);
  expect(await dueFeeds(db, now())).toEqual([]);
});

test('a run that we break off ourselves is no word about the far side', async () => {
  const { db, run, fetcher } = await makeCrawl({ '/board/1': json([entry('a')], { delay: 5_000 }) });
  const running = run();
  setTimeout(() => void fetcher.close(), 300);
  await expect(running).rejects.toMatchObject({ code: 'busy' });
  expect(await db.selectFrom('feed_run').selectAll().execute()).toEqual([]);
});

describe('turns', () => {
  test('missed while everything stood still are caught up by one', async () => {
    const { db, run, later, now } = await makeCrawl({ '/board/1': json([entry('a')]) });
    await run();
    later(26 * HOUR);
    expect(await dueFeeds(db, now())).toHaveLength(1);
    await run();
    expect(await dueFeeds(db, now())).toEqual([]);
  });

  test('come sooner while an adaptive feed yields and later while it is quiet, within its bounds', async () => {
    const { db, run, server, feed, row, later } = await makeCrawl({ '/board/1': json([entry('a')]) });
    await updateFeed(db, feed.id, { ...feed, adaptive: { min: 200, max: 900 } }, NOW);
    await run();
    expect(await row()).toMatchObject({ pace: 600, adaptive: { min: 200, max: 900 } });
    const paces: number[] = [];
    for (const ids of [
      ['b', 'c'],
      ['d', 'e'],
      ['d', 'e'],
      ['d', 'e'],
      ['d', 'e'],
      ['d', 'e'],
      ['d', 'e'],
    ]) {
      later(MINUTE);
      server.route('/board/1', json(ids.map((id) => entry(id))));
      await run();
      paces.push((await row()).pace);
    }
    expect(paces).toEqual([300, 200, 280, 392, 549, 769, 900]);
  });

  test('of a feed by the clock come at its rings, also when it is new, changed or resumed', async () => {
    const { db, run, feed, row } = await makeCrawl({ '/board/1': json([entry('a')]) });
    const nine = Date.UTC(2026, 10, 23, 1);
    await updateFeed(db, feed.id, { ...feed, cron: '0 9 * * *' }, NOW);
    expect((await row()).nextAt).toBe(nine);
    await run({ byHand: true });
    const { nextAt, lastRun } = await row();
    expect(Math.floor((nextAt! - nine) / MINUTE)).toBe(0);
    expect(lastRun).toMatchObject({ kind: 'by-hand' });
    await setFeedActive(db, feed.id, false, NOW);
    expect(await row()).toMatchObject({ health: 'paused', active: false, cron: '0 9 * * *' });
    await setFeedActive(db, feed.id, true, NOW);
    expect(await row()).toMatchObject({ health: 'ok', nextAt: nine });
  });
});

test('a back-fill asks for its time, is recorded as one and leaves turns, health and history alone', async () => {
  const { db, run, server, feed, row, sources } = await makeCrawl({ '/board/1': json([entry('a')]) });
  await run();
  const before = await row();
  const asked: unknown[] = [];
  async function* collect(...[given, io]: Parameters<Source['collect']>) {
    asked.push(io.range);
    yield* board.collect(given, io);
  }
  sources.set('board', { ...board, backfill: true, collect });
  server.route('/board/1', json([entry('old', 3 * 24 * 60), { id: 'undated', text: '暖气不热' }]));
  const range = { from: NOW - 4 * 24 * HOUR, to: NOW - 2 * 24 * HOUR };
  expect(await run({ range })).toMatchObject({
    kind: 'backfill',
    outcome: 'posts',
    stored: 2,
    range,
    nextAt: null,
  });
  expect(asked).toEqual([range]);
  const hours = await db.selectFrom('bucket').select(['hour', 'count']).orderBy('hour').execute();
  expect(hours.map(({ hour }) => Math.round((NOW - hour) / HOUR))).toEqual([73, 1]);
  server.route('/board/1', { status: 500 });
  expect(await run({ range })).toMatchObject({ kind: 'backfill', outcome: 'failed' });
  expect(await row()).toMatchObject({ ...before, backfill: true });
  expect((await listRuns(db, feed.id, 9)).map(({ kind }) => kind).toSorted()).toEqual([
    'backfill',
    'backfill',
    'turn',
  ]);
  expect(await listRuns(db, feed.id, 9, { ofTurns: true })).toHaveLength(1);
});

test('the days of a feed are its own history, counted in China', async () => {
  const { run, server, later, row } = await makeCrawl({ '/board/1': json([entry('first')]) });
  for (let day = 0; day < 9; day++) {
    server.route('/board/1', json(Array.from({ length: 10 }, (_, n) => entry(`${day}-${n}`))));
    await run();
    later(24 * HOUR);
  }
  expect((await row()).usual).toMatchObject({ usual: 10, lowest: 10, days: 8 });
  server.route('/board/1', json([entry('8-0')]));
  later(12 * HOUR);
  await run();
  const { usual, days, stored24h } = await row();
  expect(stored24h).toBe(0);
  expect(usual.fallen).toBe(true);
  expect(days.map(({ stored }) => stored)).toEqual([10, 10, 10, 10, 10, 10, 10, 10, 10, 0]);
});
