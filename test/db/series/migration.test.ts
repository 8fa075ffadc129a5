import { type Kysely, sql } from 'kysely';
import { expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../../server/core/time.ts';
import type { Db } from '../../../server/db/database.ts';
import { up } from '../../../server/db/migrations/0008-series.ts';
import { up as addFacetDays } from '../../../server/db/migrations/0025-facet-days.ts';
import { ingest } from '../../../server/flows/ingest/ingest.ts';
import { rebuildBuckets } from '../../../server/flows/upkeep/rebuild-buckets.ts';
import { engine, makeDatabase } from '../../support/database.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { anyOf, makePost, NOW } from '../../support/make.ts';
import { makeWatch } from '../../support/make-watch.ts';

const TEXTS = [
  '阳光花园停暖三天,老人孩子冻得发抖,供热热线没人接,客服推诿',
  '供热公司师傅上门很快,态度很好,点赞',
  '网传供热站要停供,是真的吗?有没有人知道',
  '暖气热线打不通,客服态度恶劣,根本不管',
];
const COUNTS = ['fine_bucket', 'facet_bucket', 'author_bucket'] as const;

async function countsOf(db: Db) {
  const all: Record<string, unknown> = {};
  for (const table of COUNTS) all[table] = await db.selectFrom(table).selectAll().execute();
  const pairs = await db.selectFrom('fact').selectAll().where('name', 'like', 'pair.%').execute();
  return { ...all, pairs };
}

/** As an installation was before: hourly counts by facet alone, no pairs, no keywords. */
async function makeOld(db: Db): Promise<void> {
  for (const statement of [
    'drop table fine_bucket',
    'drop table author_bucket',
    'drop table term_bucket',
    'drop index bucket_empty',
    `delete from fact where name like 'pair.%'`,
    `update analysis set analysis_json = json_remove(analysis_json, '$.keywords')`,
    `create table old (watch_id, hour, facet, count, negative)`,
    `drop table facet_bucket`,
    `alter table old rename to facet_bucket`,
  ]) {
    await sql.raw(statement).execute(db);
  }
}

/** No installation on PostgreSQL is so old. */
const onSqlite = test.runIf(engine() === 'sqlite');

onSqlite('a living installation gets all counts that it would have had from the start', async () => {
  const db = await makeDatabase();
  await makeWatch(db);
  await makeWatch(db, { name: '热线', rule: anyOf('热线', '投诉') });
  const now = Date.now();
  const posts = Array.from({ length: 1_300 }, (_, n) =>
    makePost({
      text: `${TEXTS[n % TEXTS.length]}${n}`,
      platform: n % 3 === 0 ? 'weibo' : 'news',
      // The second hour has more authors than are kept by name.
      publishedAt: n < 600 ? now - 20 * HOUR : now - (n % 5) * 17 * HOUR - 10 * MINUTE,
      ...(n % 7 === 0 ? {} : { author: `用户${n % 1_000}` }),
    }),
  );
  await ingest(ingestDeps(db, { now: () => now }), { posts, origin: 'a' });
  const before = await countsOf(db);
  expect(before.pairs.length).toBeGreaterThan(0);
  await makeOld(db);
  await db.transaction().execute((tx) => up(tx as unknown as Kysely<unknown>));
  expect(await countsOf(db)).toEqual(before);
  expect((await rebuildBuckets({ db, now: () => now })).corrected).toBe(0);
});

test('facets by the day are made of those by the hour', async () => {
  const db = await makeDatabase();
  await makeWatch(db);
  const posts = Array.from({ length: 200 }, (_, n) =>
    makePost({ text: `${TEXTS[n % TEXTS.length]}${n}`, publishedAt: NOW - n * 37 * MINUTE }),
  );
  await ingest(ingestDeps(db), { posts, origin: 'a' });
  const read = () =>
    db.selectFrom('facet_day').selectAll().orderBy('facet').orderBy('day').orderBy('sentiment').execute();
  const before = await read();
  expect(new Set(before.map(({ day }) => day)).size).toBeGreaterThan(4);
  await sql`drop table facet_day`.execute(db);
  await db.transaction().execute((tx) => addFacetDays(tx as unknown as Kysely<unknown>));
  expect(await read()).toEqual(before);
});
