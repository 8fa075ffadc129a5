import { sql } from 'kysely';
import type { Db } from '../database.ts';
import { engineOf } from './engine.ts';

/** Fewer changes than these say nothing about a table. */
const MIN_CHANGES = 500;
/** And a tenth of its rows, as PostgreSQL's own housekeeping has it, which comes once a minute. */
const SHARE = 0.1;

/**
 * Lets PostgreSQL count again what its plans rest on, in tables that grew much since it last did. For work on very many
 * rows that may come right after a large import: planned for an empty table it takes a hundred times as long, with the
 * writers' turn in its hand. Nothing to do on SQLite.
 */
export async function freshenStatistics(db: Db): Promise<void> {
  if (engineOf(db) === 'sqlite') return;
  const stale = await sql<{ name: string }>`
    select relname as name from pg_stat_user_tables
    where schemaname = current_schema() and n_mod_since_analyze > ${sql.lit(MIN_CHANGES)} + n_live_tup * ${sql.lit(SHARE)}
    order by relname`.execute(db);
  for (const { name } of stale.rows) await sql`analyze ${sql.table(name)}`.execute(db);
}

/** Has PostgreSQL count all of its tables: they were filled a moment ago, and it may not have noticed yet. */
export async function countStatistics(db: Db): Promise<void> {
  if (engineOf(db) === 'postgres') await sql`analyze`.execute(db);
}
