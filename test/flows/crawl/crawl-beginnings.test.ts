import { expect, test } from 'vitest';
import { dueFeeds, updateFeed } from '../../../server/db/feed/feeds.ts';
import { NOW } from '../../support/make.ts';
import { json, makeCrawl } from './crawl-stage.ts';

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
