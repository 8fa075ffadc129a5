import type { Alert, AlertChangeKind } from '../../core/alert/alert.ts';
import type { Approval } from '../../core/playbook/approval.ts';
import type { Playbook } from '../../core/playbook/playbook.ts';
import type { Instant } from '../../core/time.ts';
import { addChange } from '../../db/alert/alert-changes.ts';
import { requireStanding } from '../../db/alert/joined-alerts.ts';
import { requireStatement } from '../../db/alert/statements.ts';
import type { Db, Tx } from '../../db/database.ts';

export interface StatementDeps {
  readonly db: Db;
  readonly playbooks: readonly Playbook[];
  now(): Instant;
}

export interface AboutStatement {
  readonly alertId: number;
  readonly by: string;
}

/** Works on one statement of an alert, all or nothing. @throws AppError('not_found'), AppError('alert_merged') */
export async function change(
  { db }: StatementDeps,
  { alertId, id }: { readonly alertId: number; readonly id: number },
  work: (tx: Tx, statement: Approval, alert: Alert) => Promise<void>,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const alert = await requireStanding(tx, alertId);
    await work(tx, await requireStatement(tx, alertId, id), alert);
  });
}

/** A line in the history of its alert. */
export async function note(
  { now }: StatementDeps,
  tx: Tx,
  { id: alertId, level }: Alert,
  told: { readonly kind: AlertChangeKind; readonly by: string; readonly words: string },
): Promise<void> {
  const line = { from: level, to: level, actor: told.by, note: told.words, inputs: {} };
  await addChange(tx, { alertId, at: now(), kind: told.kind, ...line });
}
