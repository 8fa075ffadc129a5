import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Db } from '../../server/db/database.ts';
import { isBusy } from '../../server/db/engine/busy.ts';
import { openDatabase } from '../../server/db/engine/open.ts';
import type { PostgresOptions } from '../../server/db/engine/open-postgres.ts';
import { getSetting, setSetting } from '../../server/db/installation/settings.ts';
import { engine, makeDatabase, makePlace } from '../support/database.ts';
import { until } from '../support/patience.ts';

/** A transaction that writes and holds its turn until it is told to end. */
async function hold(db: Db) {
  const [begun, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const done = db.transaction().execute(async (tx) => {
    await setSetting(tx, 'held', 'yes');
    begun.resolve();
    await ended.promise;
    await setSetting(tx, 'held', 'until the end');
  });
  await Promise.race([begun.promise, done]);
  return { end: ended.resolve, done };
}

const waiters = async (db: Db) => {
  const { rows } = await sql<{ n: number }>`select count(*) as n from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
  return rows[0]?.n ?? 0;
};

describe.runIf(engine() === 'postgres')('who waits for the turn to write', () => {
  async function open(options: PostgresOptions = {}) {
    const place = await makePlace();
    const other = await makeDatabase(place);
    const db = openDatabase(place, { connections: 3, onLoss: () => {}, ...options });
    onTestFinished(() => db.destroy());
    return { place, other, db };
  }

  const write = (db: Db, name: string) => db.transaction().execute((tx) => setSetting(tx, name, 'done'));

  test('holds no connection: however many wait, reads and single statements go on', async () => {
    const { other, db } = await open();
    const held = await hold(other);
    const order: number[] = [];
    const writers = Array.from({ length: 20 }, (_, n) => write(db, `n${n}`).then(() => order.push(n)));
    await until(async () => expect(await waiters(other)).toBe(2));
    expect(await getSetting(db, 'n0')).toBeNull();
    await setSetting(db, 'beside', 'done');
    expect(await getSetting(other, 'beside')).toBe('done');
    expect(await waiters(other)).toBe(2);
    expect(order).toEqual([]);
    held.end();
    await Promise.all([held.done, ...writers]);
    expect(await getSetting(db, 'n19')).toBe('done');
  });

  test('has it before a writer that hangs would let it give up', async () => {
    const turnMs = 3_000;
    const { place, other, db } = await open({ turnMs });
    const hung = openDatabase(place, { turnMs, onLoss: () => {} });
    onTestFinished(() => hung.destroy());
    const held = await hold(hung);
    const lost = expect(held.done).rejects.toThrow();
    await Promise.all(['a', 'b', 'c', 'd'].map((name) => write(db, name)));
    held.end();
    await lost;
    expect(await getSetting(other, 'd')).toBe('done');
    expect(await getSetting(other, 'held')).toBeNull();
  });

  test('gives up in time, and is told that others were in the way; the next one has its turn', async () => {
    const { other, db } = await open({ turnMs: 300 });
    const held = await hold(other);
    const late = await Promise.allSettled(['a', 'b', 'c', 'd', 'e'].map((name) => write(db, name)));
    for (const each of late)
      expect(each).toMatchObject({ status: 'rejected', reason: expect.toSatisfy(isBusy) });
    held.end();
    await held.done;
    await write(db, 'a');
    expect(await getSetting(other, 'a')).toBe('done');
  });

  test('waits for it no longer, whether behind those of its own process or behind others', async () => {
    const turnMs = 2_400;
    const { place, other, db } = await open({ turnMs });
    const fresh = openDatabase(place, { turnMs });
    onTestFinished(() => fresh.destroy());
    const held = await hold(other);
    const order: string[] = [];
    const late = (from: Db, name: string) =>
      expect(write(from, name))
        .rejects.toSatisfy(isBusy)
        .then(() => void order.push(name));
    const first = ['a', 'b'].map((name) => late(db, name));
    await until(async () => expect(await waiters(other)).toBe(2));
    await sleep(turnMs / 3);
    // Behind the two for most of its time, and then behind the one that writes.
    const waits = late(db, 'c');
    await sleep(turnMs / 3);
    // Begins to wait before the two are gone: had the one behind them a whole turn from then on, it would be later.
    await Promise.all([...first, waits, late(fresh, 'a whole turn')]);
    expect(order.slice(2)).toEqual(['c', 'a whole turn']);
    held.end();
    await held.done;
  });

  test('waits as long as ever for other locks once it has it', async () => {
    const { db } = await open({ turnMs: 4_321 });
    const { rows } = await db
      .transaction()
      .execute((tx) => sql<{ ms: string }>`select current_setting('lock_timeout') as ms`.execute(tx));
    expect(rows).toEqual([{ ms: '4321ms' }]);
  });

  test('has the place of those that hang: what they wrote is undone, and they are told so', async () => {
    const lost: Error[] = [];
    const { other, db } = await open({ turnMs: 2_000, onLoss: (fault) => lost.push(fault) });
    // As many as this pool begins at once.
    const hung = [await hold(db)];
    const second = hold(db);
    await until(async () => expect(await waiters(other)).toBe(1));
    const told = expect(hung[0]?.done).rejects.toMatchObject({ code: 'transaction_hung' });
    hung.push(await second);
    const toldToo = expect(hung[1]?.done).rejects.toMatchObject({ code: 'transaction_hung' });
    await until(() => expect(lost).toHaveLength(2));
    await write(db, 'after');
    expect(await getSetting(other, 'after')).toBe('done');
    for (const { end } of hung) end();
    await Promise.all([told, toldToo]);
    expect(await getSetting(other, 'held')).toBeNull();
    expect(lost.map(({ message }) => message)).toEqual(Array(2).fill(expect.stringContaining('rolled back')));
    await Promise.all(['a', 'b', 'c'].map((name) => write(db, name)));
  });

  test('leaves its place to the next when what it does fails', async () => {
    const { db } = await open();
    const failing = Array.from({ length: 6 }, () =>
      db.transaction().execute(async () => {
        throw new Error('stop');
      }),
    );
    for (const each of await Promise.allSettled(failing)) expect(each.status).toBe('rejected');
    await write(db, 'after');
    expect(await getSetting(db, 'after')).toBe('done');
  });
});
