import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, startOfDay } from '../../../../server/core/time.ts';
import type { Db } from '../../../../server/db/database.ts';
import { readKano } from '../../../../server/db/views/service/kano.ts';
import { removeMentionsOf } from '../../../../server/db/watch/mention-slices.ts';
import { ingest } from '../../../../server/flows/ingest/ingest.ts';
import { correct } from '../../../../server/flows/reading/correct.ts';
import { makeDatabase } from '../../../support/database.ts';
import { ingestDeps } from '../../../support/ingest.ts';
import { anyOf, makePost, NOW } from '../../../support/make.ts';
import { makeWatch } from '../../../support/make-watch.ts';

const TODAY = startOfDay(NOW);

interface Review {
  readonly at: number;
  readonly text: string;
  readonly rating?: number;
}

const QUICK = (n: number) => `优鲜配送很快，第${n}次买草莓`;
const SLOW = (n: number) => `优鲜配送太慢，第${n}次买草莓`;
const PLAIN = (n: number) => `优鲜买了草莓，第${n}次`;

async function put(db: Db, reviews: readonly Review[]): Promise<void> {
  const posts = reviews.map(({ at, ...rest }) => makePost({ ...rest, publishedAt: at, observedAt: at }));
  await ingest(ingestDeps(db), { posts, origin: 'test' });
}

/** Ninety reviews of yesterday, one a minute: thirty praise deliveries (5), thirty blame them (2), thirty neither (4). */
const ninety = (): readonly Review[] =>
  Array.from({ length: 90 }, (_, n) => {
    const [text, rating] = (
      [
        [QUICK, 5],
        [SLOW, 2],
        [PLAIN, 4],
      ] as const
    )[n % 3] ?? [PLAIN, 4];
    return { at: TODAY - 12 * HOUR + n * MINUTE, rating, text: text(n) };
  });

async function makeShop(reviews: readonly Review[]): Promise<Db> {
  const db = await makeDatabase();
  await makeWatch(db, { name: '优鲜', rule: anyOf('优鲜') }, TODAY - 30 * DAY);
  await put(db, reviews);
  return db;
}

const ask = (db: Db, parts: Partial<Parameters<typeof readKano>[1]> = {}) =>
  readKano(db, { watchId: 1, from: TODAY - DAY, to: TODAY, ...parts });

describe('stars held against what reviews praise and blame', () => {
  test('tell what a touchpoint earns and costs, beside reviews that do not name it', async () => {
    const screen = await ask(await makeShop(ninety()));
    expect(screen).toMatchObject({
      watchId: 1,
      span: { from: TODAY - DAY, to: TODAY },
      reviews: 90,
      fewest: 60,
      since: TODAY - 12 * HOUR,
      stars: 11 / 3,
    });
    const delivery = screen.touchpoints.find(({ touchpoint }) => touchpoint === 'delivery');
    expect(delivery).toMatchObject({ praised: 30, blamed: 30, kano: { kind: 'basic' } });
    // 5 and 2 stars beside 4; the ridge draws each towards 0 by a sixtieth.
    expect(delivery?.reward?.value).toBeCloseTo(1, 1);
    expect(delivery?.penalty?.value).toBeCloseTo(-2, 1);
    expect(delivery?.lost).toBeCloseTo(2 / 3, 1);
  });

  test('leave out what has no stars, lies outside of the span, or is of another watch', async () => {
    const db = await makeShop(ninety());
    await makeWatch(db, { name: '别家', rule: anyOf('别家') }, TODAY - 30 * DAY);
    await put(db, [
      { at: TODAY - HOUR, text: SLOW(101) },
      { at: TODAY - 2 * DAY, text: SLOW(102), rating: 1 },
      { at: TODAY - HOUR, text: '别家配送太慢', rating: 1 },
    ]);
    expect(await ask(db)).toMatchObject({ reviews: 90, stars: 11 / 3 });
    expect(await ask(db, { watchId: 2 })).toMatchObject({ reviews: 1, touchpoints: [] });
    expect(await ask(db, { watchId: null })).toMatchObject({ reviews: 91 });
    expect(await ask(db, { from: TODAY - 3 * DAY })).toMatchObject({ reviews: 91 });
    await expect(ask(db, { watchId: 9 })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('count a copied review once, and one that two watches mention once', async () => {
    const db = await makeShop(ninety());
    const copied = '优鲜配送太慢了，等了一个上午也没有送到，打电话问也没有人接，草莓送来的时候已经烂了一半';
    await put(
      db,
      Array.from({ length: 20 }, (_, n) => ({ at: TODAY - HOUR + n * MINUTE, rating: 1, text: copied })),
    );
    expect(await ask(db)).toMatchObject({ reviews: 91, copies: 19 });
    const before = (await ask(db)).touchpoints;
    const rule = anyOf('草莓');
    const other = await makeDatabase();
    await makeWatch(other, { name: '优鲜', rule: anyOf('优鲜') }, TODAY - 30 * DAY);
    await makeWatch(other, { name: '草莓', rule }, TODAY - 30 * DAY);
    await put(other, ninety());
    await put(
      other,
      Array.from({ length: 20 }, (_, n) => ({ at: TODAY - HOUR + n * MINUTE, rating: 1, text: copied })),
    );
    const both = await ask(other, { watchId: null });
    expect(both).toMatchObject({ reviews: 91, copies: 19, touchpoints: before });
  });

  test('are nothing, not broken, where no review has stars', async () => {
    const nothing = { reviews: 0, since: null, stars: null, touchpoints: [] };
    expect(await ask(await makeDatabase(), { watchId: null })).toMatchObject(nothing);
    expect(await ask(await makeShop([{ at: TODAY - HOUR, text: SLOW(1) }]))).toMatchObject(nothing);
  });

  test('stay the same when a label is corrected: people label no aspects', async () => {
    const db = await makeShop(ninety());
    const label = { sentiment: 0, intents: null, severity: null } as const;
    await correct({ db, now: () => NOW }, { postId: 2, by: '王', verdict: 'correct', label, note: null });
    // What took long is remembered for a minute: another minute is read anew.
    const after = await ask(db, { to: TODAY + MINUTE });
    expect(after).toMatchObject({ reviews: 90 });
    expect(after.touchpoints[0]).toMatchObject({ touchpoint: 'delivery', praised: 30, blamed: 30 });
    expect(await factNames(db)).toEqual(await factNames(await makeShop(ninety())));
  });

  test('go with their posts', async () => {
    const db = await makeShop(ninety());
    await removeMentionsOf(db, [1, 2, 3]);
    expect(await ask(db, { to: TODAY + 3 * MINUTE })).toMatchObject({ reviews: 87 });
  });
});

async function factNames(db: Db): Promise<readonly (readonly [string, number])[]> {
  const rows = await db
    .selectFrom('fact')
    .select(({ fn }) => ['name', fn.countAll<number>().as('count')])
    .where('name', 'like', 'star.%')
    .groupBy('name')
    .orderBy('name')
    .execute();
  return rows.map(({ name, count }) => [name, Number(count)]);
}
