import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openDatabase } from '../../server/db/engine/open.ts';
import { createWatch } from '../../server/db/watch/watches.ts';
import { openInstallation, serveAlone } from '../../server/installation.ts';
import { tempFolder } from '../support/database.ts';
import { anyOf } from '../support/make.ts';
import { inProcess } from './tingchao.ts';

const KEY = `${'ab'.repeat(32)}\n`;

/** A folder with an installation that has one watch of this name. */
async function installation(name: string): Promise<string> {
  const dataFolder = tempFolder();
  const { db } = await openInstallation({ dataFolder, databaseUrl: null });
  const rule = anyOf('暖气');
  await createWatch(db, { name, rule, people: [], sources: [], active: true }, 1);
  await db.destroy();
  writeFileSync(path.join(dataFolder, 'author-key'), KEY, { mode: 0o600 });
  mkdirSync(path.join(dataFolder, 'inbox'));
  writeFileSync(path.join(dataFolder, 'inbox/7'), 'text\n暖气不热\n');
  return dataFolder;
}

async function backUp(dataFolder: string): Promise<string> {
  const { stdout } = await inProcess(['backup', tempFolder()], { TINGCHAO_DATA: dataFolder });
  return stdout.trim();
}

async function watchesIn(folder: string): Promise<readonly string[]> {
  const db = openDatabase(path.join(folder, 'tingchao.db'), { readonly: true });
  const rows = await db.selectFrom('watch').select('name').execute();
  await db.destroy();
  return rows.map(({ name }) => name);
}

test('a backup becomes an installation where none was, with its key and what waits to be imported', async () => {
  const backup = await backUp(await installation('供热'));
  const folder = path.join(tempFolder(), 'new');
  const { status, stderr } = await inProcess(['restore', backup], { TINGCHAO_DATA: folder });
  expect([status, stderr]).toEqual([0, expect.stringContaining('was restored from')]);
  expect(await watchesIn(folder)).toEqual(['供热']);
  expect(readFileSync(path.join(folder, 'author-key'), 'utf8')).toBe(KEY);
  expect(readFileSync(path.join(folder, 'inbox/7'), 'utf8')).toContain('暖气不热');
  expect(readdirSync(folder).filter((name) => /before|restoring/.test(name))).toEqual([]);
});

test('an installation that is there is replaced only when told to, and kept aside', async () => {
  const backup = await backUp(await installation('供热'));
  const folder = await installation('供水');
  const refused = await inProcess(['restore', backup], { TINGCHAO_DATA: folder });
  expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining('--replace')]);
  expect(await watchesIn(folder)).toEqual(['供水']);
  const { status } = await inProcess(['restore', backup, '--replace'], { TINGCHAO_DATA: folder });
  expect([status, await watchesIn(folder)]).toEqual([0, ['供热']]);
  const [aside = ''] = readdirSync(folder).filter((name) => name.startsWith('before-'));
  expect(await watchesIn(path.join(folder, aside))).toEqual(['供水']);
});

test('while a server works there nothing is touched', async () => {
  const backup = await backUp(await installation('供热'));
  const folder = await installation('供水');
  const release = serveAlone({ dataFolder: folder, databaseUrl: null });
  const { status, stderr } = await inProcess(['restore', backup, '--replace'], { TINGCHAO_DATA: folder });
  release();
  expect([status, stderr]).toEqual([1, expect.stringContaining('another server works')]);
  expect(await watchesIn(folder)).toEqual(['供水']);
});

test('a damaged backup, one of a newer version and what is none change nothing', async () => {
  const folder = await installation('供水');
  const env = { TINGCHAO_DATA: folder };
  const damaged = await backUp(await installation('供热'));
  const file = path.join(damaged, 'tingchao.db');
  writeFileSync(file, readFileSync(file).fill('x', 8_192, 40_000));
  const newer = await backUp(await installation('供热'));
  const db = openDatabase(path.join(newer, 'tingchao.db'));
  await db
    .insertInto('kysely_migration' as never)
    .values({ name: '9999-later', timestamp: '' } as never)
    .execute();
  await db.destroy();
  for (const [backup, words] of [
    [damaged, 'damaged'],
    [newer, 'newer version'],
    [tempFolder(), 'no backup of SQLite'],
    ['/nowhere/at-all', 'there is no backup'],
  ] as const) {
    const { status, stderr } = await inProcess(['restore', backup, '--replace'], env);
    expect([status, stderr]).toEqual([1, expect.stringContaining(words)]);
  }
  expect(await watchesIn(folder)).toEqual(['供水']);
  expect(readdirSync(folder).filter((name) => /before|restoring/.test(name))).toEqual([]);
});

test.each([
  ['an empty file', (file: string) => writeFileSync(file, '')],
  ['a text', (file: string) => writeFileSync(file, '暖气不热\n'.repeat(1_000))],
  ['an empty database', (file: string) => madeBy(file, 'create table gone (id integer); drop table gone')],
  [
    'a database of something else',
    (file: string) => madeBy(file, 'create table post (id integer, text text)'),
  ],
])('%s is no backup: it takes the place of nothing', async (_, make) => {
  const folder = await installation('供水');
  const backup = tempFolder();
  await make(path.join(backup, 'tingchao.db'));
  const { status, stderr } = await inProcess(['restore', backup, '--replace'], { TINGCHAO_DATA: folder });
  expect([status, stderr]).toEqual([
    1,
    expect.stringMatching(/^tingchao: .*(is none of tingchao|damaged|is not a database).*\n$/),
  ]);
  expect(await watchesIn(folder)).toEqual(['供水']);
  expect(readdirSync(folder).filter((name) => /before|restoring/.test(name))).toEqual([]);
});

async function madeBy(file: string, words: string): Promise<void> {
  const db = openDatabase(file);
  for (const statement of words.split(';')) await sql.raw(statement).execute(db);
  await db.destroy();
}

test('a backup without its key is told, unless the key is a secret of the settings', async () => {
  const backup = await backUp(await installation('供热'));
  rmSync(path.join(backup, 'author-key'));
  const bare = await inProcess(['restore', backup], { TINGCHAO_DATA: tempFolder() });
  expect([bare.status, bare.stderr]).toEqual([0, expect.stringContaining('has no author-key')]);
  const env = { TINGCHAO_DATA: tempFolder(), TINGCHAO_SECRET: 'k'.repeat(32) };
  const secret = await inProcess(['restore', backup], env);
  expect([secret.status, secret.stderr]).toEqual([0, expect.not.stringContaining('author-key')]);
});

test('a backup of the other engine is told to be one', async () => {
  const folder = tempFolder();
  const dump = path.join(tempFolder(), 'tingchao-20261127T000000Z.dump');
  writeFileSync(dump, 'PGDMP');
  const toSqlite = await inProcess(['restore', dump], { TINGCHAO_DATA: folder });
  expect([toSqlite.status, toSqlite.stderr]).toEqual([1, expect.stringContaining('needs DATABASE_URL')]);
  expect(existsSync(path.join(folder, 'tingchao.db'))).toBe(false);
  const url = 'postgres://tingchao:a-secret-word@127.0.0.1:1/none';
  const toPostgres = await inProcess(['restore', tempFolder()], { DATABASE_URL: url });
  expect([toPostgres.status, toPostgres.stderr]).toEqual([1, expect.stringContaining('tingchao move')]);
});
