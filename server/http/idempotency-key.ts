import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { AppError } from '../core/errors.ts';

const KEY = /^"?([\x21\x23-\x5b\x5d-\x7e]{1,255})"?$/;

/**
 * The `Idempotency-Key` of a request. As the IETF's draft has it: a string, with or without its quotation marks.
 * @throws AppError('bad_request')
 */
export function idempotencyKey(c: Context): string | null {
  const given = c.req.header('idempotency-key');
  if (given === undefined) return null;
  const key = KEY.exec(given.trim())?.[1];
  if (key) return key;
  throw new AppError('bad_request', 'Idempotency-Key must be 1 to 255 visible ASCII characters');
}

/** The key together with what is asked for under it. */
export function repeatOf(c: Context, asked: unknown): { key: string; bodyHash: string } | undefined {
  const key = idempotencyKey(c);
  if (key === null) return undefined;
  return { key, bodyHash: createHash('sha256').update(JSON.stringify(asked)).digest('hex') };
}
