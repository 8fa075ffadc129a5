import type { Role } from '../../core/access/role.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';

/** Somebody's browser, logged in. */
export interface Session {
  readonly hash: string;
  readonly seenAt: Instant;
  /** Null: with the access token. */
  readonly account: {
    readonly id: number;
    readonly name: string;
    readonly role: Role;
    readonly mustChange: boolean;
  } | null;
}

export async function addSession(
  db: Db,
  session: { readonly hash: string; readonly expiresAt: Instant; readonly accountId?: number },
  now: Instant,
): Promise<void> {
  const { hash, expiresAt, accountId = null } = session;
  await db
    .insertInto('session')
    .values({ hash, created_at: now, seen_at: now, expires_at: expiresAt, account_id: accountId })
    .execute();
}

/** Null for one that is over or never was, or whose account is disabled. */
export async function findSession(db: Db, hashes: readonly string[], now: Instant): Promise<Session | null> {
  const row = await db
    .selectFrom('session as s')
    .leftJoin('account as a', 'a.id', 's.account_id')
    .select(['s.hash', 's.seen_at', 'a.id', 'a.name', 'a.role', 'a.must_change', 'a.disabled_at'])
    .where('s.hash', 'in', hashes)
    .where('s.expires_at', '>', now)
    .executeTakeFirst();
  if (!row || row.disabled_at !== null) return null;
  const { hash, seen_at: seenAt, id, name, role } = row;
  if (id === null || name === null || role === null) return { hash, seenAt, account: null };
  return { hash, seenAt, account: { id, name, role, mustChange: row.must_change === 1 } };
}

export async function markSeen(db: Db, hash: string, now: Instant): Promise<void> {
  await db.updateTable('session').set({ seen_at: now }).where('hash', '=', hash).execute();
}

export async function endSessions(db: Db, hashes: readonly string[]): Promise<void> {
  await db.deleteFrom('session').where('hash', 'in', hashes).execute();
}

/** Ends every session. @returns how many there were */
export async function endAllSessions(db: Db): Promise<number> {
  const gone = await db.deleteFrom('session').executeTakeFirst();
  return Number(gone.numDeletedRows);
}

/** Ends the sessions of an account. @param but the one to spare */
export async function endSessionsOf(db: Db, accountId: number, but: string | null = null): Promise<number> {
  const all = db.deleteFrom('session').where('account_id', '=', accountId);
  const gone = await (but === null ? all : all.where('hash', '!=', but)).executeTakeFirst();
  return Number(gone.numDeletedRows);
}

/** Forgets those that were over before a moment. */
export async function pruneSessions(tx: Db, now: Instant): Promise<number> {
  const gone = await tx.deleteFrom('session').where('expires_at', '<=', now).executeTakeFirst();
  return Number(gone.numDeletedRows);
}
