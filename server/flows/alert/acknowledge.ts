import type { Alert } from '../../core/alert/alert.ts';
import { AppError } from '../../core/errors.ts';
import type { Instant } from '../../core/time.ts';
import { addChange } from '../../db/alert/alert-changes.ts';
import { getAlert, markAcknowledged } from '../../db/alert/alerts.ts';
import { requireStanding } from '../../db/alert/joined-alerts.ts';
import { hasAskedSince } from '../../db/channel/escalations.ts';
import type { Db } from '../../db/database.ts';

/** An alert as somebody saw it who decides on it. */
export interface Sight {
  readonly alertId: number;
  /** When what they saw was changed last; undefined: a program that does not look. */
  readonly seen?: Instant | undefined;
}

/**
 * Somebody takes an alert on as they saw it. Doing it twice is harmless: the first person and time stay, until it asks
 * again because it rose.
 * @returns the alert as it is now, and whether this call changed it
 * @throws AppError('not_found'), AppError('conflict') when it is closed, AppError('rose_since') when it asks to be
 *   confirmed for what was not seen
 */
export async function acknowledge(
  deps: { readonly db: Db; readonly now: () => Instant },
  input: Sight & { readonly by: string },
): Promise<{ readonly alert: Alert; readonly changed: boolean }> {
  return deps.db.transaction().execute(async (tx) => {
    const alert = await mustBeSeen(tx, input);
    const at = deps.now();
    const changed = await markAcknowledged(tx, alert.id, input.by, at);
    if (changed) {
      const told = { from: alert.level, to: alert.level, actor: input.by, note: null, inputs: {} };
      await addChange(tx, { alertId: alert.id, at, kind: 'acknowledged', ...told });
    }
    return { alert: (await getAlert(tx, alert.id)) ?? alert, changed };
  });
}

/**
 * The alert, open or acknowledged, which nobody decides on for what they did not see.
 * @throws AppError('not_found'), AppError('conflict') when it is closed, AppError('rose_since')
 */
export async function mustBeSeen(db: Db, { alertId, seen }: Sight): Promise<Alert> {
  const alert = await mustBeOpen(db, alertId);
  const { level, status, changedAt } = alert;
  if (seen === undefined || status !== 'open' || !(await hasAskedSince(db, alertId, seen))) return alert;
  throw new AppError('rose_since', `alert ${alertId} rose after it was looked at`, { level, changedAt });
}

/**
 * The alert, open or acknowledged.
 * @throws AppError('not_found'), AppError('alert_merged'), AppError('conflict') when it is closed
 */
export async function mustBeOpen(db: Db, alertId: number): Promise<Alert> {
  const alert = await requireStanding(db, alertId);
  if (alert.closedAt === null) return alert;
  throw new AppError('conflict', `alert ${alertId} is closed`, { status: alert.status });
}
