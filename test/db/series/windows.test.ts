import { describe, expect, test } from 'vitest';
import { HOUR, type Instant, MINUTE, startOfHour } from '../../../server/core/time.ts';
import type { Db } from '../../../server/db/database.ts';
import { readWindows } from '../../../server/db/series/series-windows.ts';
import { ingest } from '../../../server/flows/ingest/ingest.ts';
import { makeDatabase } from '../../support/database.ts';
import { ingestDeps } from '../../support/ingest.ts';
import { anyOf, makePost, NOW } from '../../support/make.ts';
import { makeWatch } from '../../support/make-watch.ts';
import { listen, scansOf } from '../../support/query-plans.ts';

const POSTS = 300;

/** A post every 70 seconds up to `until`, of 40 people in turns, two of three angry, on two platforms. */
async function tellMany(db: Db, until: Instant) {
  const watch = await makeWatch(db);
  const posts = Array.from({ length: POSTS }, (_, i) =>
    makePost({
      text: i % 3 === 0 ? `${i}号楼的暖气很热,谢谢` : `${i}号楼的暖气冰凉,打了${i}个电话没人管,太差了`,
      platform: i % 4 === 0 ? 'weibo' : 'news',
      author: `用户${i % 40}`,
      publishedAt: until - i * 70_000,
    }),
  );
  await ingest(ingestDeps(db), { posts, origin: 'a' });
  return watch.id;
}

describe('a window with more mentions than are looked at one by one', () => {
  test.each([
    ['now', NOW + 2 * MINUTE],
    ['at a full hour, as when a month is replayed', startOfHour(NOW)],
  ])('has the same amounts and nearly the same people: %s', async (_, now) => {
    const db = await makeDatabase();
    const id = await tellMany(db, now);
    const exact = (await readWindows(db, [id], now)).get(id);
    const busy = (await readWindows(db, [id], now, 20)).get(id);
    for (const window of ['lastHour', 'lastSixHours'] as const) {
      const [wanted, got] = [exact?.[window], busy?.[window]];
      if (!wanted || !got) throw new Error(`nothing in ${window}`);
      // As if the mentions of the first five minutes came evenly.
      for (const name of ['total', 'negative'] as const) {
        expect(Math.abs(got[name] - wanted[name])).toBeLessThanOrEqual(3);
      }
      expect(wanted.authors).toBe(40);
      expect(got.authors).toBe(40);
      expect(got.negativeAuthors).toBeGreaterThan(20);
      expect(got.negativeAuthors).toBeLessThanOrEqual(40);
      expect(got.copies).toBe(wanted.copies);
    }
    const [weibo, news] = [exact?.platformsSixHours, busy?.platformsSixHours];
    expect(Math.abs((news?.weibo ?? 0) - (weibo?.weibo ?? 0))).toBeLessThanOrEqual(2);
    expect(Math.abs((news?.news ?? 0) - (weibo?.news ?? 0))).toBeLessThanOrEqual(3);
  });

  test('leaves the watches beside it exact', async () => {
    const db = await makeDatabase();
    const busy = await tellMany(db, NOW);
    const quiet = await makeWatch(db, { name: '停水', rule: anyOf('停水') });
    const silent = await makeWatch(db, { name: '停电', rule: anyOf('停电') });
    const posts = [5, 90].map((ago) => makePost({ text: `${ago}栋停水了`, publishedAt: NOW - ago * MINUTE }));
    await ingest(ingestDeps(db), { posts, origin: 'a' });
    const windows = await readWindows(db, [busy, quiet.id, silent.id], NOW, 20);
    expect(windows.get(quiet.id)).toMatchObject({
      lastHour: { total: 1, authors: 1 },
      lastSixHours: { total: 2, authors: 2 },
      platformsSixHours: { news: 2 },
    });
    expect(windows.get(busy)?.lastSixHours.total).toBeGreaterThan(290);
    expect(windows.has(silent.id)).toBe(false);
  });

  test('takes in nothing later than the time it is read for', async () => {
    const db = await makeDatabase();
    const id = await tellMany(db, NOW);
    const before = startOfHour(NOW) - 2 * HOUR;
    const exact = (await readWindows(db, [id], before)).get(id)?.lastHour;
    const busy = (await readWindows(db, [id], before, 20)).get(id)?.lastHour;
    expect(exact?.total).toBeGreaterThan(40);
    // A mention at the very beginning or end of an hour may fall on either side.
    expect(Math.abs((busy?.total ?? 0) - (exact?.total ?? 0))).toBeLessThanOrEqual(1);
    expect(Math.abs((busy?.negative ?? 0) - (exact?.negative ?? 0))).toBeLessThanOrEqual(1);
  });

  test('is read without looking through a table', async () => {
    const db = await makeDatabase();
    const id = await tellMany(db, NOW);
    const { heard, asked } = listen(db);
    await readWindows(heard, [id], NOW, 20);
    expect(asked.length).toBe(3);
    expect(await scansOf(db, asked)).toEqual([]);
  });
});
