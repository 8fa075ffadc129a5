import { expect, test } from 'vitest';
import { bulkInsert } from '../../server/db/engine/bulk.ts';
import { makeDatabase } from '../support/database.ts';

test('many rows come back as they were given, whatever letters they hold', async () => {
  const db = await makeDatabase();
  const texts = [
    '',
    'a\tb',
    'one\ntwo\r\nthree',
    '\\N',
    '\\',
    '\\.',
    'a\\tb',
    '"quoted", {in} braces',
    '听潮 🌊',
  ];
  const rows = texts.map((text, n) => [`letters.${n}`, text] as const);
  await bulkInsert(db, 'setting', ['key', 'value'], rows);
  const found = await db
    .selectFrom('setting')
    .selectAll()
    .where('key', 'like', 'letters.%')
    .orderBy('key')
    .execute();
  expect(found.map((row) => row.value)).toEqual(texts);
});

test('bytes and numbers too', async () => {
  const db = await makeDatabase();
  const sketch = Uint8Array.from([0, 9, 10, 13, 92, 255]);
  await bulkInsert(db, 'author_bucket', ['watch_id', 'hour', 'sketch'], [[1, 1_764_000_000_000, sketch]]);
  const [row] = await db.selectFrom('author_bucket').selectAll().execute();
  expect([row?.hour, [...(row?.sketch ?? [])]]).toEqual([1_764_000_000_000, [...sketch]]);
});

test('of rows one of which is there already, none is stored', async () => {
  const db = await makeDatabase();
  const columns = ['key', 'value'] as const;
  await bulkInsert(db, 'setting', columns, [['bulk.b', 'first']]);
  const again = bulkInsert(db, 'setting', columns, [
    ['bulk.a', 'new'],
    ['bulk.b', 'second'],
  ]);
  await expect(again).rejects.toThrow(/unique/i);
  const found = await db.selectFrom('setting').selectAll().where('key', 'like', 'bulk.%').execute();
  expect(found).toEqual([{ key: 'bulk.b', value: 'first' }]);
});
