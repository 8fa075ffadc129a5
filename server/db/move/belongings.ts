import { sql } from 'kysely';
import type { Db } from '../database.ts';
import { engineOf } from '../engine/engine.ts';

/** Whether there are pseudonyms, so that their key must come along. */
export async function hasAuthors(db: Db): Promise<boolean> {
  const { rows } = await sql`select 1 from post where author is not null limit 1`.execute(db);
  return rows.length > 0;
}

/** Files in the inbox that are still to be imported. */
export async function waitingFiles(db: Db): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from import_file where state in ('ready', 'running') order by id`.execute(db);
  return rows.map((row) => row.id);
}

/** Whether any other process is connected to this PostgreSQL database; on SQLite a lock says so. */
export async function isInUse(db: Db): Promise<boolean> {
  if (engineOf(db) === 'sqlite') return false;
  const { rows } = await sql`select 1 from pg_stat_activity
    where datname = current_database() and application_name like 'tingchao%' and pid <> pg_backend_pid()`.execute(
    db,
  );
  return rows.length > 0;
}
