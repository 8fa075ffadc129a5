import { sql } from 'kysely';
import { AppError } from '../../core/errors.ts';
import type { Db } from '../database.ts';
import { BOSS_SCHEMA } from '../job/boss-names.ts';
import { getSetting, setSetting } from './settings.ts';

const MARK = 'demo';

/**
 * Empties a PostgreSQL database that an earlier demo has left, and leaves an empty one as it is.
 * @throws AppError('bad_config') where there is anything else in it, and touches nothing
 */
export async function clearDemoDatabase(db: Db): Promise<void> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (tables.length === 0) return;
  const ours = tables.some(({ name }) => name === 'setting') && (await getSetting(db, MARK)) !== null;
  if (!ours) {
    throw new AppError(
      'bad_config',
      'DATABASE_URL: the database is not empty and no demo made it; choose an empty one for the demo',
    );
  }
  await db.transaction().execute(async (tx) => {
    // What lies in a partition goes with its table.
    for (const { name, schema } of tables) {
      await sql`drop table if exists ${sql.id(schema ?? 'public', name)} cascade`.execute(tx);
    }
    await sql`drop schema if exists ${sql.id(BOSS_SCHEMA)} cascade`.execute(tx);
  });
}

/** Says that the next demo may empty this database. */
export async function markDemoDatabase(db: Db): Promise<void> {
  await setSetting(db, MARK, 'made by `tingchao demo`, which makes this installation anew at each start');
}
