import { CompiledQuery, sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { SourcePost } from '../../../server/core/mention/post.ts';
import { baselineOf } from '../../../server/core/series/baseline/baseline.ts';
import { type BucketDelta, startOfFine } from '../../../server/core/series/bucket.ts';
import { DAY, HOUR, MINUTE, startOfHour } from '../../../server/core/time.ts';
import type { Db } from '../../../server/db/database.ts';
import { insertFacts } from '../../../server/db/mention/facts.ts';
import { insertMentions, type NewMention } from '../../../server/db/mention/mentions.ts';
import { addTally, readHours } from '../../../server/db/series/buckets.ts';
import { readSeries } from '../../../server/db/series/series.ts';
import { ingest } from '../../../server/flows/ingest/ingest.ts';
import { engine, makeDatabase } from '../../support/database.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { makePost, NOW } from '../../support/make.ts';
import { makeWatch } from '../../support/make-watch.ts';
import { listen, scansOf } from '../../support/query-plans.ts';

const addHours = (db: Db, buckets: readonly BucketDelta[]) =>
  addTally(db, { buckets, fine: [], facets: [], facetDays: [], terms: [], writers: [] });

const COLD = (n: number) => `${n}号楼停暖了,冻死了,太差了,要投诉供热公司的暖气`;

describe('readSeries', () => {
  test('of an empty watch is all zeros and knows nothing', async () => {
    const db = await makeDatabase();
    const watch = await makeWatch(db, {}, NOW - 3 * HOUR);
    const series = await readSeries(db, watch, NOW);
    expect(series.hours).toHaveLength(4);
    expect(series.hours.at(-1)).toEqual({
      hour: startOfHour(NOW),
      total: 0,
      negative: 0,
      copies: 0,
      reach: 0,
    });
    expect(series).toMatchObject({
      // Nothing was ever stored, so nothing could have been seen.
      knownHours: 0,
      claims: [],
      areas6h: 0,
      reach24h: 0,
      topVoice: null,
      hotRank: null,
    });
    expect(series.lastHour).toEqual({
      minutes: 60,
      total: 0,
      negative: 0,
      copies: 0,
      authors: 0,
      negativeAuthors: 0,
    });
  });

  test('has every hour of 28 days at most, without gaps', async () => {
    const db = await makeDatabase();
    const watch = await makeWatch(db);
    const posts = [40 * DAY, 2 * DAY].map((ago) => makePost({ publishedAt: NOW - ago }));
    await ingest(ingestDeps(db), { posts, origin: 'a' });
    const { hours } = await readSeries(db, watch, NOW);
    expect(hours).toHaveLength(28 * 24);
    for (const [index, point] of hours.slice(1).entries()) {
      expect(point.hour - (hours[index]?.hour ?? 0)).toBe(HOUR);
    }
    expect(hours.reduce((sum, point) => sum + point.total, 0)).toBe(1);
  });

  test('counts the last hour to the minute and people, not posts', async () => {
    const db = await makeDatabase();
    const watch = await makeWatch(db);
    const at = (minutes: number, author?: string) =>
      makePost({
        text: COLD(minutes),
        publishedAt: NOW - minutes * MINUTE,
        ...(author === undefined ? {} : { author }),
      });
    const posts = [at(5, '甲'), at(10, '甲'), at(59, '乙'), at(61, '丙'), at(30), at(31), at(359), at(361)];
    await ingest(ingestDeps(db), { posts, origin: 'a' });
    const series = await readSeries(db, watch, NOW);
    expect(series.lastHour).toMatchObject({
      total: 5,
      authors: 4,
      negative: 5,
      negativeAuthors: 4,
      copies: 0,
    });
    expect(series.lastSixHours).toMatchObject({ total: 7, authors: 6 });
  });

  test('claims count distinct people of a day and posts of three', async () => {
    const db = await makeDatabase();
    const watch = await makeWatch(db);
    const fact = (postId: number, ago: number, author: string | null) => ({
      watchId: watch.id,
      name: 'intent.complaint',
      at: NOW - ago,
      postId,
      author,
      value: 0.9,
    });
    await insertFacts(db, [
      fact(1, HOUR, 'h:a'),
      fact(2, 2 * HOUR, 'h:a'),
      fact(3, 3 * HOUR, null),
      fact(4, 4 * HOUR, null),
      fact(5, 2 * DAY, 'h:b'),
      fact(6, 4 * DAY, 'h:c'),
      { ...fact(7, -HOUR, 'h:d') },
    ]);
    const { claims } = await readSeries(db, watch, NOW);
    expect(claims).toEqual([
      {
        fact: 'intent.complaint',
        authors24h: 3,
        posts24h: 4,
        posts72h: 5,
        originals24h: null,
        firstAt: NOW - 2 * DAY,
        examples: [1, 2, 3, 4, 5],
      },
    ]);
  });

  test('of grave claims copies are told apart and step back among the examples', async () => {
    const db = await makeDatabase();
    const watch = await makeWatch(db);
    const text = '阳光花园暖气停了三天，7 号楼有位独居老人昨夜冻死了，救护车凌晨才到';
    const others = ['翠湖小区暖气不热，隔壁单元死了一个人，没救回来', '暖气停了，五楼一位大爷在屋里冻死了'];
    const posts = [
      ...others.map((other, n) =>
        makePost({ text: other, author: `甲${n}`, publishedAt: NOW - 3 * HOUR + n }),
      ),
      ...[0, 1, 2, 3].map((n) => makePost({ text, author: `乙${n}`, publishedAt: NOW - HOUR + n })),
    ];
    for (const post of posts) await ingest(ingestDeps(db), { posts: [post], origin: 'a' });
    const { claims } = await readSeries(db, watch, NOW);
    const deaths = claims.find(({ fact }) => fact === 'sev.death');
    expect(deaths).toMatchObject({ posts24h: 6, originals24h: 3 });
    const copies = await db.selectFrom('mention').select('post_id').where('copy', '=', 1).execute();
    const ids = new Set(copies.map(({ post_id }) => post_id));
    expect(deaths?.examples.map((id) => ids.has(id))).toEqual([false, false, false, true, true]);
  });

  test('knows how far it spread, who spoke, and the best rank', async () => {
    const db = await makeDatabase();
    const watch = await makeWatch(db);
    const posts = [
      makePost({ text: '阳光花园停暖,暖气冰凉', voice: 'forum' }),
      makePost({ text: '翠湖小区暖气也不热', voice: 'media', publishedAt: NOW - 5 * HOUR }),
      makePost({ text: '暖气话题', voice: 'hot_list', metrics: { rank: 9 } }),
      makePost({ text: '暖气话题二', voice: 'hot_list', metrics: { rank: 4 }, publishedAt: NOW - 2 * DAY }),
    ];
    await ingest(ingestDeps(db), { posts, origin: 'a' });
    expect(await readSeries(db, watch, NOW)).toMatchObject({ areas6h: 2, topVoice: 'hot_list', hotRank: 9 });
  });

  test('shows the most engaged negative originals of the last hour', async () => {
    const db = await makeDatabase();
    const watch = await makeWatch(db);
    const posts = [
      makePost({ text: COLD(1), metrics: { likes: 2 } }),
      makePost({ text: COLD(2), metrics: { likes: 50 } }),
      makePost({ text: COLD(2), metrics: { likes: 900 } }),
      makePost({ text: '供热师傅很好,谢谢', metrics: { likes: 999 } }),
      makePost({ text: COLD(4), metrics: { likes: 999 }, publishedAt: NOW - 2 * HOUR }),
    ];
    await ingest(ingestDeps(db), { posts, origin: 'a' });
    expect((await readSeries(db, watch, NOW)).examples).toEqual([2, 1, 3]);
  });
});

describe('what is known of a watch', () => {
  const every = (hours: number, from: number) => {
    const posts: SourcePost[] = [];
    for (let at = NOW - from; at < NOW; at += hours * HOUR)
      posts.push(makePost({ text: COLD(posts.length), publishedAt: at }));
    return posts;
  };
  const knownAfter = async (
    watchAge: number,
    batches: readonly { readonly storedAgo: number; readonly posts: readonly SourcePost[] }[],
  ) => {
    const db = await makeDatabase();
    const watch = await makeWatch(db, {}, NOW - watchAge);
    for (const { storedAgo, posts } of batches)
      await ingest(ingestDeps(db, { now: () => NOW - storedAgo }), { posts, origin: 'a' });
    const series = await readSeries(db, watch, NOW);
    return { days: series.knownHours / 24, baseline: baselineOf(series, 'total', NOW) };
  };

  test('one old post among those of a fresh feed does not make it', async () => {
    const posts = [40 * DAY, 20 * DAY, 5, 4, 3, 2, 1, 0].map((ago, n) =>
      makePost({ text: COLD(n), publishedAt: NOW - (ago < DAY ? ago * HOUR : ago) }),
    );
    const { days, baseline } = await knownAfter(HOUR, [{ storedAgo: 0, posts }]);
    expect(days).toBeLessThan(1);
    expect(baseline).toEqual({ kind: 'cold-start', days: 0 });
  });

  test('four dense weeks imported into a new watch do, at once', async () => {
    const { days, baseline } = await knownAfter(0, [{ storedAgo: 0, posts: every(2, 28 * DAY) }]);
    expect(days).toBeGreaterThan(27);
    expect(baseline).toMatchObject({ kind: 'hour-of-week', days: 28 });
  });

  test('an old watch that hears little does, by its own silence', async () => {
    const batches = [{ storedAgo: 20 * DAY, posts: [makePost({ publishedAt: NOW - 21 * DAY })] }];
    const { days, baseline } = await knownAfter(60 * DAY, batches);
    expect(days).toBe(20);
    expect(baseline).toMatchObject({ kind: 'hour-of-week' });
  });

  test('an old watch whose first feed is of today does not', async () => {
    const posts = [makePost({ publishedAt: NOW - 25 * DAY }), makePost()];
    const { baseline } = await knownAfter(60 * DAY, [{ storedAgo: HOUR, posts }]);
    expect(baseline.kind).toBe('cold-start');
  });

  test('history that ended long ago does not', async () => {
    const posts = every(2, 28 * DAY).filter((post) => (post.publishedAt ?? 0) < NOW - 10 * DAY);
    const { baseline } = await knownAfter(0, [{ storedAgo: 0, posts }]);
    expect(baseline.kind).toBe('cold-start');
  });

  test('what is usual is learnt from the dense part alone', async () => {
    const posts = [makePost({ publishedAt: NOW - 27 * DAY }), ...every(1, 10 * DAY)];
    const { days, baseline } = await knownAfter(0, [{ storedAgo: 0, posts }]);
    expect(days).toBeCloseTo(10, 0);
    expect(baseline).toMatchObject({ days: 10 });
    const slots = baseline.kind === 'hour-of-week' ? baseline.slots : [];
    expect(slots.reduce((sum, mean) => sum + mean, 0) / 168).toBeGreaterThan(0.8);
  });
});

async function plansOnSqlite(db: Db, asked: readonly CompiledQuery[]): Promise<readonly string[]> {
  const plans: string[] = [];
  for (const query of asked) {
    const explained = CompiledQuery.raw(`explain query plan ${query.sql}`, [...query.parameters]);
    for (const row of (await db.executeQuery<{ detail: string }>(explained)).rows) plans.push(row.detail);
  }
  return plans;
}

describe('with much stored', () => {
  test('no question reads a table from end to end', async () => {
    const db = await makeDatabase();
    const watch = await makeWatch(db);
    const post = makePost({ text: '阳光花园停暖,投诉供热暖气,太差了', metrics: { likes: 900 } });
    await ingest(ingestDeps(db), { posts: [post], origin: 'a' });
    const { heard, asked } = listen(db);
    expect((await readSeries(heard, watch, NOW)).reactions?.loud).toHaveLength(1);
    expect(asked.length).toBeGreaterThan(6);
    expect(await scansOf(db, asked)).toEqual([]);
    if (engine() === 'postgres') return;
    const plans = (await plansOnSqlite(db, asked)).join('\n');
    expect(plans).toMatch(/SEARCH b USING PRIMARY KEY \(watch_id=\? AND hour>\? AND hour<\?\)/);
  });

  test('of a storm only the newest are looked at one by one, and all of six hours counted', async () => {
    const db = await makeDatabase();
    const watch = await makeWatch(db);
    const mentions = Array.from(
      { length: 20_000 },
      (_, index): NewMention => ({
        watchId: watch.id,
        at: NOW - Math.floor((index / 20_000) * DAY),
        postId: index + 1,
        sentiment: -1,
        copy: false,
        counted: true,
        own: false,
        reach: 200,
        platform: 'weibo',
        author: `h:${index % 5_000}`,
        terms: ['暖气'],
        target: null,
      }),
    );
    await db.transaction().execute(async (tx) => {
      await insertMentions(tx, mentions);
      await insertFacts(
        tx,
        mentions.map((m) => ({ ...m, name: 'intent.complaint', value: 0.9 })),
      );
      const steps = Map.groupBy(mentions, (mention) => startOfFine(mention.at));
      const same = { watchId: watch.id, platform: 'weibo', sentiment: -1, copies: 0, reach: 200 } as const;
      const fine = [...steps].map(([at, those]) => ({ ...same, at, count: those.length }));
      const hour = { ...same, hour: startOfHour(NOW), count: 1 };
      await addTally(tx, { buckets: [hour], fine, facets: [], facetDays: [], terms: [], writers: [] });
    });
    const series = await readSeries(db, watch, NOW);
    expect(series.claims[0]).toMatchObject({ posts24h: 600, authors24h: 600 });
    expect(series.lastSixHours.total).toBe(5_000);
    expect(series.lastHour.total).toBe(834);
  });
});

describe('readHours', () => {
  test('adds watches up, in order, from inclusive and to exclusive', async () => {
    const db = await makeDatabase();
    const [one, two] = [await makeWatch(db), await makeWatch(db, { name: '二' })];
    const hour = startOfHour(NOW);
    const bucket = { platform: 'x', copies: 1, reach: 10 };
    await addHours(db, [
      { ...bucket, watchId: one.id, hour, sentiment: -1, count: 2 },
      { ...bucket, watchId: two.id, hour, sentiment: 1, count: 3 },
      { ...bucket, watchId: one.id, hour: hour - HOUR, sentiment: 0, count: 1 },
    ]);
    await addHours(db, [{ ...bucket, watchId: one.id, hour, sentiment: -1, count: 5 }]);
    expect(await readHours(db, null, hour - HOUR, hour + HOUR)).toEqual([
      { hour: hour - HOUR, total: 1, copies: 1, reach: 10, negative: 0, neutral: 1, positive: 0 },
      { hour, total: 10, copies: 3, reach: 30, negative: 7, neutral: 0, positive: 3 },
    ]);
    expect(await readHours(db, [two.id], hour, hour)).toEqual([]);
    expect((await readHours(db, [two.id], hour, hour + 1)).map((row) => row.total)).toEqual([3]);
    expect((await sql<{ n: number }>`select count(*) n from bucket`.execute(db)).rows[0]?.n).toBe(3);
  });
});
