import { expect, test } from 'vitest';
import { setSetting } from '../../server/db/settings.ts';
import { engine, makeDatabase } from '../support/database.ts';

/** Counts the turns that others have while something runs. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let over = false;
  const next = () => {
    turns += 1;
    if (!over) setImmediate(next);
  };
  setImmediate(next);
  await work();
  over = true;
  return turns;
}

test.runIf(engine() === 'sqlite')('thousands of statements in a row leave others their turns', async () => {
  const db = await makeDatabase();
  const turns = await turnsDuring(async () => {
    const until = performance.now() + 100;
    for (let n = 0; performance.now() < until; n++) await setSetting(db, 'n', String(n));
  });
  expect(turns).toBeGreaterThan(2);
});

test.runIf(engine() === 'sqlite')('but none while a transaction holds the lock', async () => {
  const db = await makeDatabase();
  let within = Number.NaN;
  await db.transaction().execute(async (tx) => {
    within = await turnsDuring(async () => {
      const until = performance.now() + 60;
      for (let n = 0; performance.now() < until; n++) await setSetting(tx, 'n', String(n));
    });
  });
  expect(within).toBe(0);
});
