import type { z } from 'zod';
import { AppError } from '../core/errors.ts';
import { DAY, type Instant } from '../core/time.ts';
import type { rangeQuery } from './validate.ts';

/** Five years: no chart shows more, and every step of it is worked out. */
const LONGEST = 5 * 366 * DAY;

/**
 * The stretch of time that is asked for, the last day unless it is named.
 * @throws AppError('bad_request') for a range longer than five years
 */
export function rangeOf({ watch, from, to }: z.output<typeof rangeQuery>, now: Instant) {
  const end = to ?? now;
  const start = from ?? end - DAY;
  if (end - start > LONGEST)
    throw new AppError('bad_request', 'the range is longer than five years', { field: 'from' });
  return { watchId: watch ?? null, from: start, to: end, now };
}
