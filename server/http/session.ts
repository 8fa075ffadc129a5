import { createHmac, randomBytes } from 'node:crypto';
import { DAY, HOUR } from '../core/time.ts';
import { findAccount } from '../db/access/accounts.ts';
import type { Tx } from '../db/database.ts';
import { addSession, endSessions, findSession, markSeen, type Session } from '../db/installation/sessions.ts';
import type { HttpDeps } from './deps.ts';

export type SessionDeps = Pick<HttpDeps, 'access' | 'read' | 'write' | 'now' | 'log' | 'passKey'>;

/** How long one lasts at most. */
export const SESSION_LASTS = 30 * DAY;
/** Being seen is noted no more often than this: reading a page is not to write each time. */
const SEEN_EVERY = HOUR;
const BYTES = 32;
const OF_ACCOUNTS = 'account';

/** A session of the token is kept under it: when that changes, none made with the old one is found any more. */
function hashOf(id: string, key: string): string {
  return createHmac('sha256', key).update(`tingchao-session:${id}`).digest('hex');
}

function hashesOf({ access: { token } }: SessionDeps, id: string): readonly string[] {
  return [OF_ACCOUNTS, ...(token === null ? [] : [token])].map((key) => hashOf(id, key));
}

/** Whose a session is: the token's, or an account's. */
type Owner =
  | { readonly token: string }
  | {
      readonly accountId: number;
      /** The stored password that was found to be right; null: none was asked for. */
      readonly proven: string | null;
    };

/** Looking at a password takes its time: meanwhile it may have been changed, or the account been disabled or removed. */
async function stillOpens(tx: Tx, of: Owner): Promise<boolean> {
  if ('token' in of || of.proven === null) return true;
  const account = await findAccount(tx, { id: of.accountId });
  return account?.passwordHash === of.proven && account.disabledAt === null;
}

/** @returns what the browser keeps; null where what was proven opens no longer */
export async function openSession(deps: SessionDeps, of: Owner): Promise<string | null> {
  const id = randomBytes(BYTES).toString('base64url');
  const now = deps.now();
  const hash = hashOf(id, 'token' in of ? of.token : OF_ACCOUNTS);
  const accountId = 'token' in of ? {} : { accountId: of.accountId };
  return deps.write.transaction().execute(async (tx) => {
    if (!(await stillOpens(tx, of))) return null;
    await addSession(tx, { ...accountId, hash, expiresAt: now + SESSION_LASTS }, now);
    return id;
  });
}

/** The session of a cookie; null for one that is over. */
export async function openSessionOf(deps: SessionDeps, id: string): Promise<Session | null> {
  if (!/^[\w-]{43}$/.test(id)) return null;
  const session = await findSession(deps.read, hashesOf(deps, id), deps.now());
  if (session === null) return null;
  if (Math.abs(deps.now() - session.seenAt) >= SEEN_EVERY)
    await markSeen(deps.write, session.hash, deps.now()).catch((err: unknown) =>
      deps.log.warn({ err }, 'that a session was seen could not be noted'),
    );
  return session;
}

export async function closeSession(deps: SessionDeps, id: string): Promise<void> {
  await endSessions(deps.write, hashesOf(deps, id));
}
