import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { backupName, tooMany } from '../../server/cli/work/backup-shelf.ts';
import { HOUR } from '../../server/core/time.ts';
import { createWatch } from '../../server/db/watch/watches.ts';
import { openInstallation } from '../../server/installation.ts';
import { tempFolder } from '../support/database.ts';
import { anyOf } from '../support/make.ts';
import { inProcess } from './tingchao.ts';

const WATCH = {
  name: '供热',
  rule: anyOf('暖气'),
  people: [],
  sources: [],
  active: true,
};

/** An installation whose server has it open and has just written: the newest lies in the log beside the file. */
async function living() {
  const dataFolder = tempFolder();
  const { db } = await openInstallation({ dataFolder, databaseUrl: null });
  await createWatch(db, WATCH, 1);
  writeFileSync(path.join(dataFolder, 'author-key'), `${'ab'.repeat(32)}\n`, { mode: 0o600 });
  mkdirSync(path.join(dataFolder, 'inbox'));
  writeFileSync(path.join(dataFolder, 'inbox/7'), 'text\n暖气不热\n');
  return { dataFolder, db, env: { TINGCHAO_DATA: dataFolder } };
}

test('a living installation is copied whole, and the copy is an installation', async () => {
  const { db, env } = await living();
  const shelf = path.join(tempFolder(), 'backups');
  const { status, stdout, stderr } = await inProcess(['backup', shelf], env);
  await db.destroy();
  expect([status, stderr]).toEqual([0, expect.stringContaining('was copied')]);
  const copy = stdout.trim();
  expect(readdirSync(copy).sort()).toEqual(['author-key', 'inbox', 'tingchao.db']);
  expect(readFileSync(path.join(copy, 'author-key'), 'utf8')).toBe(`${'ab'.repeat(32)}\n`);
  expect(readFileSync(path.join(copy, 'inbox/7'), 'utf8')).toContain('暖气不热');
  expect(statSync(copy).mode & 0o077).toBe(0);
  const restored = await openInstallation({ dataFolder: copy, databaseUrl: null });
  const watches = await restored.db.selectFrom('watch').select('name').execute();
  await restored.db.destroy();
  expect([restored.applied, watches]).toEqual([[], [{ name: '供热' }]]);
});

test('of many backups the newest stay, and nothing else in the folder is touched', async () => {
  const { db, env } = await living();
  await db.destroy();
  const shelf = tempFolder();
  for (const name of ['tingchao-20260101T000000Z', 'tingchao-20260102T000000Z.dump', 'notes']) {
    mkdirSync(path.join(shelf, name));
  }
  const { stdout } = await inProcess(['backup', shelf, '--keep', '2'], env);
  const newest = path.basename(stdout.trim());
  expect(readdirSync(shelf).sort()).toEqual(['notes', 'tingchao-20260102T000000Z.dump', newest]);
});

test('what backups left that were interrupted is removed a day later, and none that is being made', async () => {
  const { db, env } = await living();
  await db.destroy();
  const shelf = tempFolder();
  const old = new Date(Date.now() - 25 * HOUR);
  const age = (name: string) => utimesSync(path.join(shelf, name), old, old);
  const [dead, busy] = ['tingchao-20260101T000000Z.part', 'tingchao-20260102T000000Z.part'];
  for (const name of [dead, busy]) {
    mkdirSync(path.join(shelf, name));
    writeFileSync(path.join(shelf, name, 'tingchao.db'), 'half');
  }
  // The folder itself is as old; the copy in it still grows.
  for (const name of [path.join(dead, 'tingchao.db'), dead, busy]) age(name);
  for (const name of ['tingchao-20260103T000000Z.dump.part', 'notes.part']) {
    writeFileSync(path.join(shelf, name), 'x');
    age(name);
  }
  writeFileSync(path.join(shelf, 'tingchao-20260104T000000Z.dump.part'), 'x');
  const { status, stdout, stderr } = await inProcess(['backup', shelf], env);
  expect([status, stderr]).toEqual([0, expect.stringContaining('interrupted more than a day ago')]);
  const made = path.basename(stdout.trim());
  const kept = ['notes.part', busy, 'tingchao-20260104T000000Z.dump.part', made];
  expect(readdirSync(shelf).sort()).toEqual(kept);
});

test('names are in the order of time', () => {
  expect(backupName(new Date('2026-11-27T06:52:38.123Z'), '.dump')).toBe('tingchao-20261127T065238Z.dump');
  const names = ['b', 'tingchao-20260102T000000Z', 'tingchao-20260101T000000Z.part'];
  expect(tooMany(names, 1, 'tingchao-20260102T000000Z')).toEqual({ old: [], future: [] });
});

test('many in one day do not push out those of the days before', () => {
  const of = (day: number, hour = 3) =>
    `tingchao-202601${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}0000Z`;
  const days = [1, 2, 3, 4].map((day) => of(day));
  const starts = [10, 11, 12, 13, 14, 15].map((hour) => of(5, hour));
  const { old } = tooMany([...days, ...starts], 4, of(5, 15));
  expect(old).toEqual([of(1), ...starts.slice(0, 5)]);
  // Where there is room the newest others stay too.
  expect(tooMany([of(4), ...starts], 4, of(5, 15)).old).toEqual(starts.slice(0, 3));
  expect(tooMany([of(4, 3), of(4, 4), of(5)], 1, of(5)).old).toEqual([of(4, 3), of(4, 4)]);
});

test('the one just made stays though others are named after a later moment, and those are told of', async () => {
  const { db, env } = await living();
  await db.destroy();
  const shelf = tempFolder();
  const names = ['tingchao-20380101T000000Z', 'tingchao-20380102T000000Z.dump', 'tingchao-20260101T000000Z'];
  for (const name of names) mkdirSync(path.join(shelf, name));
  const { stdout, stderr } = await inProcess(['backup', shelf, '--keep', '1'], env);
  const made = path.basename(stdout.trim());
  expect(readdirSync(shelf).sort()).toEqual([made, ...names.slice(0, 2)].sort());
  expect(stderr).toContain('a clock was wrong');
});

test('what cannot be copied leaves nothing behind, and says why', async () => {
  const shelf = tempFolder();
  const nothing = await inProcess(['backup', shelf], { TINGCHAO_DATA: tempFolder() });
  expect([nothing.status, nothing.stderr]).toEqual([1, expect.stringContaining('there is no database in')]);
  const { db, dataFolder, env } = await living();
  await db.destroy();
  writeFileSync(path.join(dataFolder, 'tingchao.db'), Buffer.alloc(8192, 'x'));
  expect((await inProcess(['backup', shelf, '--keep', '1'], env)).status).toBe(1);
  expect(readdirSync(shelf)).toEqual([]);
});

test('a server that is not there is told by its code, and the password by nobody', async () => {
  const { status, stdout } = await inProcess(['health'], { TINGCHAO_PORT: '1' });
  expect([status, JSON.parse(stdout)]).toEqual([1, { ok: false, code: 'no_server' }]);
  const alone = await inProcess(['health', '--worker'], {});
  expect(alone.stderr).toContain('on SQLite the worker is part of "tingchao serve"');
  const shelf = tempFolder();
  const url = 'postgres://tingchao:a-secret-word@127.0.0.1:1/none';
  const dump = await inProcess(['backup', shelf], { DATABASE_URL: url, PATH: process.env.PATH ?? '' });
  expect([dump.status, dump.stderr.includes('a-secret-word')]).toEqual([1, false]);
  expect(readdirSync(shelf)).toEqual([]);
  expect(existsSync(shelf)).toBe(true);
});
