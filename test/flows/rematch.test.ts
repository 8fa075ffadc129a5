import { describe, expect, test } from 'vitest';
import { DAY, HOUR, startOfDay } from '../../server/core/time.ts';
import type { Db } from '../../server/db/database.ts';
import { updateWatch } from '../../server/db/watches.ts';
import { ingest } from '../../server/flows/ingest.ts';
import { previewWatch } from '../../server/flows/preview-watch.ts';
import { rebuildBuckets } from '../../server/flows/rebuild-buckets.ts';
import { rematchWatch } from '../../server/flows/rematch.ts';
import { makeDatabase } from '../support/database.ts';
import { ingestDeps } from '../support/ingest.ts';
import { makePost, makeWatch, NOW, watchInput } from '../support/make.ts';

const rule = (...any: string[]) => ({ any, all: [], none: [] });

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
      }),
    );
    await makeWatch(early, { rule: rule('地铁') });
    for (const db of [late, early]) await ingest(ingestDeps(db), { posts, origin: 'a' });
    const watch = await makeWatch(late, { rule: rule('地铁') });
    expect(await rematchWatch(ingestDeps(late), watch.id)).toEqual({ scanned: 1_200, mentions: 400 });
    for (const table of ['mention', 'fact', 'bucket', 'facet_bucket', 'analysis'] as const) {
      expect(await late.selectFrom(table).selectAll().execute()).toEqual(
        await early.selectFrom(table).selectAll().execute(),
      );
    }
  });

  test('a changed watch forgets what its old rule found', async () => {
    const db = await makeDatabase();
    const watch = await makeWatch(db, { rule: rule('暖气') });
    const deps = ingestDeps(db);
    await ingest(deps, {
      posts: [makePost({ text: '暖气不热' }), makePost({ text: '地铁晚点' })],
      origin: 'a',
    });
    await updateWatch(db, watch.id, watchInput({ rule: rule('地铁') }), NOW);
    await rematchWatch(deps, watch.id);
    expect(await texts(db, watch.id)).toEqual(['地铁晚点']);
    expect((await rebuildBuckets({ db })).corrected).toBe(0);
    await rematchWatch(deps, watch.id);
    expect(await texts(db, watch.id)).toEqual(['地铁晚点']);
  });

  test('leaves other watches, and what is older than it looks back, alone', async () => {
    const db = await makeDatabase();
    const watch = await makeWatch(db, { rule: rule('暖气') });
    const other = await makeWatch(db, { name: '别的', rule: rule('暖气') });
    const deps = ingestDeps(db);
    const posts = [makePost({ text: '暖气旧', publishedAt: NOW - 40 * DAY }), makePost({ text: '暖气新' })];
    await ingest(deps, { posts, origin: 'a' });
    await updateWatch(db, watch.id, watchInput({ rule: rule('地铁') }), NOW);
    expect(await rematchWatch(deps, watch.id, NOW - 28 * DAY)).toEqual({ scanned: 1, mentions: 0 });
    expect(await texts(db, watch.id)).toEqual(['暖气旧']);
    expect(await texts(db, other.id)).toEqual(['暖气旧', '暖气新']);
    expect((await rebuildBuckets({ db })).corrected).toBe(0);
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
    expect((await rebuildBuckets({ db })).corrected).toBe(0);
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
    const preview = await previewWatch({ db, now: () => NOW }, { rule: rule('暖气'), people: [] });
    expect(preview).toMatchObject({ faults: [], matched: 4, scanned: 5 });
    expect(preview.perDay.map((day) => day.count)).toEqual([1, 0, 0, 0, 0, 1, 2]);
    expect(preview.perDay.at(-1)?.day).toBe(startOfDay(NOW));
    expect(preview.samples[0]).toMatchObject({ text: '暖气不热 0', terms: ['暖气'] });
    expect(await db.selectFrom('mention').selectAll().execute()).toEqual([]);
  });

  test('a rule with faults finds nothing and says why', async () => {
    const db = await makeDatabase();
    const preview = await previewWatch({ db, now: () => NOW }, { rule: rule(), people: [] });
    expect(preview.matched).toBe(0);
    expect(preview.faults.length).toBeGreaterThan(0);
  });
});
