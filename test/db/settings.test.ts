import { describe, expect, test } from 'vitest';
import type { RunOutcome } from '../../server/core/feed/feed.ts';
import { HOUR } from '../../server/core/time.ts';
import { listRuns, recordRun } from '../../server/db/feed/feed-runs.ts';
import { deleteFeed, dueFeeds, getFeed, listFeeds, updateFeed } from '../../server/db/feed/feeds.ts';
import { createFetchStore } from '../../server/db/feed/fetch-store.ts';
import { addRefusals, listRefusals } from '../../server/db/feed/refusals.ts';
import {
  createWatch,
  deleteWatch,
  getWatch,
  listWatches,
  updateWatch,
  watchGeneration,
} from '../../server/db/watch/watches.ts';
import { makeDatabase } from '../support/database.ts';
import { anyOf, NOW } from '../support/make.ts';
import { feedRun, makeFeed } from '../support/make-feed.ts';
import { watchInput } from '../support/make-watch.ts';

const run = (feedId: number, outcome: RunOutcome, at = NOW) =>
  feedRun(feedId, {
    startedAt: at,
    endedAt: at + 1_000,
    outcome,
    fetched: 3,
    stored: outcome === 'posts' ? 2 : 0,
    known: 1,
    wall: outcome === 'wall' ? 'captcha' : null,
    bytes: 10,
    lagP50: 1_000,
  });

describe('watches', () => {
  test('come back as they were saved', async () => {
    const db = await makeDatabase();
    const input = watchInput({
      people: ['王强'],
      rivals: ['美的'],
      sources: ['rss'],
      rule: { any: ['a'], all: ['"b c"'], none: [] },
    });
    const { id } = await createWatch(db, input, NOW);
    expect(await getWatch(db, id)).toEqual({ ...input, id, createdAt: NOW, updatedAt: NOW });
    expect(await getWatch(db, 99)).toBeNull();
  });

  test('the id of a deleted one never comes back, so old links and alerts point at nobody else', async () => {
    const db = await makeDatabase();
    const rule = anyOf('暖气');
    const input = { name: '供热', rule, people: [], sources: [], active: true };
    const first = await createWatch(db, input, 1);
    await deleteWatch(db, first.id);
    expect((await createWatch(db, input, 2)).id).toBeGreaterThan(first.id);
  });

  test('a name is taken once', async () => {
    const db = await makeDatabase();
    await createWatch(db, watchInput(), NOW);
    await expect(createWatch(db, watchInput(), NOW)).rejects.toMatchObject({ code: 'conflict' });
    const other = await createWatch(db, watchInput({ name: '别的' }), NOW);
    await expect(updateWatch(db, other.id, watchInput(), NOW)).rejects.toMatchObject({ code: 'conflict' });
    await expect(updateWatch(db, 99, watchInput({ name: 'x' }), NOW)).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('every change, even two in one millisecond, is another generation', async () => {
    const db = await makeDatabase();
    const marks = [await watchGeneration(db)];
    const { id } = await createWatch(db, watchInput(), NOW);
    marks.push(await watchGeneration(db));
    for (const active of [false, true]) {
      await updateWatch(db, id, watchInput({ active }), NOW);
      marks.push(await watchGeneration(db));
    }
    await deleteWatch(db, id);
    marks.push(await watchGeneration(db));
    expect(new Set(marks.slice(0, 4)).size).toBe(4);
    expect(marks[4]).not.toBe(marks[3]);
  });

  test('paused ones are left out where only active ones are asked for', async () => {
    const db = await makeDatabase();
    await createWatch(db, watchInput({ active: false }), NOW);
    expect(await listWatches(db)).toHaveLength(1);
    expect(await listWatches(db, { activeOnly: true })).toEqual([]);
  });
});

describe('feeds', () => {
  test('the same source with the same settings exists once, in whatever order they are given', async () => {
    const db = await makeDatabase();
    await makeFeed(db, { params: { url: 'https://example.com/feed', limit: 10 } });
    const again = makeFeed(db, { params: { limit: 10, url: 'https://example.com/feed' } });
    await expect(again).rejects.toMatchObject({ code: 'conflict' });
  });

  test('a new feed is due at once, then when its next time comes, and never while paused', async () => {
    const db = await makeDatabase();
    const feed = await makeFeed(db);
    const { id } = feed;
    expect(await dueFeeds(db, NOW)).toHaveLength(1);
    await recordRun(db, run(id, 'posts'), NOW + HOUR);
    expect(await dueFeeds(db, NOW)).toEqual([]);
    expect(await dueFeeds(db, NOW + HOUR)).toHaveLength(1);
    await updateFeed(db, id, { ...feed, active: false }, NOW);
    expect(await dueFeeds(db, NOW + HOUR)).toEqual([]);
  });

  test('runs tell when a feed last answered and last brought something', async () => {
    const db = await makeDatabase();
    const { id } = await makeFeed(db);
    await recordRun(db, run(id, 'posts', NOW), NOW);
    await recordRun(db, run(id, 'quiet', NOW + HOUR), NOW);
    await recordRun(db, run(id, 'wall', NOW + 2 * HOUR), NOW);
    await recordRun(db, run(id, 'failed', NOW + 3 * HOUR), NOW);
    const row = await db.selectFrom('feed').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({
      last_posts_at: NOW + 1_000,
      last_ok_at: NOW + HOUR + 1_000,
      last_run_at: NOW + 3 * HOUR,
      failures: 2,
    });
    const broken = { ...run(id, 'failed', NOW + 4 * HOUR), stored: 2 };
    await recordRun(db, broken, NOW);
    const { last_posts_at: lastPosts } = await db.selectFrom('feed').selectAll().executeTakeFirstOrThrow();
    expect(lastPosts, 'what it stored before it failed counts').toBe(broken.endedAt);
    await db.deleteFrom('feed_run').where('started_at', '=', broken.startedAt).execute();
    const runs = await listRuns(db, id, 2);
    expect(runs.map((each) => each.outcome)).toEqual(['failed', 'wall']);
    expect(runs[1]).toEqual({
      ...run(id, 'wall', NOW + 2 * HOUR),
      kind: 'turn',
      failure: null,
      nextAt: NOW,
      range: null,
    });
  });

  test('a deleted feed takes its runs along', async () => {
    const db = await makeDatabase();
    const { id } = await makeFeed(db);
    await recordRun(db, run(id, 'posts'), NOW);
    await deleteFeed(db, id);
    expect(await listFeeds(db)).toEqual([]);
    expect(await getFeed(db, id)).toBeNull();
    expect(await listRuns(db, id, 5)).toEqual([]);
  });
});

describe('what fetching remembers', () => {
  test('comes back, and only what was answered', async () => {
    const store = createFetchStore(await makeDatabase());
    expect(await store.conditional('u')).toBeNull();
    await store.remember('u', { etag: 'W/"1"', bodyHash: 'x', fetchedAt: NOW });
    expect(await store.conditional('u')).toEqual({ etag: 'W/"1"' });
    await store.remember('u', { lastModified: 'yesterday', bodyHash: 'y', fetchedAt: NOW });
    expect(await store.conditional('u')).toEqual({ lastModified: 'yesterday' });
    expect(await store.robots('https://a')).toBeNull();
    await store.rememberRobots('https://a', { body: null, status: 404, fetchedAt: NOW });
    expect(await store.robots('https://a')).toEqual({ body: null, status: 404, fetchedAt: NOW });
  });
});

describe('refusals', () => {
  test('the same one again only becomes recent again', async () => {
    const db = await makeDatabase();
    const one = { origin: '新闻', position: 3, reason: 'empty', excerpt: 'x' };
    await addRefusals(db, [{ ...one, at: NOW }]);
    await addRefusals(db, [
      { ...one, at: NOW + 5 },
      { ...one, at: NOW + 5, position: 4 },
    ]);
    expect((await listRefusals(db, 10)).map(({ id: _, ...rest }) => rest)).toEqual([
      { ...one, at: NOW + 5, position: 4 },
      { ...one, at: NOW + 5 },
    ]);
  });

  test('those of one feed can be asked for, however many others have', async () => {
    const db = await makeDatabase();
    const one = { position: 0, reason: 'empty', excerpt: '', at: NOW };
    await addRefusals(db, [{ ...one, origin: '论坛', at: NOW - 5 }]);
    await addRefusals(
      db,
      Array.from({ length: 300 }, (_, position) => ({ ...one, origin: '新闻', position })),
    );
    expect((await listRefusals(db, 200)).map((row) => row.origin)).not.toContain('论坛');
    expect(await listRefusals(db, 200, '论坛')).toMatchObject([{ origin: '论坛', at: NOW - 5 }]);
    expect(await listRefusals(db, 200, '没有')).toEqual([]);
  });
});
