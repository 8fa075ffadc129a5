import { createHmac, randomBytes } from 'node:crypto';
import { DAY, HOUR } from '../core/time.ts';
import { addSession, endSession, findSession, markSeen } from '../db/installation/sessions.ts';
import type { HttpDeps } from './deps.ts';

export type SessionDeps = Pick<HttpDeps, 'access' | 'read' | 'write' | 'now' | 'log'>;

/** How long one lasts at most. */
export const SESSION_LASTS = 30 * DAY;
/** Being seen is noted no more often than this: reading a page is not to write each time. */
const SEEN_EVERY = HOUR;
const BYTES = 32;

/** Under the access token: when that changes, no session made with the old one is found any more. */
function hashOf(id: string, token: string): string {
  return createHmac('sha256', token).update(`tingchao-session:${id}`).digest('hex');
}

/** @returns what the browser keeps */
export async function openSession(deps: SessionDeps, token: string): Promise<string> {
  const id = randomBytes(BYTES).toString('base64url');
  const now = deps.now();
  await addSession(deps.write, { hash: hashOf(id, token), expiresAt: now + SESSION_LASTS }, now);
  return id;
}

export async function isOpenSession(deps: SessionDeps, token: string, id: string): Promise<boolean> {
  if (!/^[\w-]{43}$/.test(id)) return false;
  const hash = hashOf(id, token);
  const session = await findSession(deps.read, hash, deps.now());
  if (session === null) return false;
  if (Math.abs(deps.now() - session.seenAt) >= SEEN_EVERY)
    await markSeen(deps.write, hash, deps.now()).catch((err: unknown) =>
      deps.log.warn({ err }, 'that a session was seen could not be noted'),
    );
  return true;
}

export async function closeSession(deps: SessionDeps, token: string, id: string): Promise<void> {
  await endSession(deps.write, hashOf(id, token));
}
