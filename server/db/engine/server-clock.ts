import { sql } from 'kysely';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { engineOf } from './engine.ts';

/*
 * The clock of the PostgreSQL server, in epoch milliseconds: those of several machines differ, and what they
 * agree on by time they agree on by this one. It also runs on within a transaction.
 */
const now = sql`extract(epoch from clock_timestamp()) * 1000`;

/** Rounded down: nothing that is still to come has come. */
export const SERVER_NOW = sql<number>`cast(floor(${now}) as bigint)`;
/** Rounded up: what ends now has not ended before. */
export const SERVER_END = sql<number>`cast(ceil(${now}) as bigint)`;

/** The earlier of our clock and the PostgreSQL server's: one of the two that runs ahead does no harm. */
export async function earliestNow(db: Db, now: () => Instant): Promise<Instant> {
  if (engineOf(db) === 'sqlite') return now();
  const { rows } = await sql<{ at: Instant }>`select ${SERVER_NOW} as at`.execute(db);
  return Math.min(now(), rows[0]?.at ?? now());
}

/**
 * Milliseconds that our clock is ahead of the PostgreSQL server's, less what the way of the answer may have taken;
 * null on SQLite, which has the same.
 */
export async function readServerClock(db: Db, now: () => Instant): Promise<number | null> {
  if (engineOf(db) === 'sqlite') return null;
  const from = now();
  const { rows } = await sql<{ at: Instant }>`select ${SERVER_NOW} as at`.execute(db);
  const at = rows[0]?.at ?? from;
  const to = now();
  return at < from ? from - at : Math.min(0, to - at);
}
