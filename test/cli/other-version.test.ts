import path from 'node:path';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../server/db/engine/open.ts';
import { openInstallation, serveAlone } from '../../server/installation.ts';
import { tempFolder } from '../support/database.ts';
import { inProcess } from './tingchao.ts';

const RANGE = ['--from', '2026-11-20', '--to', '2026-11-21'];
const READERS = [
  ['report', '--format', 'json'],
  ['export', '--watch', '1', ...RANGE],
] as const;

/** An installation, and what its list of migrations is made to say. */
async function installation() {
  const home = { dataFolder: path.join(tempFolder(), 'data'), databaseUrl: null };
  await (await openInstallation(home)).db.destroy();
  const db = openDatabase(path.join(home.dataFolder, 'tingchao.db'));
  onTestFinished(() => db.destroy());
  const names = async () =>
    (await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)).rows.map(
      ({ name }) => name,
    );
  const run = (...args: readonly string[]) => inProcess([...args], { TINGCHAO_DATA: home.dataFolder });
  return { home, db, names, run };
}

test('a database of an older version is read by nobody, who would miss what it lacks: it is said what to do', async () => {
  const { db, names, run } = await installation();
  const newest = (await names()).at(-1);
  await sql`delete from kysely_migration where name = ${newest}`.execute(db);
  for (const args of READERS) {
    const { status, stdout, stderr } = await run(...args);
    expect([status, stdout], args[0]).toEqual([1, '']);
    expect(stderr).toMatch(/^tingchao: the database was written by an older version .*`tingchao migrate`\n$/);
  }
  expect(await names()).not.toContain(newest);
});

test('nor is one of a newer version', async () => {
  const { db, run } = await installation();
  await sql`insert into kysely_migration (name, timestamp) values ('0999-later', 'x')`.execute(db);
  for (const args of READERS) {
    const { status, stderr } = await run(...args);
    expect([status, stderr], args[0]).toEqual([1, expect.stringContaining('a newer version of tingchao')]);
  }
});

test('no command changes the shape of a database under a server that still works on it', async () => {
  const { home, db, names, run } = await installation();
  const all = await names();
  await sql`delete from kysely_migration where name = ${all.at(-1)}`.execute(db);
  const letGo = serveAlone(home);
  onTestFinished(letGo);
  for (const args of [['user', 'list'], ['robots']]) {
    const { status, stderr } = await run(...args);
    expect([status, stderr], args[0]).toEqual([1, expect.stringContaining('another server works in')]);
  }
  expect(await names()).toEqual(all.slice(0, -1));
});
