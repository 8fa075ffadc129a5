import { AppError } from '../core/errors.ts';
import type { Instant } from '../core/time.ts';

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
