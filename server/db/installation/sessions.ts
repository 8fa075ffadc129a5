import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';

export async function addSession(
  db: Db,
  session: { readonly hash: string; readonly expiresAt: Instant },
  now: Instant,
): Promise<void> {
  const { hash, expiresAt } = session;
  await db
    .insertInto('session')
    .values({ hash, created_at: now, seen_at: now, expires_at: expiresAt })
    .execute();
}

/** When it was last seen; null for one that is over or never was. */
export async function findSession(
  db: Db,
  hash: string,
  now: Instant,
): Promise<{ readonly seenAt: Instant } | null> {
  const row = await db
    .selectFrom('session')
    .select('seen_at')
    .where('hash', '=', hash)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row ? { seenAt: row.seen_at } : null;
}

export async function markSeen(db: Db, hash: string, now: Instant): Promise<void> {
  await db.updateTable('session').set({ seen_at: now }).where('hash', '=', hash).execute();
}

export async function endSession(db: Db, hash: string): Promise<void> {
  await db.deleteFrom('session').where('hash', '=', hash).execute();
}

/** Forgets those that were over before a moment. */
export async function pruneSessions(tx: Db, now: Instant): Promise<number> {
  const gone = await tx.deleteFrom('session').where('expires_at', '<=', now).executeTakeFirst();
  return Number(gone.numDeletedRows);
}
