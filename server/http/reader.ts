import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { AppError } from '../core/errors.ts';
import { createPace, hashToken } from '../core/import/push.ts';
import type { ReadToken } from '../core/screens/read-token.ts';
import { MINUTE } from '../core/time.ts';
import { findReadToken, noteReadTokenUse } from '../db/installation/read-tokens.ts';
import type { HttpDeps } from './deps.ts';
import { type Description, descriptionOf } from './described.ts';
import { isForEverybody } from './identify.ts';
import { tokenIn } from './push-guard.ts';

export const READ_TOKEN = 'tcr_';
/** Reads a minute with one token: a page of figures costs more than a push. */
const READS_A_MINUTE = 120;
/** Its use is noted no more often than this: reading is not to write each time. */
const NOTED_EVERY = MINUTE;

declare module 'hono' {
  interface ContextVariableMap {
    /** Set where a program reads with a token of its own. */
    reader: ReadToken | undefined;
  }
}

/** The watches that this request may see; null: all. */
export function watchesSeen(c: Context): readonly number[] | null {
  return c.get('reader')?.watchIds ?? null;
}

/** A list without what is of watches that this request may not see. */
export function cutTo<T>(c: Context, list: readonly T[], watchOf: (each: T) => number): readonly T[] {
  const seen = watchesSeen(c);
  return seen === null ? list : list.filter((each) => seen.includes(watchOf(each)));
}

/** The same screen, its choice of watches cut to those that this request may see. */
export function cutWatches<W extends { readonly id: number }, T extends { readonly watches: readonly W[] }>(
  c: Context,
  screen: T & { readonly watches: readonly W[] },
): T {
  return { ...screen, watches: cutTo(c, screen.watches, (watch) => watch.id) };
}

/** What is said of the route that will answer. One that answers first without a description has none. */
function descriptionFor(c: Context): Description | undefined {
  const answering = matchedRoutes(c).find((route) => route.method !== 'ALL');
  return answering && descriptionOf(answering.handler);
}

/** Whoever asks for the head alone asks for less. */
const isReading = (c: Context): boolean => c.req.method === 'GET' || c.req.method === 'HEAD';

function demandReading(c: Context): Description {
  const description = descriptionFor(c);
  if (isReading(c) && description && description.limited !== 'push') return description;
  const what = `${c.req.method} ${c.req.path}`;
  throw new AppError(
    'forbidden_token',
    `a read token may not ${what}: it reads what /api/openapi.json names`,
  );
}

function demandWatch(c: Context, { limited }: Description, seen: readonly number[]): void {
  if (limited === 'cut' || limited === 'same') return;
  if (limited !== 'watch')
    throw new AppError('forbidden_token', 'this cannot be limited to some watches, as this token is', {
      watches: seen,
    });
  const named = c.req.queries('watch') ?? [];
  const [watch = ''] = named;
  if (named.length === 1 && /^\d{1,16}$/.test(watch) && seen.includes(Number(watch))) return;
  throw new AppError('forbidden_token', `name one of the watches of this token: watch=${seen.join(' or ')}`, {
    watches: seen,
  });
}

async function readerOf(c: Context, deps: Pick<HttpDeps, 'read'>, given: string): Promise<ReadToken> {
  const token = await findReadToken(deps.read, hashToken(given, 'read'));
  if (token !== null && token.revokedAt === null) return token;
  c.header('WWW-Authenticate', 'Bearer realm="tingchao"');
  const why = token === null ? 'is not one of this server' : 'was revoked';
  throw new AppError('unauthorised', `this read token ${why}`);
}

/**
 * Lets a program in that reads with a token of its own, to what is described and to nothing else; everybody else is
 * left to `others`. Asked of the database each time: a revoked token stops at once, on every server.
 */
export function guardReader(
  deps: Pick<HttpDeps, 'read' | 'write' | 'now' | 'log'>,
  others: MiddlewareHandler,
): MiddlewareHandler {
  const wait = createPace(READS_A_MINUTE, deps.now);
  return async (c, next) => {
    const given = tokenIn(c);
    // What anybody may ask without a token may be asked with one.
    const isOpen = isReading(c) && isForEverybody(c.req.path);
    if (isOpen || !given?.startsWith(READ_TOKEN)) return others(c, next);
    const token = await readerOf(c, deps, given);
    const retryAfterSeconds = wait(token.id);
    if (retryAfterSeconds > 0)
      throw new AppError('too_many', `at most ${READS_A_MINUTE} reads a minute and token`, {
        retryAfterSeconds,
      });
    const description = demandReading(c);
    if (token.watchIds !== null) demandWatch(c, description, token.watchIds);
    c.set('reader', token);
    if (token.lastUsedAt === null || Math.abs(deps.now() - token.lastUsedAt) >= NOTED_EVERY)
      await noteReadTokenUse(deps.write, token.id, deps.now()).catch((err: unknown) =>
        deps.log.warn({ err }, 'that a read token was used could not be noted'),
      );
    return next();
  };
}
