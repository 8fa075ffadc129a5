import { sql } from 'kysely';
import type { Db } from '../database.ts';
import { engineOf } from './engine.ts';

/**
 * Empties SQLite's log, whose end may hold what was deleted since until it is written over. The file itself holds none of
 * it: see `secure_delete` (open.ts). Where somebody reads or writes at that moment it is left for the next time. Nothing
 * to do on PostgreSQL.
 */
export async function emptyLog(db: Db): Promise<void> {
  if (engineOf(db) === 'sqlite') await sql`pragma wal_checkpoint(truncate)`.execute(db);
}
