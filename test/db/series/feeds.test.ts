import { describe, expect, test } from 'vitest';
import type { RunOutcome } from '../../../server/core/feed/feed.ts';
import type { SourcePost } from '../../../server/core/mention/post.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../../server/core/time.ts';
import type { Db } from '../../../server/db/database.ts';
import { closeIncident, openIncident } from '../../../server/db/feed/feed-incidents.ts';
import { readSeries } from '../../../server/db/series/series.ts';
import { ingest } from '../../../server/flows/ingest/ingest.ts';
import { makeDatabase } from '../../support/database.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { makePost, NOW } from '../../support/make.ts';
import { makeFeed, makeRun } from '../../support/make-feed.ts';
import { makeWatch } from '../../support/make-watch.ts';

const store = (db: Db, posts: readonly SourcePost[]) =>
  ingest(ingestDeps(db, { now: () => NOW }), { posts, origin: 'a' });
let made = 0;
const at = (ago: number) =>
  makePost({ text: `${++made}号楼的暖气不热`, publishedAt: NOW - ago, observedAt: NOW });

describe('the feeds behind a silent watch', () => {
  const silent = async (posts = 40) => {
    const db = await makeDatabase();
    const watch = await makeWatch(db, {}, NOW - 30 * DAY);
    await store(
      db,
      Array.from({ length: posts }, (_, i) => at((7 + i) * HOUR)),
    );
    const feed = (name: string, source: string) => makeFeed(db, { name, source }, NOW - 20 * DAY);
    return { db, watch, feed, heard: async () => (await readSeries(db, watch, NOW)).feeds };
  };
  const read = (db: Db, id: number, last_ok_at: Instant) =>
    db.updateTable('feed').set({ last_ok_at }).where('id', '=', id).execute();

  test('are those that its posts came from, healthy while read lately and in no incident', async () => {
    const { db, feed, heard } = await silent();
    const [one, two] = [await feed('一', 'rss'), await feed('二', 'rss')];
    await read(db, (await feed('别处', 'v2ex')).id, NOW);
    await read(db, one.id, NOW - MINUTE);
    await read(db, two.id, NOW - 2 * MINUTE);
    expect(await heard()).toEqual({ active: 2, healthy: 2, readAt: NOW - 2 * MINUTE });
    const incident = { health: 'suspect', reason: null, detail: '', openedAt: NOW } as const;
    await openIncident(db, { feedId: two.id, ...incident });
    expect(await heard()).toEqual({ active: 2, healthy: 1, readAt: NOW - MINUTE });
    await read(db, one.id, NOW - 9 * HOUR);
    expect(await heard()).toEqual({ active: 2, healthy: 0, readAt: null });
  });

  describe('of a moment of the past', () => {
    const THEN = NOW - 5 * DAY;
    const hush = async () => {
      const stage = await silent(0);
      await store(
        stage.db,
        Array.from({ length: 40 }, (_, i) => at(NOW - THEN + (7 + i) * HOUR)),
      );
      const feeds = [await stage.feed('一', 'rss'), await stage.feed('二', 'rss')];
      const [one, two] = feeds.map(({ id }) => id) as [number, number];
      const run = (feedId: number, endedAt: Instant, outcome: RunOutcome = 'quiet') =>
        makeRun(stage.db, feedId, { startedAt: endedAt - MINUTE, endedAt, outcome });
      const heardThen = async () => (await readSeries(stage.db, stage.watch, THEN)).feeds;
      return { ...stage, one, two, run, heardThen };
    };

    test('they are judged by their turns up to then, not by how they are now', async () => {
      const { one, two, run, heardThen } = await hush();
      await run(one, THEN - HOUR);
      await run(two, THEN - 2 * HOUR);
      for (const id of [one, two]) await run(id, NOW, 'failed');
      expect(await heardThen()).toEqual({ active: 2, healthy: 2, readAt: THEN - 2 * HOUR });
      await run(two, THEN - HOUR, 'wall');
      await run(two, NOW);
      expect(await heardThen()).toEqual({ active: 2, healthy: 1, readAt: THEN - HOUR });
    });

    test('an incident counts while it lasted', async () => {
      const { db, one, two, run, heardThen } = await hush();
      for (const id of [one, two]) for (const ended of [THEN - HOUR, NOW]) await run(id, ended);
      const incident = { feedId: two, health: 'suspect', reason: null, detail: '' } as const;
      const id = await openIncident(db, { ...incident, openedAt: THEN - HOUR });
      await closeIncident(db, id!, 'recovered', THEN + HOUR);
      await openIncident(db, { ...incident, openedAt: NOW });
      expect(await heardThen()).toEqual({ active: 2, healthy: 1, readAt: THEN - HOUR });
      await db.updateTable('feed_incident').set({ closed_at: THEN }).where('id', '=', id).execute();
      expect((await heardThen()).healthy).toBe(2);
    });

    test('where the turns are no longer kept nobody can say, unless another was out of order', async () => {
      const { db, one, two, run, heardThen } = await hush();
      await run(one, THEN - HOUR);
      for (const id of [one, two]) await run(id, NOW);
      expect(await heardThen()).toEqual({ active: 0, healthy: 0, readAt: null });
      const incident = { health: 'walled', reason: null, detail: '', openedAt: THEN - HOUR } as const;
      await openIncident(db, { feedId: one, ...incident });
      expect(await heardThen()).toEqual({ active: 2, healthy: 0, readAt: null });
    });
  });

  test('where posts are only imported there is none, and a watch that talks is not asked', async () => {
    const { db, watch, feed, heard } = await silent();
    expect(await heard()).toEqual({ active: 0, healthy: 0, readAt: null });
    await read(db, (await feed('一', 'rss')).id, NOW);
    expect((await heard()).active).toBe(1);
    await store(db, [at(MINUTE)]);
    expect((await readSeries(db, watch, NOW)).feeds.active).toBe(0);
  });
});
