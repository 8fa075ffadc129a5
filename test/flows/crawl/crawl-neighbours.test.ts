import { expect, test } from 'vitest';
import { defineSource } from '../../../server/core/feed/source.ts';
import { HOUR, MINUTE, SECOND } from '../../../server/core/time.ts';
import { readClock } from '../../../server/db/feed/feed-runs.ts';
import { dueFeeds } from '../../../server/db/feed/feeds.ts';
import { NOW } from '../../support/make.ts';
import { makeFeed } from '../../support/make-feed.ts';
import { board, entry, json, makeCrawl } from './crawl-stage.ts';

test('a feed that its host turns away for good does not lock out its neighbour, nor is that one blamed', async () => {
  const { db, run, feed, settings, later, now, server, texts } = await makeCrawl({
    '/board/1': { status: 403 },
    '/other/1': json([entry('b')]),
  });
  const params = { ...settings, url: `${server.url}/other` };
  const other = await makeFeed(db, { source: 'board', params });
  let turns = 0;
  // As the rounds do it: whoever is due is asked, one after the other.
  for (; now() < NOW + 3 * HOUR; later(30 * SECOND)) {
    for (const { id } of await dueFeeds(db, now())) {
      const { outcome } = await run({ feedId: id });
      if (id === other.id && outcome !== 'failed') turns++;
    }
  }
  expect(await texts()).toEqual(['暖气不热 b']);
  expect(turns).toBeGreaterThan(5);
  expect((await readClock(db, other.id)).failures).toBe(0);
  expect((await readClock(db, feed.id)).failures).toBeGreaterThan(1);
});

test('a question that is not understood says nothing about the host', async () => {
  const { db, run, settings, server } = await makeCrawl({
    '/board/1': { status: 400 },
    '/other/1': json([entry('b')]),
  });
  const params = { ...settings, url: `${server.url}/other` };
  const other = await makeFeed(db, { source: 'board', params });
  expect(await run()).toMatchObject({ outcome: 'wall', wall: 'shape-changed', detail: 'status 400' });
  expect(await run({ feedId: other.id })).toMatchObject({ outcome: 'posts', stored: 1 });
});

test('a run whose source goes on past an answer keeps what comes after it, and ends as that answer says', async () => {
  const { run, sources, texts } = await makeCrawl(
    { '/board/1': { status: 404 }, '/board/2': json([entry('b')]), '/board/3': { status: 404 } },
    3,
  );
  const every = defineSource({
    ...board,
    async *collect(given, io) {
      for (let page = 1; page <= Number(given.pages); page++) yield await io.get(`${given.url}/${page}`);
    },
  });
  sources.set('board', every);
  expect(await run()).toMatchObject({ outcome: 'wall', wall: 'gone', stored: 1 });
  expect(await texts()).toEqual(['暖气不热 b']);
});

test('a run that could not be stored is recorded, and its feed waits for its next turn', async () => {
  const { run, asks, row, texts } = await makeCrawl({ '/board/1': json([entry('a')]) });
  const { ingest } = asks;
  asks.ingest = () => Promise.reject(new Error('database or disk is full'));
  await expect(run()).rejects.toThrow('disk is full');
  const { lastRun, nextAt, health } = await row();
  expect(lastRun).toMatchObject({
    outcome: 'failed',
    failure: 'store-fault',
    detail: 'database or disk is full',
  });
  expect(nextAt).toBeGreaterThanOrEqual(NOW + 10 * MINUTE);
  expect(health).toBe('failing');
  asks.ingest = ingest;
  expect(await run()).toMatchObject({ outcome: 'posts', stored: 1 });
  expect(await texts()).toEqual(['暖气不热 a']);
});

test('a second feed of one address gets what is there, though the first one has seen it', async () => {
  const { db, run, settings, server } = await makeCrawl({
    '/board/1': json([entry('a'), entry('b')], { etag: '"v1"' }),
    '/board/2': json([entry('c')], { etag: '"v2"' }),
  });
  expect(await run()).toMatchObject({ outcome: 'posts', stored: 2 });
  expect(await run()).toMatchObject({ outcome: 'quiet', detail: 'not modified' });
  const { id } = await makeFeed(db, { source: 'board', params: { ...settings, pages: 2 } });
  expect(await run({ feedId: id })).toMatchObject({ outcome: 'posts', fetched: 3, known: 2 });
  expect(await run({ feedId: id })).toMatchObject({ outcome: 'quiet', detail: 'not modified' });
  const asked = server.seen.filter(({ path }) => path === '/board/1');
  expect(asked.map(({ headers }) => headers['if-none-match'])).toEqual([
    undefined,
    '"v1"',
    undefined,
    '"v1"',
  ]);
});
