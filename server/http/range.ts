import type { z } from 'zod';
import { AppError } from '../core/errors.ts';
import { DAY, type Instant } from '../core/time.ts';
import type { rangeQuery } from './validate.ts';

/** Five years: no chart shows more, and every step of it is worked out. */
const MAX_RANGE_MS = 5 * 366 * DAY;

/**
 * The range that a query names: up to now, and `usual` long, where it does not say.
 * @throws AppError('bad_request') for one that ends before it begins
 */
export function readSpan(
  { from, to }: { readonly from?: Instant | undefined; readonly to?: Instant | undefined },
  now: Instant,
  usual: number,
): { readonly from: Instant; readonly to: Instant } {
  const end = to ?? now;
  const start = from ?? Math.max(0, end - usual);
  if (start < end) return { from: start, to: end };
  const field = from === undefined ? 'to' : 'from';
  const message = 'the range must begin before it ends';
  throw new AppError('bad_request', message, { field, faults: [{ field, message }] });
}

/**
 * The stretch of time that is asked for, the last day unless it is named.
 * @throws AppError('bad_request') for a range that is none, or is longer than five years
 */
export function rangeOf({ watch, ...asked }: z.output<typeof rangeQuery>, now: Instant) {
  const { from, to } = readSpan(asked, now, DAY);
  if (to - from > MAX_RANGE_MS)
    throw new AppError('bad_request', 'the range is longer than five years', { field: 'from' });
  return { watchId: watch ?? null, from, to, now };
}
