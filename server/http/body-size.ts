import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { AppError } from '../core/errors.ts';

const MB = 1024 * 1024;
/** Most bytes that a request may carry; files on their way into the inbox are counted as they come. */
const USUAL = MB;
const PUSH = 5 * MB;
const MAIL = 25 * MB;

/** Reads on for a while before it refuses: whoever is still sending would never hear the answer. */
async function refuse(c: Context, most: number): Promise<never> {
  let read = 0;
  for await (const chunk of c.req.raw.body ?? []) {
    read += chunk.length;
    if (read > 2 * most + 16 * MB) break;
  }
  throw new AppError('too_large', `a request body may hold at most ${most} bytes here`, { most });
}

function limit(most: number): MiddlewareHandler {
  return bodyLimit({ maxSize: most, onError: (c) => refuse(c, most) });
}

/** Bounds what a request may carry, by where it goes. */
export function limitBody(): MiddlewareHandler {
  const [usual, push, mail] = [limit(USUAL), limit(PUSH), limit(MAIL)];
  return (c, next) => {
    const { path, method } = c.req;
    if (method === 'POST' && (path === '/api/imports' || path === '/api/surveys/files')) return next();
    if (path === '/api/ingest/mail') return mail(c, next);
    return path === '/api/ingest' || path.startsWith('/api/ingest/') ? push(c, next) : usual(c, next);
  };
}
