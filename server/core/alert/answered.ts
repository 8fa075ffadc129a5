import type { Instant } from '../time.ts';
import type { Alert, AlertChangeKind } from './alert.ts';
import { NO_RINGS } from './ring.ts';

/** What people did about an alert by which news of it need no telling. */
export type Answered = 'alert-closed' | 'alert-confirmed';

/** How an alert was answered since this moment; null: it was not. One that asks anew was not, whoever confirmed it before. */
export function answeredSince(
  { status, acknowledgedAt, closedAt }: Pick<Alert, 'status' | 'acknowledgedAt' | 'closedAt'>,
  at: Instant,
): Answered | null {
  if (closedAt !== null) return 'alert-closed';
  return status === 'acknowledged' && acknowledgedAt !== null && acknowledgedAt >= at
    ? 'alert-confirmed'
    : null;
}

/** These only ask for somebody who confirms. */
const ASKING: readonly AlertChangeKind[] = ['escalated', 'repeated'];

/**
 * Why a message that could not be sent at once is not to be sent any more; null: it is. What somebody says to somebody
 * reaches them whatever became of the alert.
 */
export function mootBecause(
  alert: Pick<Alert, 'status' | 'acknowledgedAt' | 'closedAt'>,
  { kind, at }: { readonly kind: AlertChangeKind; readonly at: Instant },
): Answered | null {
  if (NO_RINGS.some((each) => each === kind)) return null;
  const answered = answeredSince(alert, at);
  return answered === 'alert-closed' || ASKING.includes(kind) ? answered : null;
}
