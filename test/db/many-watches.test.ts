import { expect, test } from 'vitest';
import { DAY, HOUR } from '../../server/core/time.ts';
import { countKeys, newestKeys } from '../../server/db/views/mention/mention-keys.ts';
import { readTopics } from '../../server/db/views/mention/topics.ts';
import { readOverview } from '../../server/db/views/overview.ts';
import { topStories } from '../../server/db/views/story/top-stories.ts';
import { listWatches } from '../../server/db/watch/watches.ts';
import { ingest } from '../../server/flows/ingest/ingest.ts';
import { makeDatabase } from '../support/database.ts';
import { ingestDeps } from '../support/ingest.ts';
import { anyOf, makePost, NOW } from '../support/make.ts';
import { makeWatch } from '../support/make-watch.ts';

/** SQLite takes five hundred queries in a row and no more. */
const WATCHES = 620;

test('pages of hundreds of watches are read as those of one', { timeout: 300_000 }, async () => {
  const db = await makeDatabase();
  const rule = anyOf('停暖');
  await db.transaction().execute(async (tx) => {
    for (let each = 1; each < WATCHES; each++) {
      const other = anyOf(`不相干${each}`);
      await makeWatch(tx, { name: `方案${each}`, rule: other }, NOW - DAY);
    }
    await makeWatch(tx, { name: '供热', rule }, NOW - DAY);
  });
  const posts = [1, 2, 3].map((each) =>
    makePost({ text: `小区停暖了，第 ${each} 天`, publishedAt: NOW - each * HOUR, observedAt: NOW }),
  );
  await ingest(ingestDeps(db, { now: () => NOW }), { posts, origin: 'test' });
  const watchIds = (await listWatches(db)).map(({ id }) => id);
  expect(watchIds).toHaveLength(WATCHES);
  const filter = { from: NOW - DAY, to: NOW + HOUR };
  expect(await newestKeys(db, watchIds, { filter }, 20)).toHaveLength(3);
  expect(await countKeys(db, watchIds, filter, 100)).toBe(3);
  expect(await readTopics(db, watchIds, NOW - DAY, NOW + HOUR)).toHaveLength(3);
  expect(await topStories(db, watchIds, { from: NOW - DAY, to: NOW + HOUR }, { most: 3 })).toEqual([]);
  const range = { watchId: null, from: NOW - DAY, to: NOW + HOUR, now: NOW, playbooks: [] };
  expect((await readOverview(db, range)).stream).toHaveLength(3);
});

test('the newest of many watches are the newest of all, however many of them tell the same post', async () => {
  const db = await makeDatabase();
  const towns = ['东城', '西城', '南城', '北城', '新城', '老城', '江城', '山城', '石城', '柳城'];
  await db.transaction().execute(async (tx) => {
    for (const town of towns) await makeWatch(tx, { name: town, rule: anyOf(town) });
  });
  // The newest is told by all; then pairs at the same moment, and one watch with more than any other.
  const tellings = [
    towns,
    ['东城', '西城'],
    ['东城', '南城'],
    ['石城'],
    ['石城'],
    ['石城'],
    ['柳城'],
    ['新城'],
  ];
  const posts = tellings.map((told, n) =>
    makePost({
      text: `停水第 ${n} 回：${told.join('、')}都没有水`,
      publishedAt: NOW - Math.ceil(n / 2) * HOUR,
      observedAt: NOW,
    }),
  );
  await ingest(ingestDeps(db, { now: () => NOW }), { posts, origin: 'test' });
  const watchIds = (await listWatches(db)).map(({ id }) => id);
  const filter = { from: NOW - DAY, to: NOW + HOUR };
  const all = await newestKeys(db, watchIds, { filter }, posts.length);
  expect(all).toHaveLength(posts.length);
  for (const limit of [1, 2, 3, 4]) {
    expect(await newestKeys(db, watchIds, { filter }, limit)).toEqual(all.slice(0, limit));
  }
  const [, after] = all;
  expect(await newestKeys(db, watchIds, { filter, after: after ?? null }, 3)).toEqual(all.slice(2, 5));
  expect(await countKeys(db, watchIds, filter, 100)).toBe(posts.length);
  expect(await countKeys(db, watchIds, filter, 2)).toBe(null);
});
