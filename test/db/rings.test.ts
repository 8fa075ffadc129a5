import { describe, expect, onTestFinished, test } from 'vitest';
import { claimOfRings } from '../../server/db/channel/rings.ts';
import { openDatabase } from '../../server/db/engine/open.ts';
import { engine, makeDatabase, makePlace } from '../support/database.ts';

test.runIf(engine() === 'sqlite')('one process works on SQLite: nothing is to be claimed', async () => {
  expect(claimOfRings(await makeDatabase())).toBeNull();
});

describe.runIf(engine() === 'postgres')('clocks of several processes', () => {
  async function makeClocks() {
    const place = await makePlace();
    const clocks = [1, 2, 3].map(() => {
      const db = openDatabase(place);
      onTestFinished(() => db.destroy());
      return { db, claim: claimOfRings(db)! };
    });
    const { db } = clocks[0]!;
    /** All of them ring at once, several times: how many are told to run. */
    const ring = async (name = 'detect all') => {
      const all = [...clocks, ...clocks, ...clocks];
      // Slots of more than a month: the test does not fall between two.
      const told = await Promise.all(all.map(({ claim }) => claim(name, 3_000_000)));
      return told.filter((ours) => ours).length;
    };
    const shift = async (by: number) => {
      const { slot } = await db.selectFrom('ring').select('slot').executeTakeFirstOrThrow();
      await db
        .updateTable('ring')
        .set({ slot: slot + by })
        .execute();
    };
    return { ring, shift };
  }

  test('a ring is run once, however many hear it; the next one is another', async () => {
    const { ring, shift } = await makeClocks();
    expect(await ring()).toBe(1);
    expect(await ring()).toBe(0);
    await shift(-1);
    expect(await ring()).toBe(1);
    expect(await ring()).toBe(0);
  });

  test('clocks of other names ring for themselves', async () => {
    const { ring } = await makeClocks();
    expect(await ring('detect all')).toBe(1);
    expect(await ring('deliver')).toBe(1);
  });

  test('they go on ringing when the server sets its clock back', async () => {
    const { ring, shift } = await makeClocks();
    expect(await ring()).toBe(1);
    await shift(+500);
    expect(await ring()).toBe(1);
    expect(await ring()).toBe(0);
  });
});
