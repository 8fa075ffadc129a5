import { describe, expect, test } from 'vitest';
import type { SourcePost } from '../../../server/core/mention/post.ts';
import { DAY, type Instant } from '../../../server/core/time.ts';
import { listPartitions, makePartitions, monthOf } from '../../../server/db/engine/partitions.ts';
import { findOldMonths, forgetKeys, takeOutMonth } from '../../../server/db/watch/old-months.ts';
import { correct } from '../../../server/flows/reading/correct.ts';
import { prune } from '../../../server/flows/upkeep/prune.ts';
import { rebuildBuckets } from '../../../server/flows/upkeep/rebuild-buckets.ts';
import { engine } from '../../support/database.ts';
import { makePost, NOW } from '../../support/make.ts';
import { makeStage, type Stage, voices } from '../alert/alert-stage.ts';

/** In a month that is over when the retention of 180 days begins. */
const OLD = NOW - 220 * DAY;
const MONTH = monthOf(OLD);
const KEPT_SINCE = NOW - 180 * DAY;

async function makeOldStage(): Promise<Stage> {
  const stage = await makeStage();
  await makePartitions(stage.db, OLD);
  await makePartitions(stage.db, NOW);
  return stage;
}

async function storeAt(stage: Stage, at: Instant, posts: readonly SourcePost[]): Promise<void> {
  stage.at = at;
  await stage.store(posts);
  stage.at = NOW;
}

const idsOf = async ({ db }: Stage) =>
  (await db.selectFrom('post').select('id').orderBy('id').execute()).map(({ id }) => id);

const nothingWrong = async ({ db }: Stage) =>
  expect(await rebuildBuckets({ db, now: () => NOW })).toMatchObject({ corrected: 0 });

describe.runIf(engine() === 'postgres')('a month of which everything is old', () => {
  test('goes in one piece, with all that was made of it', async () => {
    const stage = await makeOldStage();
    const { db } = stage;
    await storeAt(stage, OLD, voices(30, '很久以前停暖', OLD));
    const label = { sentiment: 1, intents: null, severity: null } as const;
    await correct({ db, now: () => OLD }, { postId: 3, by: '甲', verdict: 'correct', label, note: null });
    await stage.store(voices(20, '最近停暖', NOW));
    expect(await prune({ db, now: () => NOW })).toMatchObject({ posts: 30, facts: 30 });
    expect([...(await listPartitions(db))].filter((name) => name.endsWith(MONTH.name))).toEqual([]);
    for (const table of ['post', 'post_key', 'mention', 'analysis', 'fact'] as const) {
      expect(await db.selectFrom(table).selectAll().execute(), table).toHaveLength(20);
    }
    expect(await db.selectFrom('correction').selectAll().execute()).toEqual([]);
    const counts = await db.selectFrom('bucket').select('count').execute();
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(20);
    await nothingWrong(stage);
    expect(await prune({ db, now: () => NOW })).toMatchObject({ posts: 0, facts: 0 });
  });

  test('leaves younger copies to stand for themselves, and what comes again is new', async () => {
    const stage = await makeOldStage();
    const text = '停暖通知:今晚八点恢复供暖请大家相互转告';
    const first = makePost({ text, publishedAt: OLD });
    await storeAt(stage, OLD, [first]);
    await stage.store([makePost({ text, publishedAt: NOW - DAY })]);
    await prune({ db: stage.db, now: () => NOW });
    const left = await stage.db.selectFrom('post').select(['id', 'copy_of']).execute();
    expect(left).toEqual([{ id: 2, copy_of: null }]);
    // Its month is gone: it lies with the rest.
    await stage.store([first]);
    expect(await idsOf(stage)).toEqual([2, 3]);
    await nothingWrong(stage);
  });

  test('stays while it holds what was stored lately; the old in it goes row by row', async () => {
    const stage = await makeOldStage();
    const { db } = stage;
    await storeAt(stage, OLD, voices(10, '很久以前停暖', OLD));
    await storeAt(stage, NOW - DAY, voices(5, '阳光花园去年停暖', OLD));
    expect(await prune({ db, now: () => NOW })).toMatchObject({ posts: 10 });
    expect(await idsOf(stage)).toEqual([11, 12, 13, 14, 15]);
    expect(await listPartitions(db)).toContain(`post_${MONTH.name}`);
    await nothingWrong(stage);
  });

  test('stays when somebody brings history while its keys go, and nothing is counted twice', async () => {
    const stage = await makeOldStage();
    const { db } = stage;
    const posts = voices(10, '很久以前停暖', OLD);
    await storeAt(stage, OLD, posts);
    expect(await findOldMonths(db, KEPT_SINCE, NOW)).toContainEqual(MONTH);
    const last = await db.transaction().execute((tx) => forgetKeys(tx, MONTH, KEPT_SINCE, 0));
    await stage.store(posts.slice(0, 2));
    expect(await db.transaction().execute((tx) => forgetKeys(tx, MONTH, KEPT_SINCE, last ?? 0))).toBeNull();
    expect(await takeOutMonth(db, MONTH, KEPT_SINCE)).toBe(false);
    expect(await prune({ db, now: () => NOW })).toMatchObject({ posts: 10 });
    await stage.store(posts.slice(0, 2));
    expect(await idsOf(stage)).toEqual([11, 12]);
    await nothingWrong(stage);
  });

  test('is settled by the next run when one was stopped after it was taken out', async () => {
    const stage = await makeOldStage();
    const { db } = stage;
    await storeAt(stage, OLD, voices(10, '很久以前停暖', OLD));
    expect(await takeOutMonth(db, MONTH, KEPT_SINCE)).toBe(true);
    expect(await idsOf(stage)).toEqual([]);
    // What comes meanwhile is counted, and stays.
    await stage.store(voices(3, '阳光花园去年停暖', OLD));
    expect(await prune({ db, now: () => NOW })).toMatchObject({ posts: 10, facts: 10 });
    expect(await idsOf(stage)).toEqual([11, 12, 13]);
    expect(await db.selectFrom('analysis').selectAll().execute()).toHaveLength(3);
    await nothingWrong(stage);
  });

  test('makes room for months that are to come', async () => {
    const { db } = await makeOldStage();
    const later = NOW + 40 * DAY;
    await prune({ db, now: () => later });
    const there = await listPartitions(db);
    for (const distance of [0, 1, 2]) expect(there).toContain(`mention_${monthOf(later, distance).name}`);
  });
});
