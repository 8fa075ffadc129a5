import type { Selectable } from 'kysely';
import type { Alert, AlertDraft, AlertStatus, Lowering, Records, Verdict } from '../../core/alert/alert.ts';
import type { Phase } from '../../core/alert/alert-life.ts';
import { AppError, notFound } from '../../core/errors.ts';
import type { Level } from '../../core/risk/grade.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { parseJson } from '../engine/json.ts';
import { isTaken } from '../engine/unique.ts';
import type { AlertTable } from '../schema/schema.ts';
import { calledFirst, calledNow } from './called-playbooks.ts';

const OPEN: readonly AlertStatus[] = ['open', 'acknowledged'];

function toAlert(row: Selectable<AlertTable>): Alert {
  return {
    id: row.id,
    watchId: row.watch_id,
    level: row.level,
    status: row.status,
    risk: parseJson(row.risk_json),
    findings: parseJson(row.findings_json),
    metrics: parseJson(row.metrics_json),
    records: parseJson(row.records_json),
    playbooks: parseJson(row.playbooks_json),
    calledAt: parseJson(row.called_json),
    examples: parseJson(row.examples_json),
    openedAt: row.opened_at,
    changedAt: row.changed_at,
    acknowledgedAt: row.acknowledged_at,
    acknowledgedBy: row.acknowledged_by,
    closedAt: row.closed_at,
    phase: row.phase,
    assigneeId: row.assignee_id,
    lowering: row.lowering_json === null ? null : parseJson(row.lowering_json),
  };
}

function draftColumns(draft: AlertDraft) {
  return {
    level: draft.level,
    risk_json: JSON.stringify(draft.risk),
    findings_json: JSON.stringify(draft.findings),
    metrics_json: JSON.stringify(draft.metrics),
    playbooks_json: JSON.stringify(draft.playbooks),
    examples_json: JSON.stringify(draft.examples),
  };
}

/** Open and acknowledged alerts, newest first; at most one per watch. */
export async function listOpenAlerts(db: Db, watchId?: number): Promise<readonly Alert[]> {
  let query = db
    .selectFrom('alert')
    .selectAll()
    .where('status', 'in', OPEN)
    .orderBy('opened_at', 'desc')
    .orderBy('id', 'desc');
  if (watchId !== undefined) query = query.where('watch_id', '=', watchId);
  return (await query.execute()).map(toAlert);
}

/** The open alert of a watch, if any, and those closed since. */
export async function listRecentAlerts(db: Db, watchId: number, since: Instant): Promise<readonly Alert[]> {
  const rows = await db
    .selectFrom('alert')
    .selectAll()
    .where('watch_id', '=', watchId)
    .where((where) => where.or([where('closed_at', 'is', null), where('closed_at', '>=', since)]))
    .execute();
  return rows.map(toAlert);
}

/** As `listRecentAlerts`, of these watches, in no order. */
export async function listRecentAlertsOf(
  db: Db,
  watchIds: readonly number[],
  since: Instant,
): Promise<readonly Alert[]> {
  const rows = await db
    .selectFrom('alert')
    .selectAll()
    .where('watch_id', 'in', watchIds)
    .where((where) => where.or([where('closed_at', 'is', null), where('closed_at', '>=', since)]))
    .execute();
  return rows.map(toAlert);
}

/**
 * The newest alerts of every status, at most `limit`.
 * @param watchIds those of these watches only, of one at least; null: of all
 */
export async function listAlerts(
  db: Db,
  limit: number,
  watchIds: readonly number[] | null = null,
): Promise<readonly Alert[]> {
  const rows = await db
    .selectFrom('alert')
    .selectAll()
    .$if(watchIds !== null, (query) => query.where('watch_id', 'in', watchIds ?? []))
    .orderBy('opened_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toAlert);
}

export async function getAlert(db: Db, id: number): Promise<Alert | null> {
  const row = await db.selectFrom('alert').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toAlert(row) : null;
}

/** @throws AppError('not_found') */
export async function requireAlert(db: Db, id: number): Promise<Alert> {
  const found = await getAlert(db, id);
  if (found === null) throw notFound('alert', id);
  return found;
}

/** Opens an alert; the unique index refuses a second open one of the same watch. Returns its id. */
export async function insertAlert(tx: Db, draft: AlertDraft, at: Instant): Promise<number> {
  const row = await tx
    .insertInto('alert')
    .values({
      ...draftColumns(draft),
      watch_id: draft.watchId,
      status: 'open',
      records_json: '{}',
      called_json: calledFirst(draft, at),
      opened_at: at,
      changed_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Takes over what is known at `at`, which people are notified of or not. */
export async function updateAlert(
  tx: Db,
  id: number,
  draft: AlertDraft,
  { at, told }: { readonly at: Instant; readonly told: boolean },
): Promise<void> {
  const called_json = await calledNow(tx, id, draft, at);
  await tx
    .updateTable('alert')
    .set({ ...draftColumns(draft), called_json, ...(told && { changed_at: at }) })
    .where('id', '=', id)
    .execute();
}

/** Acknowledges an open alert; false when it was not open (any more). The first person stays until it asks again. */
export async function markAcknowledged(tx: Db, id: number, by: string, at: Instant): Promise<boolean> {
  const done = await tx
    .updateTable('alert')
    .set({ status: 'acknowledged', acknowledged_at: at, acknowledged_by: by, escalate_at: null })
    .where('id', '=', id)
    .where('status', '=', 'open')
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

/** One that somebody confirmed is to be confirmed again. Who did and when stays until then. */
export async function askAnew(tx: Db, id: number): Promise<void> {
  await tx
    .updateTable('alert')
    .set({ status: 'open' })
    .where('id', '=', id)
    .where('status', '=', 'acknowledged')
    .execute();
}

/** Closes an alert that is open or acknowledged; false when it was closed before. */
export async function markClosed(tx: Db, id: number, verdict: Verdict, at: Instant): Promise<boolean> {
  const done = await tx
    .updateTable('alert')
    .set({ status: verdict, closed_at: at, escalate_at: null })
    .where('id', '=', id)
    .where('status', 'in', OPEN)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

/**
 * One that is closed goes on; its clocks on the way down begin again.
 * @throws AppError('newer_open') where another one of its watch was opened at the same moment
 */
export async function markReopened(
  tx: Db,
  id: number,
  status: Exclude<AlertStatus, Verdict>,
  at: Instant,
): Promise<void> {
  await tx
    .updateTable('alert')
    .set({ status, closed_at: null, changed_at: at, lowering_json: null })
    .where('id', '=', id)
    .execute()
    .catch((fault: unknown) => {
      if (!isTaken(fault, 'alert')) throw fault;
      throw new AppError('newer_open', `another alert of the watch of alert ${id} is open`);
    });
}

/** It stays closed, from when it was. */
export async function setVerdict(tx: Db, id: number, verdict: Verdict): Promise<void> {
  await tx.updateTable('alert').set({ status: verdict }).where('id', '=', id).execute();
}

/** Where it stands on its way down; null: it is not. */
export async function setLowering(tx: Db, id: number, lowering: Lowering | null): Promise<void> {
  await tx
    .updateTable('alert')
    .set({ lowering_json: lowering === null ? null : JSON.stringify(lowering) })
    .where('id', '=', id)
    .execute();
}

export async function setPhase(tx: Db, id: number, phase: Phase): Promise<void> {
  await tx.updateTable('alert').set({ phase }).where('id', '=', id).execute();
}

/** Null: nobody in particular. */
export async function setAssignee(tx: Db, id: number, personId: number | null): Promise<void> {
  await tx.updateTable('alert').set({ assignee_id: personId }).where('id', '=', id).execute();
}

/** A person lowered it. */
export async function setLevel(tx: Db, id: number, level: Level, at: Instant): Promise<void> {
  await tx.updateTable('alert').set({ level, changed_at: at }).where('id', '=', id).execute();
}

export async function setRecords(tx: Db, id: number, records: Records): Promise<void> {
  await tx
    .updateTable('alert')
    .set({ records_json: JSON.stringify(records) })
    .where('id', '=', id)
    .execute();
}
