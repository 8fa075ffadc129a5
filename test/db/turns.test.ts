import { expect, test } from 'vitest';
import { setSetting } from '../../server/db/settings.ts';
import { engine, makeDatabase } from '../support/database.ts';

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

test.runIf(engine() === 'sqlite')('but none while a transaction holds the lock', async () => {
  const db = await makeDatabase();
  let within = Number.NaN;
  await db.transaction().execute(async (tx) => {
    within = await turnsDuring(async (had) => {
      for (let n = 0; n < STATEMENTS / 10 && had() === 0; n++) await setSetting(tx, 'n', String(n));
    });
  });
  expect(within).toBe(0);
});
