import { sql } from 'kysely';
import type { Alert } from '../../core/alert/alert.ts';
import { AppError } from '../../core/errors.ts';
import type { Instant } from '../../core/time.ts';
import type { Db, Tx } from '../database.ts';
import { numbersIn } from '../engine/dialect.ts';
import { requireAlert } from './alerts.ts';
import { calledIn } from './called-playbooks.ts';

/** Open alerts, and those of the same watch that were closed as dealt with since a moment; the first ones first. */
export async function listJoinable(
  tx: Tx,
  since: Instant,
): Promise<readonly { readonly first: number; readonly later: number }[]> {
  const { rows } = await sql<{ first: number; later: number }>`
    select c.id as first, o.id as later from alert o join alert c on c.watch_id = o.watch_id
    where o.status in ('open', 'acknowledged') and c.status = 'closed' and c.closed_at >= ${since}
      and c.merged_into is null and c.opened_at < o.opened_at
    order by c.opened_at, c.id`.execute(tx);
  return rows;
}

/** The first goes on as the later one stands, which is closed. Only one of a watch may be open at any moment. */
export async function takeOver(tx: Tx, first: Alert, later: Alert, at: Instant): Promise<void> {
  const clock = await tx
    .selectFrom('alert')
    .select(['escalations', 'escalate_at', 'repeats'])
    .where('id', '=', later.id)
    .executeTakeFirst();
  await tx
    .updateTable('alert')
    .set({ status: 'closed', closed_at: at, escalate_at: null, merged_into: first.id })
    .where('id', '=', later.id)
    .execute();
  await tx.updateTable('alert').set({ merged_into: first.id }).where('merged_into', '=', later.id).execute();
  await tx
    .updateTable('alert')
    .set({
      status: later.status,
      level: later.level,
      closed_at: null,
      changed_at: at,
      ...clock,
      risk_json: JSON.stringify(later.risk),
      findings_json: JSON.stringify(later.findings),
      metrics_json: JSON.stringify(later.metrics),
      examples_json: JSON.stringify(later.examples),
      playbooks_json: JSON.stringify(later.playbooks),
      // What the later one calls for is asked anew since then.
      called_json: JSON.stringify({ ...calledIn(first), ...later.calledAt }),
      records_json: JSON.stringify({ ...first.records, ...later.records }),
      lowering_json: later.lowering === null ? null : JSON.stringify(later.lowering),
      acknowledged_at: later.acknowledgedAt,
      acknowledged_by: later.acknowledgedBy,
      phase: later.phase ?? first.phase,
      assignee_id: later.assigneeId ?? first.assigneeId,
    })
    .where('id', '=', first.id)
    .execute();
  await takeWork(tx, first.id, later.id);
}

/** What was done for the later one was done for the first, and what waits to be sent of it is sent as of the first. */
async function takeWork(tx: Tx, first: number, later: number): Promise<void> {
  await sql`insert into alert_step (alert_id, playbook, step_no, done_at, done_by, note)
    select ${sql.lit(first)}, playbook, step_no, done_at, done_by, note from alert_step where alert_id = ${later}
    on conflict (alert_id, playbook, step_no) do nothing`.execute(tx);
  await tx.updateTable('statement').set({ alert_id: first }).where('alert_id', '=', later).execute();
  await tx.updateTable('review_measure').set({ alert_id: first }).where('alert_id', '=', later).execute();
  await tx
    .updateTable('delivery')
    .set({ alert_id: first })
    .where('alert_id', '=', later)
    .where((where) => where.or([where('owed', '=', 1), where('status', '=', 'waiting')]))
    .execute();
}

/** The alerts that go on as one of these, each with the one that stands. */
export async function listJoined(
  db: Db,
  ids: readonly number[],
): Promise<readonly { readonly id: number; readonly into: number }[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{ id: number; into: number }>`
    select id, merged_into as "into" from alert
    where merged_into is not null and merged_into in (select v.value from ${numbersIn(db, ids, 'v')})
    order by id`.execute(db);
  return rows;
}

/**
 * An alert that is worked on: one that was merged into another takes nothing any more, which nobody would see.
 * @throws AppError('not_found'), AppError('alert_merged') with the one that goes on
 */
export async function requireStanding(db: Db, id: number): Promise<Alert> {
  const alert = await requireAlert(db, id);
  const into = alert.closedAt === null ? null : await mergedInto(db, id);
  if (into === null) return alert;
  throw new AppError('alert_merged', `alert ${id} goes on as ${into}`, { mergedInto: into });
}

/** The alert that goes on instead of this one; null: it is itself, or closed. */
export async function mergedInto(db: Db, id: number): Promise<number | null> {
  const row = await db.selectFrom('alert').select('merged_into').where('id', '=', id).executeTakeFirst();
  return row?.merged_into ?? null;
}

/** Where an alert goes on; its own number where it was not merged. */
export async function standingAlert(db: Db, id: number): Promise<number> {
  return (await mergedInto(db, id)) ?? id;
}
