import { sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Db } from '../../server/db/database.ts';
import { openDatabase } from '../../server/db/engine/open.ts';
import { FORMER_NAMES } from '../../server/db/former-migrations.ts';
import { knownMigrations, migrateToLatest } from '../../server/db/migrate.ts';
import { engine, makeDatabase, makePlace } from '../support/database.ts';

const numberOf = (name: string) => Number(name.slice(0, 4));

const FORMER = new Map(Object.entries(FORMER_NAMES).map(([former, today]) => [today, former]));

async function makeEmpty(): Promise<Db> {
  const db = openDatabase(await makePlace({ empty: true }));
  onTestFinished(() => db.destroy());
  return db;
}

/** A database as a version made it that knew these migrations. */
async function makeOld(names: readonly string[]): Promise<Db> {
  const db = await makeEmpty();
  const found: Record<string, Migration> = {};
  for (const name of names) found[name] = await import(`../../server/db/migrations/${name}.ts`);
  const migrator = new Migrator({ db, provider: { getMigrations: async () => found } });
  expect((await migrator.migrateToLatest()).error).toBeUndefined();
  return db;
}

/** Tables with their columns, whatever the order; those of single months are made when an installation is opened. */
async function shapeOf(db: Db): Promise<readonly string[]> {
  const tables = await db.introspection.getTables();
  return tables
    .filter(({ name }) => !/_\d{4}_\d{2}$/.test(name))
    .flatMap(({ name, columns }) =>
      columns.map((each) => `${name}.${each.name} ${each.dataType} ${each.isNullable}`),
    )
    .toSorted();
}

async function appliedIn(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.map(({ name }) => name);
}

describe('a database made by the main branch in between', () => {
  // What stood on the main branch: up to a number, without some, with some beyond.
  test.each([
    ['statements before accounts', 30, [], [38], []],
    ['reports and tokens before reviews', 38, [31, 32, 34], [], []],
    ['drills before standards', 40, [39], [], []],
    ['tests of channels under another number', 44, [], [45, 46, 47], [45, 46, 47]],
    ['concluded alerts before proofs of fixes', 47, [], [49], [49]],
    ['accounts of devices under another number', 48, [], [49, 50], [49, 50]],
  ] as const)('comes to the shape of a new one: %s', async (_, last, without, beyond, formerly) => {
    const known = await knownMigrations();
    const has = (number: number) =>
      (number <= last && !without.some((each) => each === number)) || beyond.some((each) => each === number);
    const db = await makeOld(known.filter((name) => has(numberOf(name))));
    for (const name of known.filter((each) => formerly.some((number) => number === numberOf(each)))) {
      await sql`update kysely_migration set name = ${FORMER.get(name)} where name = ${name}`.execute(db);
    }
    const applied = await migrateToLatest(db);
    expect(applied).toEqual(known.filter((name) => !has(numberOf(name))));
    expect(await appliedIn(db)).toEqual(known);
    expect(await shapeOf(db)).toEqual(await shapeOf(await makeDatabase()));
    expect(await migrateToLatest(db)).toEqual([]);
  });

  test('with changes that no version had is refused, but not called newer', async () => {
    const db = await makeEmpty();
    await migrateToLatest(db);
    await sql`insert into kysely_migration (name, timestamp) values ('0037-ours', '2026-01-01')`.execute(db);
    await expect(migrateToLatest(db)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/another build .*0037-ours/),
      details: { unknown: ['0037-ours'] },
    });
  });
});

describe.runIf(engine() === 'sqlite')('the numbers of migrations', () => {
  test('no new one goes below those there are; what was left out stays unused', async () => {
    const numbers = (await knownMigrations()).map(numberOf);
    const upTo = (first: number, last: number) =>
      Array.from({ length: last - first + 1 }, (_, index) => first + index);
    expect(numbers.filter((number) => number <= 53)).toEqual([...upTo(1, 35), ...upTo(38, 50), 53]);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  test('each former name leads to one that is there, and is none itself', async () => {
    const known = await knownMigrations();
    for (const [former, today] of Object.entries(FORMER_NAMES)) {
      expect([former, known.includes(today), known.includes(former)]).toEqual([former, true, false]);
    }
  });
});
