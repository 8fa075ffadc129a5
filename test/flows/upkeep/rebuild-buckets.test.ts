import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SentimentLabel } from '../../../server/core/reading/analysis.ts';
import { encodeSketch, NO_AUTHORS } from '../../../server/core/series/author-sketch.ts';
import { DAY, HOUR, type Instant, startOfDay } from '../../../server/core/time.ts';
import type { Db } from '../../../server/db/database.ts';
import { COUNTED_IN } from '../../../server/db/mention/count-queries.ts';
import { listCorrections } from '../../../server/db/reading/corrections.ts';
import { updateWatch } from '../../../server/db/watch/watches.ts';
import { ingest } from '../../../server/flows/ingest/ingest.ts';
import { correct, undoCorrection } from '../../../server/flows/reading/correct.ts';
import { rematchWatch } from '../../../server/flows/reading/rematch.ts';
import { prune } from '../../../server/flows/upkeep/prune.ts';
import { rebuildBuckets } from '../../../server/flows/upkeep/rebuild-buckets.ts';
import { engine, makeDatabase } from '../../support/database.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { anyOf, makePost, NOW } from '../../support/make.ts';
import { makeWatch, watchInput } from '../../support/make-watch.ts';

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

type Draft = typeof post extends fc.Arbitrary<infer T> ? T : never;

const toPost = (now: Instant, { text, id, hoursAgo, platform, author, views }: Draft) =>
  makePost({
    text,
    platform,
    externalId: String(id),
    publishedAt: now - hoursAgo * HOUR,
    metrics: views === undefined ? {} : { views },
    ...(author === undefined ? {} : { author }),
  });

/** In an order of their own: tables have none. */
async function counts(db: Db) {
  const all: Record<string, readonly string[]> = {};
  for (const table of COUNTED_IN) {
    const rows = await db.selectFrom(table).selectAll().execute();
    all[table] = rows.map((row) => JSON.stringify(row)).sort();
  }
  return all;
}

/** What can happen to an installation, in any order. */
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.array(post, { maxLength: 12 }).map((posts) => ({ do: 'ingest', posts }) as const),
  },
  fc.record({ do: fc.constant('wait'), hours: fc.integer({ min: 1, max: 70 }) }),
  fc.record({
    do: fc.constant('correct'),
    nth: fc.nat(40),
    sentiment: fc.constantFrom(-1, 0, 1),
    by: fc.constantFrom('甲', '乙'),
  }),
  fc.record({ do: fc.constant('undo'), nth: fc.nat(40), by: fc.constantFrom('甲', '乙') }),
  fc.record({ do: fc.constant('rematch'), word: fc.constantFrom('暖', '热线', '态度'), days: fc.nat(20) }),
  fc.record({ do: fc.constant('prune'), keepDays: fc.integer({ min: 1, max: 4 }) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function perform(db: Db, clock: { at: Instant }, step: Step): Promise<void> {
  const deps = ingestDeps(db, { now: () => clock.at });
  const nth = async (n: number) => {
    const rows = await db.selectFrom('mention').select('post_id').distinct().orderBy('post_id').execute();
    return rows[n % Math.max(1, rows.length)]?.post_id;
  };
  if (step.do === 'wait') clock.at += step.hours * HOUR;
  if (step.do === 'prune') await prune(deps, { keepDays: step.keepDays });
  if (step.do === 'ingest') {
    await ingest(deps, { posts: step.posts.map((each) => toPost(clock.at, each)), origin: 'random' });
  }
  if (step.do === 'rematch') {
    await updateWatch(db, 2, watchInput({ name: '热线', rule: anyOf(step.word) }), NOW);
    await rematchWatch(deps, 2, clock.at - step.days * DAY);
  }
  const postId = 'nth' in step ? await nth(step.nth) : undefined;
  if (postId === undefined) return;
  if (step.do === 'correct') {
    const label = { sentiment: step.sentiment as SentimentLabel, intents: null, severity: null };
    await correct(deps, { postId, by: step.by, verdict: 'correct', label, note: null });
  }
  if (step.do === 'undo') {
    const mine = (await listCorrections(db, postId)).some(({ by }) => by === step.by);
    if (mine) await undoCorrection(deps, { postId, by: step.by });
  }
}

describe('rebuildBuckets', () => {
  test('finds nothing to correct, whatever came before', { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 8 }), async (steps) => {
        const db = await makeDatabase();
        await makeWatch(db);
        await makeWatch(db, { name: '热线', rule: anyOf('热线', '投诉') });
        const clock = { at: NOW };
        for (const each of steps) await perform(db, clock, each);
        const before = await counts(db);
        expect((await rebuildBuckets({ db, now: () => clock.at })).corrected).toBe(0);
        expect(await counts(db)).toEqual(before);
      }),
      { numRuns: engine() === 'sqlite' ? 15 : 5 },
    );
  });

  test('sets right what is missing, wrong and too many, and says how many', async () => {
    const db = await makeDatabase();
    await makeWatch(db);
    await ingest(ingestDeps(db), { posts: TEXTS.map((text) => makePost({ text })), origin: 'a' });
    const right = await counts(db);
    await db.updateTable('bucket').set({ count: 99 }).where('sentiment', '=', -1).execute();
    await db.deleteFrom('facet_bucket').where('sentiment', '=', 0).execute();
    await db.deleteFrom('facet_day').where('sentiment', '=', 0).execute();
    await db.deleteFrom('fine_bucket').where('sentiment', '=', 1).execute();
    await db.updateTable('term_bucket').set({ positive: 7 }).where('term', '=', '热线').execute();
    await db
      .updateTable('author_bucket')
      .set({ sketch: encodeSketch(NO_AUTHORS) })
      .execute();
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
      .values({ ...extra, watch_id: 9, facet: 'sev.x' })
      .execute();
    const { hour: _, platform: __, ...amounts } = extra;
    await db
      .insertInto('facet_day')
      .values({ ...amounts, facet: 'sev.y', day: startOfDay(NOW) })
      .execute();
    await db
      .insertInto('author_bucket')
      .values({ watch_id: 9, hour: 0, sketch: new Uint8Array([1]) })
      .execute();
    expect((await rebuildBuckets({ db, now: () => NOW })).corrected).toBeGreaterThan(3);
    expect(await counts(db)).toEqual(right);
    expect((await rebuildBuckets({ db, now: () => NOW })).corrected).toBe(0);
  });
});
