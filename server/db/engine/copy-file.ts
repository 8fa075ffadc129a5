import { sql } from 'kysely';
import type { Db } from '../database.ts';

/**
 * Writes a whole copy of a living SQLite database into a file that is not there yet: as it is at this moment,
 * without what its write-ahead log still holds apart, and packed. Writers go on meanwhile.
 */
export async function copyInto(db: Db, file: string): Promise<void> {
  await sql`vacuum into ${file}`.execute(db);
}

/** What is broken in a SQLite database; null when its pages and rows hang together. */
export async function findDamage(db: Db): Promise<string | null> {
  const found = await sql<{ quick_check: string }>`pragma quick_check(1)`.execute(db);
  const words = found.rows[0]?.quick_check ?? 'it could not be read';
  return words === 'ok' ? null : words;
}
