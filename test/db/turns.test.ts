import { expect, test } from 'vitest';
import { getSetting, setSetting } from '../../server/db/installation/settings.ts';
import { engine, makeDatabase, makePlace } from '../support/database.ts';

/** Far more than fit into the turns that are waited for. */
const STATEMENTS = 20_000;

/** Counts the turns that others have while something runs, which may look how many they are. */
async function turnsDuring(work: (turns: () => number) => Promise<unknown>): Promise<number> {
  let turns = 0;
  let over = false;
  const next = () => {
    turns += 1;
    if (!over) setImmediate(next);
  };
  setImmediate(next);
  await work(() => turns);
  over = true;
  return turns;
}

test.runIf(engine() === 'sqlite')('thousands of statements in a row leave others their turns', async () => {
  const db = await makeDatabase();
  const turns = await turnsDuring(async (had) => {
    for (let n = 0; n < STATEMENTS && had() < 3; n++) await setSetting(db, 'n', String(n));
  });
  expect(turns).toBeGreaterThanOrEqual(3);
});

test.runIf(engine() === 'sqlite')('also while a transaction is open', async () => {
  const db = await makeDatabase();
  await db.transaction().execute(async (tx) => {
    const turns = await turnsDuring(async (had) => {
      for (let n = 0; n < STATEMENTS && had() < 3; n++) await setSetting(tx, 'n', String(n));
    });
    expect(turns).toBeGreaterThanOrEqual(3);
  });
});

test.runIf(engine() === 'sqlite')(
  'a writer waits for the lock of another without stopping their thread',
  async () => {
    const place = await makePlace();
    const [first, second] = [await makeDatabase(place), await makeDatabase(place)];
    const order: string[] = [];
    const { promise: locked, resolve: hasLock } = Promise.withResolvers<void>();
    const holds = first.transaction().execute(async (tx) => {
      await setSetting(tx, 'n', 'first');
      hasLock();
      // Rung by the very thread in which the other waits.
      await new Promise((resolve) => setTimeout(resolve, 50));
      order.push('first');
    });
    await locked;
    await setSetting(second, 'n', 'second');
    order.push('second');
    await holds;
    expect(order).toEqual(['first', 'second']);
    expect(await getSetting(second, 'n')).toBe('second');
  },
);
