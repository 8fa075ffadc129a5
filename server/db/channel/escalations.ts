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
