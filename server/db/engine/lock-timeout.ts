import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Db, Tx } from '../database.ts';
import { isBusy } from './busy.ts';

/**
 * Milliseconds that a change of tables waits for their readers, while new ones wait behind it. Shorter than the
 * second after which PostgreSQL looks for deadlocks, so that no reader is ever turned away.
 */
const PATIENCE_MS = 500;
const TRIES = 5;

/**
 * Changes tables that others read, on PostgreSQL, in a transaction of its own: at once, or at another try, or
 * not at all. @returns null when the tables were never free
 */
export async function withLockTimeout<T>(db: Db, change: (tx: Tx) => Promise<T>): Promise<T | null> {
  for (let tried = 0; tried < TRIES; tried++) {
    try {
      return await db.transaction().execute(async (tx) => {
        await sql`set local lock_timeout = ${sql.lit(PATIENCE_MS)}`.execute(tx);
        return change(tx);
      });
    } catch (fault) {
      if (!isBusy(fault)) throw fault;
      await pause(PATIENCE_MS);
    }
  }
  return null;
}
