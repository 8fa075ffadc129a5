import { describe, expect, test } from 'vitest';
import type { Watch } from '../../../server/core/mention/watch.ts';
import { DAY, HOUR, MINUTE, startOfDay } from '../../../server/core/time.ts';
import type { Db } from '../../../server/db/database.ts';
import { COUNTED_IN } from '../../../server/db/mention/count-queries.ts';
import { END, START } from '../../../server/db/watch/mention-slices.ts';
import { openStage, stage, swapSlice } from '../../../server/db/watch/stage.ts';
import { deleteWatch, updateWatch } from '../../../server/db/watch/watches.ts';
import { previewWatch } from '../../../server/flows/detect/preview-watch.ts';
import { ingest } from '../../../server/flows/ingest/ingest.ts';
import { isLeftToAnother, queueRematch } from '../../../server/flows/reading/queue-rematch.ts';
import { rematchWatch } from '../../../server/flows/reading/rematch.ts';
import { rebuildBuckets } from '../../../server/flows/upkeep/rebuild-buckets.ts';
import { makeDatabase, makePlace } from '../../support/database.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { anyOf, makePost, NOW } from '../../support/make.ts';
import { makeQueue } from '../../support/make-queue.ts';
import { makeWatch, watchInput } from '../../support/make-watch.ts';

/** In an order of their own: tables have none. */
async function rowsOf(db: Db, table: 'mention' | 'fact' | 'analysis' | (typeof COUNTED_IN)[number]) {
  const rows = await db.selectFrom(table).selectAll().execute();
  return rows.map((row) => JSON.stringify(row)).sort();
}

/** As many as there are `texts`: quick enough to be asked while others work. */
const countTexts = (db: Db, watchId: number) =>
  db
    .selectFrom('mention')
    .innerJoin('post', 'post.id', 'mention.post_id')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('watch_id', '=', watchId)
    .executeTakeFirstOrThrow()
    .then((row) => Number(row.count));

const texts = (db: Db, watchId: number) =>
  db
    .selectFrom('mention')
    .innerJoin('post', 'post.id', 'mention.post_id')
    .select('post.text')
    .where('watch_id', '=', watchId)
    .orderBy('post.id')
    .execute()
    .then((rows) => rows.map((row) => row.text));

describe('rematchWatch', () => {
  test('a new watch sees the posts that came before it, exactly as if it had been there', async () => {
    const [late, early] = [await makeDatabase(), await makeDatabase()];
    const posts = Array.from({ length: 1_200 }, (_, n) =>
      makePost({
        text: n % 3 === 0 ? `第${n}路地铁晚点,等了很久,太差了` : `第${n}户暖气不热`,
        publishedAt: NOW - n * HOUR,
        ...(n % 5 === 0 && { rating: 2 }),
      }),
    );
    await makeWatch(early, { rule: anyOf('地铁') });
    for (const db of [late, early]) await ingest(ingestDeps(db), { posts, origin: 'a' });
    const watch = await makeWatch(late, { rule: anyOf('地铁') });
    expect(await rematchWatch(ingestDeps(late), watch.id)).toEqual({ scanned: 1_200, mentions: 400 });
    for (const table of ['mention', 'fact', ...COUNTED_IN, 'analysis'] as const) {
      const [rows, right] = [await rowsOf(late, table), await rowsOf(early, table)];
      expect(rows.length, table).toBeGreaterThan(0);
      expect(rows, table).toEqual(right);
    }
  });

  test('a change that came in between is left to its own job, and done where there is none', async () => {
    const db = await makeDatabase();
    const queue = makeQueue(db);
    const watch = await makeWatch(db, { rule: anyOf('暖气') });
    await ingest(ingestDeps(db), { posts: [makePost({ text: '地铁晚点' })], origin: 'a' });
    await updateWatch(db, watch.id, watchInput({ rule: anyOf('地铁') }), NOW);
    const isLeft = (each: Watch) => isLeftToAnother(queue, each, watch.updatedAt);
    const first = () => rematchWatch({ ...ingestDeps(db), isLeft }, watch.id);
    expect(await first()).toEqual({ scanned: 1, mentions: 1 });
    await queueRematch(queue, db, watch.id);
    await queueRematch(queue, db, watch.id);
    expect(await db.selectFrom('job').select('id').execute()).toHaveLength(1);
    expect(await first()).toBe(null);
  });

  test('a changed watch forgets what its old rule found', async () => {
    const db = await makeDatabase();
    const watch = await makeWatch(db, { rule: anyOf('暖气') });
    const deps = ingestDeps(db);
    await ingest(deps, {
      posts: [makePost({ text: '暖气不热' }), makePost({ text: '地铁晚点' })],
      origin: 'a',
    });
    await updateWatch(db, watch.id, watchInput({ rule: anyOf('地铁') }), NOW);
    await rematchWatch(deps, watch.id);
    expect(await texts(db, watch.id)).toEqual(['地铁晚点']);
    expect((await rebuildBuckets({ db, now: () => NOW })).corrected).toBe(0);
    await rematchWatch(deps, watch.id);
    expect(await texts(db, watch.id)).toEqual(['地铁晚点']);
  });

  test('leaves other watches, and what is older than it looks back, alone', async () => {
    const db = await makeDatabase();
    const watch = await makeWatch(db, { rule: anyOf('暖气') });
    const other = await makeWatch(db, { name: '别的', rule: anyOf('暖气') });
    const deps = ingestDeps(db);
    const posts = [makePost({ text: '暖气旧', publishedAt: NOW - 40 * DAY }), makePost({ text: '暖气新' })];
    await ingest(deps, { posts, origin: 'a' });
    await updateWatch(db, watch.id, watchInput({ rule: anyOf('地铁') }), NOW);
    expect(await rematchWatch(deps, watch.id, NOW - 28 * DAY)).toEqual({ scanned: 1, mentions: 0 });
    expect(await texts(db, watch.id)).toEqual(['暖气旧']);
    expect(await texts(db, other.id)).toEqual(['暖气旧', '暖气新']);
    expect((await rebuildBuckets({ db, now: () => NOW })).corrected).toBe(0);
  });

  test('posts that come in while it looks are neither lost nor doubled', async () => {
    const db = await makeDatabase();
    const deps = ingestDeps(db);
    await ingest(deps, { posts: Array.from({ length: 1_100 }, () => makePost()), origin: 'a' });
    const watch = await makeWatch(db);
    const [found] = await Promise.all([
      rematchWatch(deps, watch.id),
      ...Array.from({ length: 5 }, () => ingest(deps, { posts: [makePost(), makePost()], origin: 'b' })),
    ]);
    expect(found?.mentions).toBeGreaterThanOrEqual(1_100);
    expect(await texts(db, watch.id)).toHaveLength(1_110);
    expect((await rebuildBuckets({ db, now: () => NOW })).corrected).toBe(0);
  });

  /** Many mentions, several slices of them, half at the very same instant as files dated by the day have it. */
  async function makeMany(db: Db): Promise<number> {
    const posts = Array.from({ length: 2_600 }, (_, n) =>
      makePost({
        text: n % 2 === 0 ? `阳光花园${n}号楼暖气不热,太差了` : `地铁和暖气都晚了${n},太差了`,
        publishedAt: n % 2 === 0 ? startOfDay(NOW) : NOW - n * 10 * MINUTE,
      }),
    );
    const watch = await makeWatch(db);
    await ingest(ingestDeps(db), { posts, origin: 'a' });
    return watch.id;
  }

  test('every slice leaves the counts right, whatever comes between', async () => {
    const place = await makePlace();
    const [db, eyes] = [await makeDatabase(place), await makeDatabase(place)];
    const id = await makeMany(db);
    await updateWatch(db, id, watchInput({ rule: anyOf('地铁') }), NOW);
    const seen = new Set<number>();
    let over = false;
    // Seen from outside after each of its statements.
    const watched = db.withPlugin({
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        seen.add(await countTexts(eyes, id));
        return result;
      },
    });
    const rematching = rematchWatch({ ...ingestDeps(db), db: watched }, id).finally(() => {
      over = true;
    });
    while (!over) {
      expect((await rebuildBuckets({ db, now: () => NOW })).corrected).toBe(0);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(await rematching).toMatchObject({ mentions: 1_300 });
    expect([...seen].filter((count) => count > 1_300 && count < 2_600).length).toBeGreaterThan(0);
    expect((await texts(db, id)).every((text) => text.includes('地铁'))).toBe(true);
  });

  test('stopped half-way it is healed by running it again', async () => {
    const db = await makeDatabase();
    const id = await makeMany(db);
    await updateWatch(db, id, watchInput({ rule: anyOf('地铁') }), NOW);
    let slices = 0;
    const breaking = db.withPlugin({
      transformQuery: ({ node }) => {
        if (JSON.stringify(node).includes('insert into mention')) slices += 1;
        if (slices === 2) throw new Error('the machine stops');
        return node;
      },
      transformResult: async ({ result }) => result,
    });
    await expect(rematchWatch({ ...ingestDeps(db), db: breaking }, id)).rejects.toThrow('the machine stops');
    const half = (await texts(db, id)).length;
    expect(half).toBeGreaterThan(1_300);
    expect(half).toBeLessThan(2_600);
    expect((await rebuildBuckets({ db, now: () => NOW })).corrected).toBe(0);
    await rematchWatch(ingestDeps(db), id);
    expect(await texts(db, id)).toHaveLength(1_300);
    expect((await rebuildBuckets({ db, now: () => NOW })).corrected).toBe(0);
  });

  test('a post forgotten while it looks leaves no mention behind', async () => {
    const db = await makeDatabase();
    await ingest(ingestDeps(db), { posts: Array.from({ length: 5 }, () => makePost()), origin: 'a' });
    const watch = await makeWatch(db);
    const own = await openStage(db, watch.id, NOW);
    const slice = { from: START, to: END, lastPostId: 5 };
    const row = {
      watchId: watch.id,
      at: NOW,
      sentiment: -1,
      copy: false,
      counted: true,
      own: false,
      reach: 1,
    } as const;
    const mention = { ...row, platform: 'x', author: null, terms: [], target: null };
    const fact = { watchId: watch.id, at: NOW, author: null, name: 'sev.outage', value: 0.9 };
    await stage(db, own, {
      mentions: [5, 6].map((postId) => ({ ...mention, postId })),
      facts: [5, 6].map((postId) => ({ ...fact, postId })),
    });
    expect(await db.transaction().execute((tx) => swapSlice(tx, own, slice, NOW))).toBe(1);
    expect(await db.selectFrom('fact').select('post_id').execute()).toEqual([{ post_id: 5 }]);
    expect((await rebuildBuckets({ db, now: () => NOW })).corrected).toBe(0);
  });

  test('a big watch is deleted without a trace and leaves others alone', async () => {
    const db = await makeDatabase();
    const other = await makeWatch(db, { name: '别的', rule: anyOf('地铁') });
    const id = await makeMany(db);
    await deleteWatch(db, id);
    for (const table of ['mention', 'fact', ...COUNTED_IN] as const) {
      const rows = await db.selectFrom(table).select('watch_id').distinct().execute();
      expect(rows, table).toEqual([{ watch_id: other.id }]);
    }
    expect((await rebuildBuckets({ db, now: () => NOW })).corrected).toBe(0);
  });

  test('a paused or deleted watch looks at nothing', async () => {
    const db = await makeDatabase();
    const watch = await makeWatch(db, { active: false });
    expect(await rematchWatch(ingestDeps(db), watch.id)).toBeNull();
    expect(await rematchWatch(ingestDeps(db), 99)).toBeNull();
  });
});

describe('previewWatch', () => {
  test('counts the last seven days, day by day, and shows what it found', async () => {
    const db = await makeDatabase();
    const posts = [0, 0, 1, 6, 9].map((days) =>
      makePost({ text: `暖气不热 ${days}`, publishedAt: startOfDay(NOW) - days * DAY + HOUR }),
    );
    await ingest(ingestDeps(db), { posts: [...posts, makePost({ text: '地铁' })], origin: 'a' });
    const preview = await previewWatch({ db, now: () => NOW }, { rule: anyOf('暖气'), people: [] });
    expect(preview).toMatchObject({ faults: [], matched: 4, scanned: 5 });
    expect(preview.perDay.map((day) => day.count)).toEqual([1, 0, 0, 0, 0, 1, 2]);
    expect(preview.perDay.at(-1)?.day).toBe(startOfDay(NOW));
    expect(preview.samples[0]).toMatchObject({ text: '暖气不热 0', terms: ['暖气'] });
    expect(await db.selectFrom('mention').selectAll().execute()).toEqual([]);
  });

  test('a rule with faults finds nothing and says why', async () => {
    const db = await makeDatabase();
    const preview = await previewWatch({ db, now: () => NOW }, { rule: anyOf(), people: [] });
    expect(preview.matched).toBe(0);
    expect(preview.faults.length).toBeGreaterThan(0);
  });
});
