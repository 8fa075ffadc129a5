import type { Level } from '../risk/grade.ts';
import type { Instant } from '../time.ts';
import type { Alert, AlertChangeKind } from './alert.ts';
import { type Followed, isFollowed, isOver, isPassing, NO_RINGS } from './change-kinds.ts';

/** What people did about an alert that makes news of it unnecessary. */
export type Answered = 'alert-closed' | 'alert-confirmed';

/**
 * Why what waited need not be sent any more: somebody answered it, it is no longer so, a later message on the same
 * channel says all of it, or nothing of the alert was ever sent.
 */
export type Moot = Answered | 'no-longer-so' | 'told-since' | 'never-told';

/**
 * How an alert was answered since this moment; null: it was not. One that asks again was not, whoever confirmed it
 * before.
 */
export function answeredSince(
  { status, acknowledgedAt, closedAt }: Pick<Alert, 'status' | 'acknowledgedAt' | 'closedAt'>,
  at: Instant,
): Answered | null {
  if (closedAt !== null) return 'alert-closed';
  return status === 'acknowledged' && acknowledgedAt !== null && acknowledgedAt >= at
    ? 'alert-confirmed'
    : null;
}

type Standing = Pick<Alert, 'status' | 'acknowledgedAt' | 'closedAt' | 'level'>;

interface Waiting {
  readonly kind: AlertChangeKind;
  readonly at: Instant;
  /** The level it led to. */
  readonly to: Level;
}

/**
 * Why a message that could not be sent at once is not to be sent any more; null: it is. What somebody says to somebody
 * reaches them whatever became of the alert.
 */
export function mootBecause(alert: Standing, change: Waiting): Moot | null {
  const { kind, at } = change;
  if (isFollowed(kind)) return outdatedBecause(alert, { ...change, kind });
  if (NO_RINGS.some((each) => each === kind)) return null;
  const answered = answeredSince(alert, at);
  return answered === 'alert-closed' || isPassing(kind) ? answered : null;
}

/** A program believes what it hears last: that an alert is over is not to overtake that it was opened again. */
function outdatedBecause(
  alert: Standing,
  { kind, at, to }: Waiting & { readonly kind: Followed },
): Moot | null {
  if (isOver(kind)) return alert.closedAt === null ? 'no-longer-so' : null;
  if (alert.closedAt !== null) return 'alert-closed';
  if (kind === 'acknowledged') return answeredSince(alert, at) === null ? 'no-longer-so' : null;
  return kind === 'lowered' && alert.level !== to ? 'no-longer-so' : null;
}

/**
 * Whether one message says all that an earlier one of the same alert has to say: how it stands. Not what people said to
 * somebody, and not that somebody took it on or closed it.
 */
export function isSaidByLater(kind: AlertChangeKind): boolean {
  return kind === 'lowered' || kind === 'reopened' || !NO_RINGS.some((each) => each === kind);
}
