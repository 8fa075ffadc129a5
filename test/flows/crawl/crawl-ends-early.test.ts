import { describe, expect, test } from 'vitest';
import { readHere } from '../../../server/core/feed/page-reading.ts';
import { HOUR, SECOND } from '../../../server/core/time.ts';
import { listRuns } from '../../../server/db/feed/feed-runs.ts';
import { crawl } from '../../../server/flows/crawl/crawl.ts';
import { NOW } from '../../support/make.ts';
import { PATIENCE_MS, until } from '../../support/patience.ts';
import { QUIET_LOG } from '../../support/quiet-log.ts';
import { board, entry, json, makeCrawl } from './crawl-stage.ts';

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
  const deps = { db, sources, fetcher, readPage: readHere, now, log: QUIET_LOG, ingest: broken };
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
    log: QUIET_LOG,
    ingest: () => Promise.reject(new Error()),
  };
  await expect(crawl(deps, { feedId: 99 })).rejects.toMatchObject({ code: 'not_found' });
});

test('a run that we break off ourselves is no word about the far side', async () => {
  const slow = json([entry('a')], { delay: 10 * PATIENCE_MS });
  const { db, run, fetcher, server } = await makeCrawl({ '/board/1': slow });
  const broken = expect(run()).rejects.toMatchObject({ code: 'busy' });
  await until(() => expect(server.seen.map(({ path }) => path)).toContain('/board/1'));
  await fetcher.close();
  await broken;
  expect(await db.selectFrom('feed_run').selectAll().execute()).toEqual([]);
});
