import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '../../server/core/time.ts';
import type { Db } from '../../server/db/database.ts';
import { ingest } from '../../server/flows/ingest.ts';
import { rebuildBuckets } from '../../server/flows/rebuild-buckets.ts';
import { makeDatabase } from '../support/database.ts';
import { ingestDeps } from '../support/ingest.ts';
import { makePost, makeWatch, NOW } from '../support/make.ts';

const TEXTS = [
  '阳光花园停暖三天,老人孩子冻得发抖,热线没人接',
  '供热公司师傅上门很快,态度很好,点赞',
  '网传供热站要停供,是真的吗?有没有人知道',
  '今天暖气费怎么交?',
  '地铁又晚点了,投诉无门',
  '!!!???###',
];

const post = fc.record({
  text: fc.constantFrom(...TEXTS),
  id: fc.integer({ min: 1, max: 40 }),
  hoursAgo: fc.integer({ min: -2, max: 30 * 24 }),
  platform: fc.constantFrom('weibo', 'news'),
  author: fc.constantFrom(undefined, '甲', '乙'),
  views: fc.option(fc.integer({ min: 0, max: 1_000_000 }), { nil: undefined }),
});

async function counts(db: Db) {
  const buckets = await db.selectFrom('bucket').selectAll().execute();
  const facets = await db.selectFrom('facet_bucket').selectAll().execute();
  return { buckets, facets };
}

describe('rebuildBuckets', () => {
  test('finds nothing to correct after any order of batches, late posts, copies and repeats', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(post, { maxLength: 12 }), { minLength: 1, maxLength: 5 }),
        async (batches) => {
          const db = await makeDatabase();
          await makeWatch(db);
          await makeWatch(db, { name: '热线', rule: { any: ['热线', '投诉'], all: [], none: [] } });
          const deps = ingestDeps(db);
          for (const batch of batches) {
            const posts = batch.map(({ text, id, hoursAgo, platform, author, views }) =>
              makePost({
                text,
                platform,
                externalId: String(id),
                publishedAt: NOW - hoursAgo * HOUR,
                metrics: views === undefined ? {} : { views },
                ...(author === undefined ? {} : { author }),
              }),
            );
            await ingest(deps, { posts, origin: 'random' });
          }
          const before = await counts(db);
          expect((await rebuildBuckets({ db })).corrected).toBe(0);
          expect(await counts(db)).toEqual(before);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('sets right what is missing, wrong and too many, and says how many', async () => {
    const db = await makeDatabase();
    await makeWatch(db);
    await ingest(ingestDeps(db), { posts: TEXTS.map((text) => makePost({ text })), origin: 'a' });
    const right = await counts(db);
    await db.updateTable('bucket').set({ count: 99 }).where('sentiment', '=', -1).execute();
    await db.deleteFrom('facet_bucket').where('negative', '=', 0).execute();
    const extra = {
      watch_id: 1,
      hour: NOW - DAY,
      platform: 'x',
      sentiment: 0,
      count: 1,
      copies: 0,
      reach: 5,
    };
    await db.insertInto('bucket').values(extra).execute();
    await db
      .insertInto('facet_bucket')
      .values({ watch_id: 9, hour: NOW, facet: 'sev.x', count: 1, negative: 0 })
      .execute();
    expect((await rebuildBuckets({ db })).corrected).toBeGreaterThan(3);
    expect(await counts(db)).toEqual(right);
    expect((await rebuildBuckets({ db })).corrected).toBe(0);
  });
});
