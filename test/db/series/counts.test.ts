import { describe, expect, test } from 'vitest';
import type { CountedMention } from '../../../server/core/series/tally.ts';
import { countMention, tally } from '../../../server/core/series/tally.ts';
import { DAY, HOUR, type Instant, MINUTE, startOfDay, startOfHour } from '../../../server/core/time.ts';
import type { Db } from '../../../server/db/database.ts';
import { readAuthors } from '../../../server/db/series/author-counts.ts';
import { addTally } from '../../../server/db/series/buckets.ts';
import { readFacetSeries, readTopFacets } from '../../../server/db/series/facet-series.ts';
import { readFine } from '../../../server/db/series/fine-series.ts';
import { readTermSeries } from '../../../server/db/series/term-counts.ts';
import { makeDatabase } from '../../support/database.ts';
import { makeMention, NOW } from '../../support/make.ts';
import { listen, scansOf } from '../../support/query-plans.ts';

const HOUR_NOW = startOfHour(NOW);
const TODAY = startOfDay(NOW);

const heating = {
  aspect: '供热',
  servqual: 'reliability',
  expectation: null,
  touchpoint: 'heating',
} as const;

/** A complaint about heating unless told otherwise. */
function said(at: Instant, parts: Parameters<typeof makeMention>[0] = {}): CountedMention {
  const aspects = [{ ...heating, polarity: -1, span: [0, 2] } as const];
  const analysis = { aspects, places: ['阳光花园'], keywords: ['暖气', '热线'], ...parts.analysis };
  return countMention(makeMention({ ...parts, post: { at, author: 'h:a', ...parts.post }, analysis }));
}

/** Two watches: today two complaints on two platforms and praise, an hour ago one, yesterday three. */
async function makeCounts(): Promise<Db> {
  const db = await makeDatabase();
  const praise = { label: 1, aspects: [], places: [], keywords: ['暖气', '师傅'] } as const;
  const mentions = [
    said(NOW),
    said(NOW - 6 * MINUTE, { post: { platform: 'weibo', author: 'h:b', copyOf: 1 } }),
    said(NOW, { post: { author: null, id: 7 }, analysis: praise }),
    said(NOW - HOUR, { post: { platform: 'weibo', author: 'h:b' } }),
    ...[1, 2, 3].map((n) => said(NOW - DAY - n * MINUTE, { post: { author: `h:${n}` } })),
    said(NOW, { watchId: 2, post: { author: 'h:z' } }),
  ];
  await addTally(db, tally(mentions, NOW));
  return db;
}

const lastDay = { watchIds: [1], from: NOW - DAY + HOUR, to: NOW + 1 };

describe('counts over time', () => {
  test('a facet by the hour and by the day in China', async () => {
    const db = await makeCounts();
    const read = (unit: 'hour' | 'day', more: object = {}) =>
      readFacetSeries(db, { ...lastDay, facet: 'pair.reliability.heating', unit, ...more });
    expect(await read('hour')).toEqual([
      { at: HOUR_NOW - HOUR, count: 1, copies: 0, reach: 200, negative: 1, neutral: 0, positive: 0 },
      { at: HOUR_NOW, count: 2, copies: 1, reach: 400, negative: 2, neutral: 0, positive: 0 },
    ]);
    expect((await read('day', { from: NOW - 3 * DAY })).map(({ at, count }) => [at, count])).toEqual([
      [TODAY - DAY, 3],
      [TODAY, 3],
    ]);
    expect((await read('hour', { watchIds: [1, 2] })).map(({ count }) => count)).toEqual([1, 3]);
    expect(await read('hour', { watchIds: [] })).toEqual([]);
  });

  test('the facets spoken of most, with as many hours before', async () => {
    const db = await makeCounts();
    const read = (more: object = {}) =>
      readTopFacets(db, { ...lastDay, families: ['touch', 'area', 'pair'], limit: 9, ...more });
    const counts = { count: 3, copies: 1, reach: 600, negative: 3, neutral: 0, positive: 0 };
    const before = { before: 3, beforeNegative: 3 };
    expect(await read()).toEqual([
      { facet: 'area.阳光花园', ...counts, ...before },
      { facet: 'pair.reliability.heating', ...counts, ...before },
      { facet: 'touch.heating', ...counts, ...before },
    ]);
    expect(await read({ limit: 1 })).toHaveLength(1);
    expect(await read({ families: ['sev'] })).toEqual([]);
    // What was spoken of before alone is told with nothing now.
    expect(await read({ families: ['touch'], from: NOW + HOUR, to: NOW + 2 * HOUR })).toMatchObject([
      { facet: 'touch.heating', count: 0, before: 3 },
    ]);
  });

  test('steps of five minutes', async () => {
    const db = await makeCounts();
    const points = await readFine(db, lastDay);
    expect(points.map(({ at, count, positive }) => [NOW - at, count, positive])).toEqual([
      [HOUR, 1, 0],
      [10 * MINUTE, 1, 0],
      [0, 2, 1],
    ]);
  });

  test('a term by the day in China', async () => {
    const db = await makeCounts();
    const read = (watchIds: readonly number[]) =>
      readTermSeries(db, { watchIds, from: NOW - 9 * DAY, to: NOW + 1, term: '暖气' });
    expect(await read([1])).toEqual([
      { day: TODAY - DAY, count: 3, negative: 3, positive: 0 },
      { day: TODAY, count: 4, negative: 3, positive: 1 },
    ]);
    expect((await read([1, 2])).map(({ count }) => count)).toEqual([3, 5]);
    expect(await read([])).toEqual([]);
  });

  test('distinct authors over hours and watches: everybody once', async () => {
    const db = await makeCounts();
    const read = (more: object = {}) => readAuthors(db, { ...lastDay, ...more });
    expect(await read()).toEqual({ authors: 3, exact: true });
    expect(await read({ from: NOW - 2 * DAY })).toEqual({ authors: 6, exact: true });
    expect(await read({ watchIds: [1, 2] })).toEqual({ authors: 4, exact: true });
  });

  test('adding who wrote a second time changes nothing', async () => {
    const db = await makeCounts();
    const before = await db.selectFrom('author_bucket').selectAll().execute();
    const { writers } = tally([said(NOW), said(NOW - HOUR, { post: { author: 'h:b' } })], NOW);
    await addTally(db, { buckets: [], fine: [], facets: [], facetDays: [], terms: [], writers });
    expect(await db.selectFrom('author_bucket').selectAll().execute()).toEqual(before);
  });

  const week = { watchIds: [1, 2], from: NOW - 7 * DAY, to: NOW + 1 };
  const reads: readonly [string, (db: Db) => Promise<unknown>][] = [
    ['a facet', (db) => readFacetSeries(db, { ...week, facet: 'touch.heating', unit: 'day' })],
    ['top facets', (db) => readTopFacets(db, { ...week, families: ['touch', 'area'], limit: 9 })],
    ['five minutes', (db) => readFine(db, week)],
    ['a term', (db) => readTermSeries(db, { ...week, term: '暖气' })],
    ['authors', (db) => readAuthors(db, week)],
  ];

  test.each(reads)('no read walks through a whole table: %s', async (_, read) => {
    const db = await makeCounts();
    const { heard, asked } = listen(db);
    await read(heard);
    expect(asked.length).toBeGreaterThan(0);
    expect(await scansOf(db, asked)).toEqual([]);
  });
});
