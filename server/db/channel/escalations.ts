import type { Alert } from '../../core/alert/alert.ts';
import { ASKING_KINDS } from '../../core/alert/change-kinds.ts';
import type { Escalation } from '../../core/alert/escalation.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';

/** Where an alert stands that nobody has confirmed; null when it is gone. */
export async function getEscalation(db: Db, alertId: number): Promise<Escalation | null> {
  const row = await db
    .selectFrom('alert')
    .select(['escalations', 'escalate_at', 'repeats'])
    .where('id', '=', alertId)
    .executeTakeFirst();
  return row ? { count: row.escalations, dueAt: row.escalate_at, repeats: row.repeats } : null;
}

export async function setEscalation(
  tx: Db,
  alertId: number,
  { count, dueAt, repeats = 0 }: Escalation,
): Promise<void> {
  await tx
    .updateTable('alert')
    .set({ escalations: count, escalate_at: dueAt, repeats })
    .where('id', '=', alertId)
    .execute();
}

/**
 * Since when an alert waits to be confirmed: since it opened, or since the first change that asked again after somebody
 * had confirmed it.
 */
export async function waitsSince(db: Db, alert: Alert): Promise<Instant> {
  const { id, openedAt, changedAt, acknowledgedAt } = alert;
  if (acknowledgedAt === null) return openedAt;
  const row = await db
    .selectFrom('alert_change')
    .select((select) => select.fn.min('at').as('at'))
    .where('alert_id', '=', id)
    .where('kind', 'in', ASKING_KINDS)
    .where('at', '>=', acknowledgedAt)
    .executeTakeFirst();
  return row?.at ?? changedAt;
}

/**
 * Whether an alert asked to be confirmed after what somebody saw of it, which is when that was changed last. What
 * was asked of another one that it goes on for counts as well.
 */
export async function hasAskedSince(db: Db, alertId: number, seen: Instant): Promise<boolean> {
  const joined = db.selectFrom('alert').select('id').where('merged_into', '=', alertId);
  const row = await db
    .selectFrom('alert_change')
    .select('id')
    .where((where) => where.or([where('alert_id', '=', alertId), where('alert_id', 'in', joined)]))
    .where('kind', 'in', ASKING_KINDS)
    .where('at', '>', seen)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Channels whose newest message of an alert that was tried has not arrived, and waits to be tried again. */
export async function listSilentChannels(db: Db, alertId: number): Promise<ReadonlySet<number>> {
  const rows = await db
    .selectFrom('delivery as d')
    .select('d.channel_id')
    .where('d.alert_id', '=', alertId)
    .where('d.status', '=', 'waiting')
    .where('d.reason', 'is not', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('delivery as e')
            .select('e.id')
            .where('e.alert_id', '=', alertId)
            .whereRef('e.channel_id', '=', 'd.channel_id')
            .whereRef('e.id', '>', 'd.id')
            .where('e.status', '=', 'sent'),
        ),
      ),
    )
    .execute();
  return new Set(rows.map((row) => row.channel_id));
}

/** An alert that is overdue is looked at again later, unless somebody has seen to it since. */
export async function postponeOverdue(db: Db, alertId: number, now: Instant, by: number): Promise<void> {
  await db
    .updateTable('alert')
    .set({ escalate_at: now + by })
    .where('id', '=', alertId)
    .where('escalate_at', '<=', now)
    .execute();
}

/** Alerts whose time to be confirmed is over, the longest waiting first, of equals the older. */
export async function listOverdue(db: Db, now: Instant): Promise<readonly number[]> {
  const rows = await db
    .selectFrom('alert')
    .select('id')
    .where('escalate_at', '<=', now)
    .orderBy('escalate_at')
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}
