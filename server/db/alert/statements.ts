import type { Selectable } from 'kysely';
import { nameKey } from '../../core/access/account-name.ts';
import { AppError } from '../../core/errors.ts';
import type { Approval, ApprovalState, Decision } from '../../core/playbook/approval.ts';
import type { Level } from '../../core/risk/grade.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import type { StatementDecisionTable, StatementTable } from '../schema/schema.ts';

type NewStatement = Pick<
  Approval,
  'alertId' | 'template' | 'title' | 'body' | 'level' | 'needed' | 'waiver'
> &
  Pick<Approval, 'submittedAt' | 'submittedBy'>;

function toApproval(
  row: Selectable<StatementTable>,
  decisions: readonly Selectable<StatementDecisionTable>[],
): Approval {
  return {
    id: row.id,
    alertId: row.alert_id,
    ...{ template: row.template, title: row.title, body: row.body, needed: row.needed, waiver: row.waiver },
    level: row.level as Level,
    state: row.state as ApprovalState,
    ...{ submittedAt: row.submitted_at, submittedBy: row.submitted_by },
    decisions: decisions.map(({ decided_by: by, at, approves, note }) => ({
      ...{ by, at, approves: approves === 1, note },
    })),
    ...{ publishedAt: row.published_at, publishedBy: row.published_by, url: row.url },
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
  if (rows.length === 0) return [];
  const decisions = await decisionsOf(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => toApproval(row, decisions.get(row.id) ?? []));
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
export async function getStatement(db: Db, alertId: number, id: number): Promise<Approval> {
  const row = await db
    .selectFrom('statement')
    .selectAll()
    .where('id', '=', id)
    .where('alert_id', '=', alertId)
    .executeTakeFirst();
  if (!row) throw new AppError('not_found', `alert ${alertId} has no statement ${id}`);
  return toApproval(row, (await decisionsOf(db, [id])).get(id) ?? []);
}

/** Returns its number. */
export async function addStatement(tx: Db, statement: NewStatement): Promise<number> {
  const { alertId, submittedAt, submittedBy, ...rest } = statement;
  const row = await tx
    .insertInto('statement')
    .values({
      ...{ alert_id: alertId, ...rest, state: 'in_review' satisfies ApprovalState },
      ...{ submitted_at: submittedAt, submitted_by: submittedBy },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

export async function setStatementState(tx: Db, id: number, state: ApprovalState): Promise<void> {
  await tx.updateTable('statement').set({ state }).where('id', '=', id).execute();
}

export async function addDecision(tx: Db, id: number, { by, at, approves, note }: Decision): Promise<void> {
  await tx
    .insertInto('statement_decision')
    .values({
      ...{ statement_id: id, person: nameKey(by), decided_by: by, at, approves: approves ? 1 : 0, note },
    })
    .execute();
}

export async function markPublished(
  tx: Db,
  id: number,
  told: { readonly at: Instant; readonly by: string; readonly url: string | null },
): Promise<void> {
  await tx
    .updateTable('statement')
    .set({
      ...{ state: 'published' satisfies ApprovalState, published_at: told.at, published_by: told.by },
      url: told.url,
    })
    .where('id', '=', id)
    .execute();
}
