import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import { mayAs } from '../core/access/role.ts';
import { matchRoute } from '../core/access/route-match.ts';
import { AppError } from '../core/errors.ts';
import { hasAccounts } from '../db/access/accounts.ts';
import { openSessionOf, type SessionDeps } from './session.ts';
import { roleOf, type Who } from './who.ts';

export const COOKIE = 'tingchao';
const API = '/api';
/** Reachable without a token: whether it is up and ready, and the way in. */
const OPEN = new Set(['/api/health', '/api/ready', '/api/ready/pages', '/api/login', '/api/logout']);

/** Whether this path says the same to everybody. */
export const isForEverybody = (path: string): boolean => OPEN.has(path);

/** Pushes have tokens of their own: `guardPush` asks for them. */
function isOpen(path: string): boolean {
  return OPEN.has(path) || path === '/api/ingest' || path.startsWith('/api/ingest/');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(`tingchao:${text}`).digest();
}

/** Compares digests, so neither length nor content of the token shows in the time it takes. */
export function sameToken(given: string, token: string): boolean {
  return timingSafeEqual(digest(given), digest(token));
}

/** Who asks; null: somebody who has to log in first. */
export async function identify(c: Context, deps: SessionDeps): Promise<Who | null> {
  const { token } = deps.access;
  const bearer = /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  if (token !== null && bearer !== undefined)
    return sameToken(bearer, token) ? { kind: 'token', named: await hasAccounts(deps.read) } : null;
  const cookie = getCookie(c, COOKIE);
  const session = cookie === undefined ? null : await openSessionOf(deps, cookie);
  if (session?.account) return { kind: 'account', session: session.hash, account: session.account };
  const accounts = await hasAccounts(deps.read);
  if (session !== null) return { kind: 'token', named: accounts };
  return token === null && !accounts ? { kind: 'anyone' } : null;
}

/** @throws AppError('password_due' | 'forbidden_role'); a route that no rule is known for takes an administrator */
function demandRole(who: Who, method: string, path: string): void {
  const need = matchRoute(method, path)?.rule.need ?? 'admin';
  if (need === 'open' || need === 'push' || need === 'self') return;
  if (who.kind === 'account' && who.account.mustChange)
    throw new AppError('password_due', 'choose a password of your own first');
  const role = roleOf(who);
  if (!mayAs(role, need))
    throw new AppError('forbidden_role', `${method} ${path} takes the role ${need}, not ${role}`, {
      need,
      role,
    });
}

/**
 * Where a token is configured, or people have accounts, nothing but the way in answers without; and an account may do
 * what its role may.
 */
export function guardLogin(deps: SessionDeps): MiddlewareHandler {
  return async (c, next) => {
    if (!isOpen(c.req.path)) {
      const who = await identify(c, deps);
      if (who === null)
        throw new AppError('unauthorised', 'log in first', { needsToken: deps.access.token !== null });
      c.set('who', who);
      demandRole(who, c.req.method, c.req.path.slice(API.length));
    }
    await next();
  };
}

/** Whether this request may see what is behind the login. */
export async function isLoggedIn(c: Context, deps: SessionDeps): Promise<boolean> {
  return (await identify(c, deps)) !== null;
}
