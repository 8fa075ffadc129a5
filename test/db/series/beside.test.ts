import { describe, expect, test } from 'vitest';
import type { SourcePost } from '../../../server/core/mention/post.ts';
import { DEFAULT_SENSITIVITY } from '../../../server/core/risk/sensitivity.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../../server/core/time.ts';
import type { Db } from '../../../server/db/database.ts';
import { readSeries, readSeriesOf } from '../../../server/db/series/series.ts';
import { createSeriesMemory } from '../../../server/db/series/series-memory.ts';
import { updateWatch } from '../../../server/db/watch/watches.ts';
import copyStorm from '../../../server/detectors/copy-storm.ts';
import { ingest } from '../../../server/flows/ingest/ingest.ts';
import { rematchWatch } from '../../../server/flows/reading/rematch.ts';
import { makeDatabase } from '../../support/database.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { anyOf, makePost, NOW } from '../../support/make.ts';
import { makeWatch, watchInput } from '../../support/make-watch.ts';

const store = (db: Db, posts: readonly SourcePost[], now: Instant = NOW) =>
  ingest(ingestDeps(db, { now: () => now }), { posts, origin: 'a' });
let made = 0;
const at = (ago: number, parts: Partial<SourcePost> = {}) =>
  makePost({ text: `${++made}号楼的暖气不热`, publishedAt: NOW - ago, observedAt: NOW, ...parts });

describe('platforms', () => {
  test('by the hour in step with the hours, and of the last six hours to the minute', async () => {
    const db = await makeDatabase();
    const watch = await makeWatch(db);
    const weibo = (ago: number) => at(ago, { platform: 'weibo' });
    await store(db, [weibo(5 * HOUR), weibo(359 * MINUTE), weibo(361 * MINUTE), weibo(3 * DAY), at(HOUR)]);
    const series = await readSeries(db, watch, NOW);
    const counts = Object.fromEntries(series.platforms.map((each) => [each.platform, each.counts]));
    expect(Object.keys(counts).sort()).toEqual(['news', 'weibo']);
    expect(counts.weibo).toHaveLength(series.hours.length);
    series.hours.forEach((hour, i) => {
      expect((counts.weibo?.[i] ?? 0) + (counts.news?.[i] ?? 0)).toBe(hour.total);
    });
    expect(series.platformsSixHours).toEqual({ weibo: 2, news: 1 });
  });
});

describe('copies of six hours', () => {
  test('are counted with the texts they repeat and the people who repeat them', async () => {
    const db = await makeDatabase();
    const watch = await makeWatch(db);
    const copies = (text: string, count: number, authors: number) =>
      Array.from({ length: count }, (_, i) =>
        at((i + 1) * MINUTE, { text, author: `${text}${i % authors}` }),
      );
    const first = copies('供热公司的暖气一直不热,打电话没有人接,大家一起来投诉', 9, 2);
    const second = copies('今年的暖气费涨了三成,说好的补贴到现在也没有看到', 6, 3);
    await store(db, [...first, ...second, at(8 * HOUR, { text: first[0]!.text })]);
    const { copying } = await readSeries(db, watch, NOW);
    expect(copying).toMatchObject({ minutes: 360, copies: 13, originals: 2, authors: 5, mostOfOne: 8 });
    expect(copying.examples).toHaveLength(2);
  });

  test('five are enough for the keenest setting to speak', async () => {
    const db = await makeDatabase();
    const watch = await makeWatch(db);
    const text = '供热公司的暖气一直不热,打电话没有人接,大家一起来投诉';
    await store(
      db,
      Array.from({ length: 6 }, (_, i) => at((i + 1) * MINUTE, { text, author: '同一个' })),
    );
    const series = await readSeries(db, watch, NOW);
    expect(series.copying).toMatchObject({ copies: 5, originals: 1, authors: 1 });
    const sensitivity = { ...DEFAULT_SENSITIVITY, stormCopies: 5 };
    expect(copyStorm.detect({ ...series, sensitivity }, NOW)).toMatchObject([{ observed: 5 }]);
  });

  test('a few are not looked into', async () => {
    const db = await makeDatabase();
    const watch = await makeWatch(db);
    const text = '供热公司的暖气一直不热,打电话没有人接,大家一起来投诉';
    await store(db, [at(3 * MINUTE, { text }), at(2 * MINUTE, { text }), at(MINUTE, { text })]);
    expect((await readSeries(db, watch, NOW)).copying.copies).toBe(0);
  });
});

describe('voices', () => {
  test('are known by their first post of the day and the last before it', async () => {
    const db = await makeDatabase();
    const watch = await makeWatch(db);
    const official = (ago: number) => at(ago, { voice: 'official', author: '供热办' });
    const media = at(2 * DAY, { voice: 'central_media' });
    await store(db, [official(20 * DAY), official(3 * HOUR), official(HOUR), media, at(HOUR)]);
    const { voices } = await readSeries(db, watch, NOW);
    expect(voices).toMatchObject([
      { voice: 'official', posts24h: 2, authors24h: 1, since: NOW - 3 * HOUR, before: NOW - 20 * DAY },
      { voice: 'central_media', posts24h: 0, since: null, before: NOW - 2 * DAY },
    ]);
    expect(voices[0]?.examples).toHaveLength(2);
  });
});

describe('ranks', () => {
  const topic = (observedAt: Instant, rank: number): SourcePost => {
    const { publishedAt: _, ...post } = makePost({ externalId: 'topic', text: '暖气上热搜', observedAt });
    return { ...post, precision: 'none', voice: 'hot_list', metrics: { rank } };
  };

  test('are noted at each look, the way up and down, and forgotten after days', async () => {
    const db = await makeDatabase();
    const watch = await makeWatch(db);
    const looks: [number, number][] = [
      [3 * HOUR, 38],
      [2 * HOUR, 12],
      [2 * HOUR - 1, 12],
      [HOUR, 15],
    ];
    for (const [ago, rank] of looks) await store(db, [topic(NOW - ago, rank)], NOW - ago);
    const series = await readSeries(db, watch, NOW);
    expect(series.hotRank).toBe(12);
    expect(series.ranks.map(({ at: seen, rank }) => [NOW - seen, rank])).toEqual([
      [3 * HOUR, 38],
      [2 * HOUR, 12],
      [HOUR, 15],
    ]);
    await store(db, [topic(NOW + 5 * DAY, 9)], NOW + 5 * DAY);
    const kept = await db.selectFrom('fact').select('value').where('name', '=', 'rank').execute();
    expect(kept.map(({ value }) => value)).toEqual([9]);
  });

  test('of a topic that the watch no longer mentions are not told', async () => {
    const db = await makeDatabase();
    const watch = await makeWatch(db);
    const other = { externalId: 'other', text: '地铁里的暖气上热搜' };
    await store(db, [topic(NOW - HOUR, 8), { ...topic(NOW - HOUR, 20), ...other }]);
    const ranks = async () => (await readSeries(db, watch, NOW)).ranks.map(({ rank }) => rank);
    expect(await ranks()).toEqual([8, 20]);
    await updateWatch(db, watch.id, watchInput({ rule: anyOf('地铁') }), NOW);
    await rematchWatch({ ...ingestDeps(db), now: () => NOW }, watch.id);
    expect(await ranks()).toEqual([20]);
  });
});

describe('many watches at once', () => {
  test('are read as each alone would be, with and without memory', async () => {
    const db = await makeDatabase();
    const watches = [await makeWatch(db), await makeWatch(db, { name: '二', rule: anyOf('师傅') })];
    const posts = Array.from({ length: 300 }, (_, i) =>
      at(i * 2 * HOUR, {
        text: `${i}号楼${i % 3 === 0 ? '暖气不热,停暖了' : '师傅来得很快'}`,
        platform: `p${i % 2}`,
      }),
    );
    await store(db, posts);
    const memory = createSeriesMemory();
    const alone = [];
    for (const watch of watches) alone.push(await readSeries(db, watch, NOW));
    const plain = (all: readonly object[]) => all.map((series) => ({ ...series, settled: undefined }));
    expect(plain(await readSeriesOf(db, watches, NOW, null))).toEqual(plain(alone));
    expect(plain(await readSeriesOf(db, watches, NOW, memory))).toEqual(plain(alone));
    const again = await readSeriesOf(db, watches, NOW, memory);
    expect(plain(again)).toEqual(plain(alone));
    const later = NOW + 3 * HOUR;
    const fresh = await readSeriesOf(db, watches, later, null);
    expect(plain(await readSeriesOf(db, watches, later, memory))).toEqual(plain(fresh));
  });

  test('what has settled is the same object until it is read anew', async () => {
    const db = await makeDatabase();
    const watch = await makeWatch(db);
    await store(db, [at(HOUR), at(3 * DAY)]);
    const memory = createSeriesMemory();
    const look = async (now: Instant, of = watch) => (await readSeriesOf(db, [of], now, memory))[0]!.settled;
    const first = await look(NOW);
    expect(first).toBeDefined();
    expect(await look(NOW + MINUTE)).toBe(first);
    expect(await look(NOW + HOUR)).not.toBe(first);
    const second = await look(NOW + HOUR);
    const changed = await updateWatch(db, watch.id, watchInput({ people: ['王某'] }), NOW + HOUR);
    expect(await look(NOW + HOUR, changed)).not.toBe(second);
  });

  test('a post that comes late into remembered hours is seen at the next look', async () => {
    const db = await makeDatabase();
    const watch = await makeWatch(db);
    await store(db, [at(HOUR), at(5 * DAY)]);
    const memory = createSeriesMemory();
    const total = async (now: Instant) => {
      await memory.noticeFresh(db, now);
      const [series] = await readSeriesOf(db, [watch], now, memory);
      return series!.hours.reduce((sum, hour) => sum + hour.total, 0);
    };
    expect(await total(NOW)).toBe(2);
    await store(db, [at(3 * DAY)], NOW + 10);
    expect(await total(NOW + MINUTE)).toBe(3);
    await store(
      db,
      Array.from({ length: 2_100 }, (_, i) => at(2 * DAY + i)),
      NOW + MINUTE,
    );
    expect(await total(NOW + 2 * MINUTE)).toBe(2_103);
  });
});
