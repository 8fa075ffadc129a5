import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Db } from '../../server/db/database.ts';
import { isBusy } from '../../server/db/engine/busy.ts';
import { openDatabase } from '../../server/db/engine/open.ts';
import { setSetting } from '../../server/db/installation/settings.ts';
import { engine, makeDatabase, makePlace } from '../support/database.ts';

describe.runIf(engine() === 'postgres')('a statement whose table got another column', () => {
  const read = (db: Db) => db.selectFrom('setting').selectAll().where('key', '=', 'a').executeTakeFirst();
  const change = (db: Db, name: string) =>
    sql`alter table setting add column ${sql.ref(name)} text`.execute(db);

  async function open() {
    const place = await makePlace();
    const [other, db] = [await makeDatabase(place), openDatabase(place, { connections: 1 })];
    onTestFinished(() => db.destroy());
    await setSetting(db, 'a', '1');
    // Often enough to be prepared under a name, and for that to have a plan.
    for (let n = 0; n < 8; n++) await read(db);
    return { other, db };
  }

  test('is prepared anew, as often as that happens', async () => {
    const { other, db } = await open();
    for (const name of ['newer', 'newest']) {
      await change(other, name);
      expect(await read(db)).toMatchObject({ value: '1', [name]: null });
      expect(await read(db)).toMatchObject({ value: '1', [name]: null });
    }
  });

  test('costs a transaction that is under way, which can be tried again at once', async () => {
    const { other, db } = await open();
    const both = () => db.transaction().execute((tx) => read(tx));
    await change(other, 'newer');
    await expect(both()).rejects.toSatisfy(isBusy);
    expect(await both()).toMatchObject({ value: '1', newer: null });
  });
});
