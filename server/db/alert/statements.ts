import type { Selectable } from 'kysely';
import { nameKey } from '../../core/access/account-name.ts';
import { AppError } from '../../core/errors.ts';
import type { Approval, ApprovalState, Decision } from '../../core/playbook/approval.ts';
import type { Publication } from '../../core/playbook/publication.ts';
import type { Db, Tx } from '../database.ts';
import type { StatementDecisionTable, StatementTable } from '../schema/schema.ts';
import { publicationsOf } from './publications.ts';

type NewStatement = Pick<
  Approval,
  'alertId' | 'template' | 'title' | 'body' | 'level' | 'needed' | 'waiver'
> &
  Pick<Approval, 'submittedAt' | 'submittedBy' | 'writtenBy'>;

function toApproval(
  row: Selectable<StatementTable>,
  decisions: readonly Selectable<StatementDecisionTable>[] = [],
  publications: readonly Publication[] = [],
): Approval {
  return {
    id: row.id,
    alertId: row.alert_id,
    template: row.template,
    title: row.title,
    body: row.body,
    needed: row.needed,
    waiver: row.waiver,
    level: row.level,
    state: row.state,
    submittedAt: row.submitted_at,
    submittedBy: row.submitted_by,
    writtenBy: row.written_by,
    decisions: decisions.map(({ decided_by: by, at, approves, note }) => ({
      by,
      at,
      approves: approves === 1,
      note,
    })),
    publications,
  };
}

/** Those of an alert, newest first. */
export async function listStatements(db: Db, alertId: number): Promise<readonly Approval[]> {
  const rows = await db
    .selectFrom('statement')
    .selectAll()
    .where('alert_id', '=', alertId)
    .orderBy('id', 'desc')
    .execute();
  return withWhatBecame(db, rows);
}

/** How many of each alert wait for approval; alerts without any are not named. */
export async function countInReview(
  db: Db,
  alertIds: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const rows = await db
    .selectFrom('statement')
    .select((row) => ['alert_id', row.fn.countAll<number>().as('n')])
    .where('alert_id', 'in', alertIds)
    .where('state', '=', 'in_review' satisfies ApprovalState)
    .groupBy('alert_id')
    .execute();
  return new Map(rows.map(({ alert_id, n }) => [alert_id, Number(n)]));
}

async function withWhatBecame(
  db: Db,
  rows: readonly Selectable<StatementTable>[],
): Promise<readonly Approval[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const [decisions, publications] = [await decisionsOf(db, ids), await publicationsOf(db, ids)];
  return rows.map((row) => toApproval(row, decisions.get(row.id), publications.get(row.id)));
}

async function decisionsOf(
  db: Db,
  ids: readonly number[],
): Promise<ReadonlyMap<number, readonly Selectable<StatementDecisionTable>[]>> {
  const rows = await db
    .selectFrom('statement_decision')
    .selectAll()
    .where('statement_id', 'in', ids)
    .orderBy('at')
    .orderBy('person')
    .execute();
  return Map.groupBy(rows, (row) => row.statement_id);
}

/** @throws AppError('not_found') where that alert has none of this number */
export async function requireStatement(db: Db, alertId: number, id: number): Promise<Approval> {
  const rows = await db
    .selectFrom('statement')
    .selectAll()
    .where('id', '=', id)
    .where('alert_id', '=', alertId)
    .execute();
  const [statement] = await withWhatBecame(db, rows);
  if (!statement) throw new AppError('not_found', `alert ${alertId} has no statement ${id}`);
  return statement;
}

/** Returns its number. */
export async function addStatement(tx: Db, statement: NewStatement): Promise<number> {
  const { alertId, submittedAt, submittedBy, writtenBy, ...rest } = statement;
  const row = await tx
    .insertInto('statement')
    .values({
      alert_id: alertId,
      ...rest,
      state: 'in_review' satisfies ApprovalState,
      submitted_at: submittedAt,
      submitted_by: submittedBy,
      written_by: writtenBy,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

export async function setStatementState(tx: Db, id: number, state: ApprovalState): Promise<void> {
  await tx.updateTable('statement').set({ state }).where('id', '=', id).execute();
}

/** How many it takes, and where it stands by that. */
export async function setApproval(
  tx: Tx,
  id: number,
  { needed, state }: Pick<Approval, 'needed' | 'state'>,
): Promise<void> {
  await tx.updateTable('statement').set({ needed, state }).where('id', '=', id).execute();
}

export async function addDecision(tx: Db, id: number, { by, at, approves, note }: Decision): Promise<void> {
  await tx
    .insertInto('statement_decision')
    .values({
      statement_id: id,
      person: nameKey(by),
      decided_by: by,
      at,
      approves: approves ? 1 : 0,
      note,
    })
    .execute();
}
