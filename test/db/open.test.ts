import { chmodSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Db } from '../../server/db/database.ts';
import { openDatabase } from '../../server/db/engine/open.ts';
import { getSetting, setSetting } from '../../server/db/installation/settings.ts';
import { engine, makeDatabase, makePlace, tempFolder } from '../support/database.ts';

describe('openDatabase', () => {
  test('two writers that read first lose nothing', async () => {
    const place = await makePlace();
    const [one, two] = [await makeDatabase(place), await makeDatabase(place)];
    await setSetting(one, 'count', '0');
    const addOne = (db: typeof one) =>
      db.transaction().execute(async (tx) => {
        const count = Number(await getSetting(tx, 'count'));
        await setSetting(tx, 'count', String(count + 1));
      });
    for (let round = 0; round < 100; round++) {
      await addOne(one);
      await addOne(two);
    }
    expect(await getSetting(one, 'count')).toBe('200');
  });

  test('a reader beside a writer sees only what is committed', async () => {
    const place = await makePlace();
    const writer = await makeDatabase(place);
    const reader = openDatabase(place, { readonly: true });
    onTestFinished(() => reader.destroy());
    await writer.transaction().execute(async (tx) => {
      await setSetting(tx, 'a', '1');
      expect(await getSetting(reader, 'a')).toBeNull();
    });
    expect(await getSetting(reader, 'a')).toBe('1');
    await expect(setSetting(reader, 'a', '2')).rejects.toThrow(/read-?only/);
  });

  test('a transaction that throws leaves nothing behind', async () => {
    const db = await makeDatabase();
    const failing = db.transaction().execute(async (tx) => {
      await setSetting(tx, 'a', '1');
      throw new Error('stop');
    });
    await expect(failing).rejects.toThrow('stop');
    expect(await getSetting(db, 'a')).toBeNull();
  });

  test.runIf(engine() === 'sqlite')('commits survive a killed process and links are held', async () => {
    const db = await makeDatabase();
    const pragma = async (name: string) =>
      Object.values(
        (await sql<Record<string, unknown>>`${sql.raw(`pragma ${name}`)}`.execute(db)).rows[0] ?? {},
      )[0];
    expect(await pragma('journal_mode')).toBe('wal');
    expect(await pragma('synchronous')).toBe(1);
    expect(await pragma('foreign_keys')).toBe(1);
  });

  test('what two writers began at once, both wrote', async () => {
    const place = await makePlace();
    // On SQLite a second connection of this very thread would wait for the first for ever.
    const hands = await Promise.all(
      Array.from({ length: engine() === 'sqlite' ? 1 : 3 }, () => makeDatabase(place)),
    );
    await setSetting(hands[0] as Db, 'list', '');
    const add = (db: Db, n: number) =>
      db.transaction().execute(async (tx) => {
        const before = await getSetting(tx, 'list');
        await setSetting(tx, 'list', `${before}${n}`);
      });
    await Promise.all([1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => add(hands[n % hands.length] as Db, n)));
    expect([...((await getSetting(hands[0] as Db, 'list')) ?? '')].sort().join('')).toBe('123456789');
  });

  test('what is no address of a database is refused at once', () => {
    expect(() => openDatabase('postgres://a b/c d')).toThrow(/DATABASE_URL/);
  });

  test.runIf(engine() === 'sqlite')('a file that everybody could read is closed to others', async () => {
    const file = join(tempFolder(), 'old.db');
    await openDatabase(file).destroy();
    chmodSync(file, 0o664);
    const db = openDatabase(file);
    onTestFinished(() => db.destroy());
    await sql`create table a (b integer)`.execute(db);
    const modes = ['', '-wal', '-shm'].map((end) => statSync(`${file}${end}`).mode & 0o777);
    expect(modes).toEqual([0o660, 0o660, 0o660]);
  });

  test('a file that is no database, or is not there, is named', () => {
    const folder = tempFolder();
    writeFileSync(
      join(folder, 'page.db'),
      '<html>not a database at all, but long enough to be one</html>'.repeat(50),
    );
    expect(() => openDatabase(join(folder, 'page.db'))).toThrow(/cannot open the database at .*page\.db/);
    expect(() => openDatabase(join(folder, 'none.db'), { readonly: true })).toThrow(/no database at/);
  });
});
