import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Db } from '../../server/db/database.ts';
import { openDatabase } from '../../server/db/engine/open.ts';
import { listTables, migrateToLatest } from '../../server/db/migrate.ts';
import { engine, makeDatabase, makePlace } from '../support/database.ts';
import { fillTables } from '../support/fill-tables.ts';
import { NOW } from '../support/make.ts';
import { makeWatch } from '../support/make-watch.ts';

const FOLDER = join(import.meta.dirname, '../../server/db/migrations');
const NAME = '0053-numbers-once';

/** A database as the version before left it. */
async function openBefore(): Promise<Db> {
  const db = openDatabase(await makePlace({ empty: true }));
  onTestFinished(() => db.destroy());
  const names = readdirSync(FOLDER).map((file) => file.replace(/\.ts$/, ''));
  const migrations: Record<string, Migration> = {};
  for (const name of names.filter((each) => each < NAME).sort())
    migrations[name] = await import(join(FOLDER, `${name}.ts`));
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
  }).migrateToLatest();
  expect(error).toBeUndefined();
  return db;
}

const ownTables = async (db: Db): Promise<readonly string[]> =>
  (await listTables(db)).filter((name) => !/^(kysely_|sqlite_|post_search)/.test(name));

async function contents(db: Db) {
  const rows: Record<string, unknown> = {};
  for (const table of await ownTables(db))
    rows[table] = (await sql`select * from ${sql.table(table)} order by 1, 2`.execute(db)).rows;
  return rows;
}

/** The definition of a table without what was put into the one of before; a column stands before what holds for all. */
function withoutAdded(before: string, after: string): string {
  let at = 0;
  while (at < before.length && before[at] === after[at]) at++;
  const rest = before.slice(at);
  const added = after.slice(at, after.length - rest.length);
  return added === '' || added.includes(',') ? after.slice(0, at) + after.slice(at + added.length) : after;
}

async function shape(db: Db) {
  const { rows } = await sql<{ name: string; sql: string }>`
    select name, sql from sqlite_master where sql is not null and name <> 'sqlite_sequence' order by name`.execute(
    db,
  );
  const keys = await sql`select m.name, k."table", k."from", k."to", k.on_delete
    from sqlite_master m, pragma_foreign_key_list(m.name) k where m.type = 'table' order by 1, 2, 3`.execute(
    db,
  );
  const plain = (text: string) =>
    text
      .replaceAll('"', '')
      .replace(/^create table/i, 'create table')
      .replace('primary key autoincrement', 'primary key');
  return { tables: rows.map((row): [string, string] => [row.name, plain(row.sql)]), keys: keys.rows };
}

/** Makes a report, of which nothing matters here. */
async function addReport(db: Db): Promise<number> {
  const made = { made_at: NOW, made_by: '王敏', changed_at: NOW, changed_by: '王敏' };
  const { id } = await db
    .insertInto('report')
    .values({
      kind: 'daily',
      watch_id: null,
      from_at: 0,
      to_at: 1,
      title: '日报',
      snapshot_json: '{}',
      summary: null,
      remarks_json: '{}',
      version: 1,
      ...made,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

describe('numbers of things', () => {
  test('a report gets another number than the one that was removed before it', async () => {
    const db = await makeDatabase();
    const id = await addReport(db);
    await db.deleteFrom('report').where('id', '=', id).execute();
    expect(await addReport(db)).toBeGreaterThan(id);
  });

  test('a change of an alert is never called what one of a removed watch was called', async () => {
    const db = await makeDatabase();
    const { id: watchId } = await makeWatch(db);
    const add = async () => {
      const alert = await db
        .insertInto('alert')
        .values({
          watch_id: watchId,
          level: 'III',
          status: 'closed',
          risk_json: '{}',
          findings_json: '[]',
          metrics_json: '{}',
          records_json: '{}',
          playbooks_json: '[]',
          examples_json: '[]',
          opened_at: NOW,
          changed_at: NOW,
          closed_at: NOW,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      return db
        .insertInto('alert_change')
        .values({
          alert_id: alert.id,
          at: NOW,
          kind: 'opened',
          from_level: null,
          to_level: 'III',
          actor: 'tingchao',
          note: null,
          inputs_json: '{}',
        })
        .returning('id')
        .executeTakeFirstOrThrow();
    };
    const first = await add();
    await db.deleteFrom('alert_change').execute();
    expect((await add()).id).toBeGreaterThan(first.id);
  });

  test.runIf(engine() === 'sqlite')(
    'every table numbers its rows once, but for four that say why',
    async () => {
      const db = await makeDatabase();
      const { rows } = await sql<{ name: string }>`select name from sqlite_master
      where type = 'table' and sql glob '*[^a-z_]id integer primary key*' and sql not like '%autoincrement%'
      order by name`.execute(db);
      expect(rows.map(({ name }) => name)).toEqual(['feed_run', 'post', 'refusal', 'story']);
    },
  );
});

describe.runIf(engine() === 'sqlite')('an installation of before', () => {
  test('keeps every row, index, trigger and key', async () => {
    const db = await openBefore();
    await fillTables(db, await ownTables(db));
    await sql`create trigger kept after delete on report begin select 1; end`.execute(db);
    const before = { rows: await contents(db), shape: await shape(db) };
    expect(await migrateToLatest(db)).toContain(NAME);
    // Later migrations may add tables, and columns at their end; none of those that were there is another one.
    const [rows, after] = [await contents(db), await shape(db)];
    expect(rows).toMatchObject(before.rows);
    const made = new Map(after.tables);
    for (const [name, text] of before.shape.tables)
      expect([name, withoutAdded(text, made.get(name) ?? '')]).toEqual([name, text]);
    expect(after.keys).toEqual(expect.arrayContaining(before.shape.keys));
    // And keys hold again, with what hangs on them.
    await expect(sql`update drill_event set drill_id = 99`.execute(db)).rejects.toThrow(/FOREIGN KEY/);
    await db.deleteFrom('drill').where('id', '=', 3).execute();
    expect(await db.selectFrom('drill_event').select('id').execute()).toEqual([{ id: 1 }, { id: 2 }]);
  });

  test('gives no number again that is taken, or that its log tells of', async () => {
    const db = await openBefore();
    const kept = await addReport(db);
    const line = { at: NOW, who: '王敏', role: null, detail: '', previous: '', seal: '' };
    await db
      .insertInto('audit')
      .values([
        { ...line, action: 'report.remove', object_id: '41' },
        { ...line, action: 'alert.close', object_id: '900' },
        { ...line, action: 'annotation.remove', object_id: null },
      ])
      .execute();
    await migrateToLatest(db);
    expect([kept, await addReport(db)]).toEqual([1, 42]);
  });
});
