import type { Context, MiddlewareHandler } from 'hono';
import { AppError } from '../core/errors.ts';
import { createPace, hashToken } from '../core/import/push.ts';
import type { IngestToken } from '../core/screens/import.ts';
import { findToken } from '../db/import/ingest-tokens.ts';
import type { HttpDeps } from './deps.ts';

/** Pushes a minute with one token: each may hold a thousand items. */
const PUSHES_A_MINUTE = 120;

export interface PushContext {
  Variables: { pushToken: IngestToken };
}

/** A bearer token, or the password of Basic for senders that can only be given an address with a login. */
export function tokenIn(c: Context): string | null {
  const header = c.req.header('authorization') ?? '';
  const bearer = /^Bearer\s+(\S+)$/i.exec(header)?.[1];
  if (bearer) return bearer;
  const basic = /^Basic\s+(\S+)$/i.exec(header)?.[1];
  if (!basic) return null;
  const login = Buffer.from(basic, 'base64').toString('utf8');
  return login.slice(login.indexOf(':') + 1) || null;
}

/**
 * Lets a push in by a token of its own, made on the page and good for nothing else. Looked at before the
 * body is: a stranger's is not even read.
 */
export function guardPush(deps: Pick<HttpDeps, 'read' | 'now'>): MiddlewareHandler<PushContext> {
  const wait = createPace(PUSHES_A_MINUTE, deps.now);
  return async (c, next) => {
    const given = tokenIn(c);
    const token = given === null ? null : await findToken(deps.read, hashToken(given));
    if (token === null || token.revokedAt !== null) {
      c.header('WWW-Authenticate', 'Bearer realm="tingchao"');
      const why = token === null ? 'is not one of this server' : 'was revoked';
      throw new AppError(
        'unauthorised',
        given === null ? 'send Authorization: Bearer and an ingest token' : `this ingest token ${why}`,
      );
    }
    const retryAfterSeconds = wait(token.id);
    if (retryAfterSeconds > 0) {
      throw new AppError('too_many', `at most ${PUSHES_A_MINUTE} pushes a minute; put more items into one`, {
        retryAfterSeconds,
      });
    }
    c.set('pushToken', token);
    await next();
  };
}
