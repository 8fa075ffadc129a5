import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { expect, onTestFinished, test } from 'vitest';
import { DAY } from '../../server/core/time.ts';
import { openDatabase } from '../../server/db/engine/open.ts';
import { migrateToLatest } from '../../server/db/migrate.ts';
import { readKeptProofs } from '../../server/db/service/fix-proofs.ts';
import { engine, makePlace } from '../support/database.ts';
import { NOW } from '../support/make.ts';
import { makeWatch } from '../support/make-watch.ts';

const FOLDER = join(import.meta.dirname, '../../server/db/migrations');
const NAME = '0055-open-proofs';

/** A database as the version before left it. */
async function openBefore() {
  const db = openDatabase(await makePlace({ empty: true }));
  onTestFinished(() => db.destroy());
  const names = readdirSync(FOLDER).map((file) => file.replace(/\.ts$/, ''));
  const migrations: Record<string, Migration> = {};
  for (const name of names.filter((each) => each < NAME).sort())
    migrations[name] = await import(join(FOLDER, `${name}.ts`));
  // As the program does it: some migrations make tables anew.
  if (engine() === 'sqlite') await sql`pragma foreign_keys = off`.execute(db);
  const provider = { getMigrations: async () => migrations };
  expect((await new Migrator({ db, provider }).migrateToLatest()).error).toBeUndefined();
  return db;
}

test('a proof that was closed too early is opened again where all it was counted from is still there', async () => {
  const db = await openBefore();
  await makeWatch(db, {});
  const first = NOW - 100 * DAY;
  await sql`insert into bucket (watch_id, hour, platform, sentiment, count, copies, reach)
    values (1, ${first}, 'news', 0, 1, 0, 1)`.execute(db);
  // Its first week is counted from then on; that of the second begins a day earlier; the third was not closed.
  const kept = [
    { from: first, final: 1 },
    { from: first - DAY, final: 1 },
    { from: first, final: 0 },
  ];
  for (const [n, { from, final }] of kept.entries()) {
    await sql`insert into fix (watch_id, touchpoint, title, done_at, created_at, created_by)
      values (1, 'hotline', 'x', ${from + 70 * DAY}, ${NOW}, 'a')`.execute(db);
    const proof = JSON.stringify({ verdict: 'better', before: { from: from + 35 * DAY }, usual: { from } });
    await sql`insert into fix_proof (fix_id, made_at, final, proof_json)
      values (${n + 1}, ${NOW}, ${final}, ${proof})`.execute(db);
  }
  await migrateToLatest(db);
  const proofs = await readKeptProofs(db, [1, 2, 3]);
  expect([1, 2, 3].map((id) => [proofs.get(id)?.final, proofs.get(id)?.partial])).toEqual([
    [false, false],
    [true, true],
    [false, false],
  ]);
  expect(proofs.get(2)?.proof).toMatchObject({ verdict: 'better', leftOut: [], others: null });
});
