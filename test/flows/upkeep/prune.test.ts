import { expect, test } from 'vitest';
import type { SourcePost } from '../../../server/core/mention/post.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../../server/core/time.ts';
import { inSlices } from '../../../server/db/engine/calm.ts';
import { chunks } from '../../../server/db/engine/chunks.ts';
import { listDays, listRuns } from '../../../server/db/feed/feed-runs.ts';
import { addRefusals, listRefusals } from '../../../server/db/feed/refusals.ts';
import { addRequest } from '../../../server/db/import/ingest-requests.ts';
import { addToken } from '../../../server/db/import/ingest-tokens.ts';
import { readMentionPage } from '../../../server/db/views/mention/mentions.ts';
import { pruneFine } from '../../../server/db/watch/retention.ts';
import { prune } from '../../../server/flows/upkeep/prune.ts';
import { rebuildBuckets } from '../../../server/flows/upkeep/rebuild-buckets.ts';
import { makePost, NOW } from '../../support/make.ts';
import { makeFeed, makeRun } from '../../support/make-feed.ts';
import { makeStage, type Stage, voices } from '../alert/alert-stage.ts';

/** Stores posts as if it were `at`. */
async function storeAt(stage: Stage, at: Instant, posts: readonly SourcePost[]): Promise<void> {
  const now = stage.at;
  stage.at = at;
  await stage.store(posts);
  stage.at = now;
}

const TABLES = ['post', 'analysis', 'mention', 'fact', 'bucket', 'author_bucket'] as const;

test('what is older than the retention goes with all that was made of it; the rest and the counts stay right', async () => {
  const stage = await makeStage();
  const { db } = stage;
  await storeAt(stage, NOW - 200 * DAY, voices(30, '很久以前停暖', NOW - 200 * DAY));
  await stage.store(voices(20, '最近停暖', NOW));
  expect(await prune({ db, now: () => NOW })).toMatchObject({ posts: 30, facts: 30 });
  for (const table of TABLES) {
    const rows = await db.selectFrom(table).selectAll().execute();
    expect(rows.length, table).toBeGreaterThan(0);
    expect(rows.length, table).toBeLessThanOrEqual(20);
  }
  expect(await rebuildBuckets({ db, now: () => NOW })).toMatchObject({ corrected: 0 });
  const page = (query: string) =>
    readMentionPage(db, { watchId: null, from: 0, to: NOW + 1, limit: 5, query });
  expect((await page('很久以前')).total).toBe(0);
  expect((await page('最近')).total).toBe(20);
});

test('what was counted in steps of five minutes is kept for two days', async () => {
  const stage = await makeStage();
  await stage.store(voices(20, '最近停暖', NOW));
  const steps = () => stage.db.selectFrom('fine_bucket').select('count').execute();
  await prune({ db: stage.db, now: () => NOW + 47 * HOUR });
  expect((await steps()).reduce((sum, { count }) => sum + count, 0)).toBe(20);
  await prune({ db: stage.db, now: () => NOW + 49 * HOUR });
  expect(await steps()).toEqual([]);
});

test('what was counted finely goes in slices, whole steps at a time, and none of another watch', async () => {
  const { db } = await makeStage();
  const steps = Array.from({ length: 600 }, (_, n) => ({ at: NOW + n * 5 * MINUTE }));
  const counted = (watch_id: number) =>
    steps.flatMap(({ at }) =>
      ['news', 'weibo'].map((platform) => ({
        watch_id,
        at,
        platform,
        sentiment: 0,
        count: 1,
        copies: 0,
        reach: 0,
      })),
    );
  for (const watchId of [901, 902])
    for (const rows of chunks(counted(watchId), 100))
      await db.insertInto('fine_bucket').values(rows).execute();
  const before = NOW + 590 * 5 * MINUTE;
  const gone: number[] = [];
  await inSlices(db, async (tx) => {
    gone.push(await pruneFine(tx, 901, before));
    return gone.at(-1) ?? 0;
  });
  expect(gone.reduce((sum, each) => sum + each)).toBe(2 * 590);
  expect(gone.length).toBeGreaterThan(2);
  expect(gone.every((each) => each % 2 === 0)).toBe(true);
  const left = (watchId: number) =>
    db.selectFrom('fine_bucket').select('at').where('watch_id', '=', watchId).execute();
  expect(await left(901)).toHaveLength(2 * 10);
  expect(await left(902)).toHaveLength(2 * 600);
});

test('a younger copy outlives its original and stands for itself', async () => {
  const stage = await makeStage();
  const text = '停暖通知:今晚八点恢复供暖请大家相互转告';
  const at = (publishedAt: number) => makePost({ text, publishedAt });
  await storeAt(stage, NOW - 181 * DAY, [at(NOW - 181 * DAY)]);
  await stage.store([at(NOW - DAY)]);
  await prune({ db: stage.db, now: () => NOW });
  const posts = await stage.db.selectFrom('post').selectAll().execute();
  expect(posts.map(({ at: when, copy_of }) => [when, copy_of])).toEqual([[NOW - DAY, null]]);
});

test('more than one batch is taken, and a second run finds nothing', async () => {
  const stage = await makeStage();
  await storeAt(stage, NOW - 20 * DAY, voices(1_200, '很久以前停暖', NOW - 20 * DAY));
  const deps = { db: stage.db, now: () => NOW };
  expect(await prune(deps, { keepDays: 10 })).toMatchObject({ posts: 1_200, facts: 1_200 });
  expect(await prune(deps, { keepDays: 10 })).toEqual({ posts: 0, facts: 0, runs: 0 });
});

test('a run that is stopped is continued by the next', async () => {
  const stage = await makeStage();
  await storeAt(stage, NOW - 20 * DAY, voices(600, '很久以前停暖', NOW - 20 * DAY));
  const controller = new AbortController();
  const deps = { db: stage.db, now: () => NOW };
  const stopped = prune(deps, { keepDays: 10, signal: controller.signal });
  controller.abort();
  await expect(stopped).rejects.toThrow();
  await prune(deps, { keepDays: 10 });
  expect(await stage.db.selectFrom('post').selectAll().execute()).toEqual([]);
});

test('runs and refusals are kept for a month', async () => {
  const { db } = await makeStage();
  const feed = await makeFeed(db);
  for (const startedAt of [NOW - 31 * DAY, NOW - HOUR]) {
    await makeRun(db, feed.id, { startedAt });
    await addRefusals(db, [
      { at: startedAt, origin: '源', position: startedAt, reason: 'empty', excerpt: '' },
    ]);
  }
  expect(await prune({ db, now: () => NOW })).toMatchObject({ runs: 1 });
  expect((await listRuns(db, feed.id, 9)).map((run) => run.startedAt)).toEqual([NOW - HOUR]);
  expect(await listRefusals(db, 9)).toHaveLength(1);
});

test('notices that nobody waits for and days of feeds are not kept for ever', async () => {
  const stage = await makeStage();
  const { db } = stage;
  const feed = await makeFeed(db);
  const { id: channel } = await stage.channel();
  for (const startedAt of [NOW - 500 * DAY, NOW - 200 * DAY]) {
    await makeRun(db, feed.id, { startedAt });
  }
  const notice = { notice_json: '{}', channel_id: channel, next_at: 0, owed: 0 };
  const rows = [
    { ...notice, status: 'sent', created_at: NOW - 200 * DAY },
    { ...notice, status: 'sent', created_at: NOW - DAY },
    { ...notice, status: 'waiting', created_at: NOW - 200 * DAY },
    { ...notice, status: 'held', owed: 1, created_at: NOW - 200 * DAY },
  ];
  await db.insertInto('notice').values(rows).execute();
  await prune({ db, now: () => NOW });
  expect(await listDays(db, 0, [feed.id])).toHaveLength(1);
  const left = await db.selectFrom('notice').select(['status', 'created_at']).orderBy('id').execute();
  expect(left.map(({ status }) => status)).toEqual(['sent', 'waiting', 'held']);
});

test('history imported yesterday is not gone tonight, and its counts stay when it goes only in part', async () => {
  const stage = await makeStage();
  const { db } = stage;
  const old = NOW - 300 * DAY;
  await storeAt(stage, NOW - DAY, voices(20, '阳光花园去年停暖', old));
  expect(await prune({ db, now: () => NOW })).toMatchObject({ posts: 0, facts: 0 });
  expect(await rebuildBuckets({ db, now: () => NOW })).toMatchObject({ corrected: 0 });
  // A part of the same hours was stored long ago: only that part goes, from the counts too.
  await db
    .updateTable('post')
    .set({ stored_at: NOW - 200 * DAY })
    .where('id', '<=', 8)
    .execute();
  expect(await prune({ db, now: () => NOW })).toMatchObject({ posts: 8 });
  const counts = await db.selectFrom('bucket').select('count').execute();
  expect(counts.reduce((sum, row) => sum + row.count, 0)).toBe(12);
  expect(await rebuildBuckets({ db, now: () => NOW })).toMatchObject({ corrected: 0 });
  expect(await db.selectFrom('fact').select('post_id').where('post_id', '<=', 8).execute()).toEqual([]);
});

test('ids of forgotten posts never come back, so an alert never shows a stranger', async () => {
  const stage = await makeStage();
  const { db } = stage;
  await storeAt(stage, NOW - 200 * DAY, voices(30, '很久以前停暖', NOW - 200 * DAY));
  await prune({ db, now: () => NOW });
  expect(await db.selectFrom('post').select('id').execute()).toEqual([]);
  await stage.store([makePost({ text: '最近停暖' })]);
  expect(await db.selectFrom('post').select('id').execute()).toEqual([{ id: 31 }]);
});

test('pages not fetched for a quarter and pushes of before yesterday are forgotten', async () => {
  const { db } = await makeStage();
  const visits = Array.from({ length: 2_100 }, (_, n) => ({
    url: `https://news.example/${String(n).padStart(5, '0')}`,
    etag: null,
    last_modified: null,
    body_hash: '',
    fetched_at: NOW - (n % 700 === 0 ? 89 : 91) * DAY,
  }));
  await db.insertInto('fetch_memory').values(visits).execute();
  const made = { name: 'a', hash: 'h', hint: 'h' };
  const token = await addToken(db, made, NOW);
  const push = { kind: 'items' as const, bodyHash: '', mapping: null, body: new Uint8Array() };
  for (const age of [2, 0.5]) {
    await addRequest(db, { ...push, tokenId: token?.id ?? 0, key: String(age) }, NOW - age * DAY);
  }
  await prune({ db, now: () => NOW });
  const urls = await db.selectFrom('fetch_memory').select('url').orderBy('url').execute();
  expect(urls.map(({ url }) => url.slice(-5))).toEqual(['00000', '00700', '01400']);
  expect(await db.selectFrom('ingest_request').select('key').execute()).toEqual([{ key: '0.5' }]);
});
