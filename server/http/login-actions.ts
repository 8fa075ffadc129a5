import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { nameKey, TOKEN_NAME } from '../core/access/account-name.ts';
import type { Role } from '../core/access/role.ts';
import { AppError } from '../core/errors.ts';
import { DAY, SECOND } from '../core/time.ts';
import { findAccount } from '../db/access/accounts.ts';
import { readSealKey } from '../db/installation/seal-key.ts';
import { signedWork } from '../flows/access/note-audit.ts';
import { isPassword } from '../flows/access/password-hash.ts';
import type { Attempts } from './attempts.ts';
import { noteSafely } from './audit-writes.ts';
import { COOKIE, identify, sameToken } from './identify.ts';
import { closeSession, openSession, openSessionOf, SESSION_LASTS, type SessionDeps } from './session.ts';
import { nameOf, roleOf, type Who } from './who.ts';

/** Of a browser that somebody logged in from; it opens nothing. */
const KNOWN = 'tingchao-known';
/** The longest that browsers keep one. */
const KNOWN_LASTS = 400 * DAY;

/** What is asked of the way in, beside what was typed. */
export interface Gate {
  readonly attempts: Attempts;
  /** See `createClientAddress`. */
  readonly address: string | null;
}

function cookieOf({ access: { secure } }: SessionDeps, lasts: number) {
  return { httpOnly: true, sameSite: 'Strict', secure, path: '/', maxAge: lasts / SECOND } as const;
}

function noteAudit(deps: SessionDeps, action: string, who: string, role: Role | null): Promise<void> {
  return noteSafely(deps, { at: deps.now(), who, role, action });
}

/** A session is there with the line that says so, or not at all. */
async function beginSession<T>(
  { now }: SessionDeps,
  { who, role }: { readonly who: string; readonly role: Role },
  open: () => Promise<T>,
): Promise<T> {
  const opened = await signedWork(() => ({ at: now(), who, role, action: 'session.open' }), open);
  return opened.result;
}

/** Checks the token and hands out the cookie of a session. Throws AppError('unauthorised') on a wrong one. */
export async function logInByToken(
  c: Context,
  deps: SessionDeps,
  given: string,
  { attempts, address }: Gate,
): Promise<void> {
  const { token } = deps.access;
  if (token === null) return;
  if (!sameToken(given, token)) {
    attempts.countWrong(address);
    await noteAudit(deps, 'session.refused', TOKEN_NAME, null);
    throw new AppError('unauthorised', 'that is not the access token', { needsToken: true });
  }
  const admin = { who: TOKEN_NAME, role: 'admin' } as const;
  const id = await beginSession(deps, admin, () => openSession(deps, { token }));
  if (id !== null) setCookie(c, COOKIE, id, cookieOf(deps, SESSION_LASTS));
}

async function knownMark({ read, passKey }: SessionDeps, key: string): Promise<string> {
  const seal = await readSealKey(read, passKey);
  return createHmac('sha256', seal).update(`tingchao-known:${key}`).digest('base64url');
}

async function isKnown(c: Context, deps: SessionDeps, key: string): Promise<boolean> {
  const cookie = getCookie(c, KNOWN);
  if (cookie === undefined) return false;
  const [given, mark] = [Buffer.from(cookie), Buffer.from(await knownMark(deps, key))];
  return given.length === mark.length && timingSafeEqual(given, mark);
}

/**
 * Checks name and password and hands out the cookie of a session. An unknown name, a disabled account and a wrong
 * password are answered alike, after the same work.
 */
export async function logInByName(
  c: Context,
  deps: SessionDeps,
  given: { readonly name: string; readonly password: string },
  { attempts, address }: Gate,
): Promise<void> {
  const key = nameKey(given.name);
  const known = await isKnown(c, deps, key);
  const asking = { lane: known ? 'known' : 'anybody', signal: c.req.raw.signal } as const;
  const takeBack = attempts.begin({ address, name: key, known });
  const account = await findAccount(deps.read, { key });
  const same = await isPassword(given.password, account?.passwordHash ?? null, asking).catch((fault) => {
    // It was not looked at, and so it was no guess.
    takeBack();
    throw fault;
  });
  const refuse = async () => {
    // What was typed as a name may be a password.
    await noteAudit(deps, 'session.refused', account?.name ?? '', null);
    throw new AppError('unauthorised', 'that is not the name and the password of an account', {
      wrongPassword: true,
    });
  };
  if (account === null || !same || account.disabledAt !== null) return refuse();
  const { id, passwordHash: proven } = account;
  const as = await beginSession(deps, { who: account.name, role: account.role }, () =>
    enterAs(c, deps, { id, proven }),
  );
  if (as === undefined) return refuse();
  takeBack();
  setCookie(c, KNOWN, await knownMark(deps, key), cookieOf(deps, KNOWN_LASTS));
}

/**
 * Hands out the cookie of a session of an account, in the place of the one this browser had.
 * @param proven the stored password that was found to be right; null: none was asked for
 * @returns who they are now; undefined where that password opens no longer
 */
export async function enterAs(
  c: Context,
  deps: SessionDeps,
  { id: accountId, proven }: { readonly id: number; readonly proven: string | null },
): Promise<Who | undefined> {
  const before = getCookie(c, COOKIE);
  const id = await openSession(deps, { accountId, proven });
  if (id === null) return undefined;
  if (before !== undefined) await closeSession(deps, before);
  setCookie(c, COOKIE, id, cookieOf(deps, SESSION_LASTS));
  const session = await openSessionOf(deps, id);
  return session?.account ? { kind: 'account', session: session.hash, account: session.account } : undefined;
}

/** Ends the session of this browser, so that a copy of its cookie opens nothing either. */
export async function logOut(c: Context, deps: SessionDeps): Promise<void> {
  const cookie = getCookie(c, COOKIE);
  deleteCookie(c, COOKIE, { path: '/' });
  if (cookie === undefined) return;
  const who = await identify(c, deps);
  await closeSession(deps, cookie);
  if (who !== null && who.kind !== 'anyone')
    await noteAudit(deps, 'session.end', nameOf(who) ?? TOKEN_NAME, roleOf(who));
}
