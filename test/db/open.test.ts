import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../server/db/open.ts';
import { getSetting, setSetting } from '../../server/db/settings.ts';
import { makeDatabase, tempFolder } from '../support/database.ts';

describe('openDatabase', () => {
  test('two writers that read first lose nothing', async () => {
    const file = join(tempFolder(), 'two.db');
    const [one, two] = [await makeDatabase(file), await makeDatabase(file)];
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
    const file = join(tempFolder(), 'reader.db');
    const writer = await makeDatabase(file);
    const reader = openDatabase(file, { readonly: true });
    onTestFinished(() => reader.destroy());
    await writer.transaction().execute(async (tx) => {
      await setSetting(tx, 'a', '1');
      expect(await getSetting(reader, 'a')).toBeNull();
    });
    expect(await getSetting(reader, 'a')).toBe('1');
    await expect(setSetting(reader, 'a', '2')).rejects.toThrow(/readonly/);
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

  test('commits survive a killed process and links are held', async () => {
    const db = await makeDatabase();
    const pragma = async (name: string) =>
      Object.values(
        (await sql<Record<string, unknown>>`${sql.raw(`pragma ${name}`)}`.execute(db)).rows[0] ?? {},
      )[0];
    expect(await pragma('journal_mode')).toBe('wal');
    expect(await pragma('synchronous')).toBe(1);
    expect(await pragma('foreign_keys')).toBe(1);
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
