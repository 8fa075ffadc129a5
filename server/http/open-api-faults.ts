import type { ErrorCode } from '../core/errors.ts';
import type { Bound, Description } from './described.ts';
import { statusOf } from './faults.ts';

/** Of every route: who asks, how often, and what may be out of order here. */
const ALWAYS = ['unauthorised', 'too_many', 'busy', 'no_database', 'internal'] as const;

/** The codes that a route may answer with: they follow from what stands before it and from what it checks. */
function codesOf(
  { faults = [], limited }: Description,
  { params, bounds }: { readonly params: boolean; readonly bounds: readonly Bound[] },
): readonly ErrorCode[] {
  const codes: ErrorCode[] = [...ALWAYS, ...faults];
  if (limited !== 'push') codes.push('forbidden_token');
  if (bounds.length > 0) codes.push('bad_request');
  // A thing by its id, or a watch.
  if (params || limited === 'watch') codes.push('not_found');
  return [...new Set(codes)];
}

/** The refusals of a route by their status, each with its stable codes. */
export function faultAnswers(
  description: Description,
  asked: { readonly params: boolean; readonly bounds: readonly Bound[] },
  fault: object,
): Readonly<Record<string, unknown>> {
  const byStatus = Map.groupBy(codesOf(description, asked), statusOf);
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      String(status),
      {
        description: codes.join(', '),
        'x-codes': codes,
        content: { 'application/json': { schema: fault } },
      },
    ]),
  );
}
