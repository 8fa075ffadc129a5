import { createHash, timingSafeEqual } from 'node:crypto';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, MiddlewareHandler } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { AppError } from '../core/errors.ts';
import type { Instant } from '../core/time.ts';
import { MINUTE, SECOND } from '../core/time.ts';
import { closeSession, isOpenSession, openSession, SESSION_LASTS, type SessionDeps } from './session.ts';

const COOKIE = 'tingchao';
/** Reachable without a token: whether it is up and ready, and the way in. */
const OPEN = new Set(['/api/health', '/api/ready', '/api/ready/pages', '/api/login', '/api/logout']);

/** Pushes have tokens of their own: `guardPush` asks for them. */
function isOpen(path: string): boolean {
  return OPEN.has(path) || path === '/api/ingest' || path.startsWith('/api/ingest/');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(`tingchao:${text}`).digest();
}

/** Compares digests, so neither length nor content of the token shows in the time it takes. */
function sameToken(given: string, token: string): boolean {
  return timingSafeEqual(digest(given), digest(token));
}

async function isIn(c: Context, deps: SessionDeps, token: string): Promise<boolean> {
  const bearer = /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  if (bearer !== undefined) return sameToken(bearer, token);
  const cookie = getCookie(c, COOKIE);
  return cookie !== undefined && (await isOpenSession(deps, token, cookie));
}

/** Where a token is configured, nothing but the way in answers without it. */
export function guardLogin(deps: SessionDeps): MiddlewareHandler {
  return async (c, next) => {
    const { token } = deps.access;
    if (token !== null && !isOpen(c.req.path) && !(await isIn(c, deps, token))) {
      throw new AppError('unauthorised', 'log in with the access token first', { needsToken: true });
    }
    await next();
  };
}

/** Whether this request may see what is behind the login. */
export async function isLoggedIn(c: Context, deps: SessionDeps): Promise<boolean> {
  const { token } = deps.access;
  return token === null || isIn(c, deps, token);
}

/** Whether only the database can say if this request is logged in. */
export function hasCookie(c: Context): boolean {
  return c.req.header('authorization') === undefined && getCookie(c, COOKIE) !== undefined;
}

const TRIES = 10;

/** Where a request comes from, as far as its connection tells: what a header says of it anybody can write. */
function addressOf(c: Context): string {
  try {
    return getConnInfo(c).remote.address ?? '';
  } catch {
    return '';
  }
}

/**
 * Counts wrong tokens by address: after ten in a minute a guesser is told to wait. The right token always opens, or
 * anybody could keep everybody out; it is long and random, and not found by guessing.
 */
export function createAttempts(now: () => Instant) {
  const wrong = new Map<string, readonly Instant[]>();
  return {
    /** @throws AppError('busy') after too many */
    countWrong(address: string): void {
      for (const [each, times] of wrong) {
        const lately = times.filter((at) => at > now() - MINUTE);
        if (lately.length === 0) wrong.delete(each);
        else wrong.set(each, lately);
      }
      const times = wrong.get(address) ?? [];
      if (times.length >= TRIES)
        throw new AppError('busy', 'too many wrong tokens; wait a minute', { retryAfterSeconds: 60 });
      wrong.set(address, [...times, now()]);
    },
  };
}

/** Checks the token and hands out the cookie of a session. Throws AppError('unauthorised') on a wrong one. */
export async function logIn(
  c: Context,
  deps: SessionDeps,
  given: string,
  attempts: ReturnType<typeof createAttempts>,
): Promise<void> {
  const { token, secure } = deps.access;
  if (token === null) return;
  if (!sameToken(given, token)) {
    attempts.countWrong(addressOf(c));
    throw new AppError('unauthorised', 'that is not the access token', { needsToken: true });
  }
  setCookie(c, COOKIE, await openSession(deps, token), {
    ...{ httpOnly: true, sameSite: 'Strict', secure, path: '/' },
    maxAge: SESSION_LASTS / SECOND,
  });
}

/** Ends the session of this browser, so that a copy of its cookie opens nothing either. */
export async function logOut(c: Context, deps: SessionDeps): Promise<void> {
  const cookie = getCookie(c, COOKIE);
  const { token } = deps.access;
  deleteCookie(c, COOKIE, { path: '/' });
  if (cookie !== undefined && token !== null) await closeSession(deps, token, cookie);
}
