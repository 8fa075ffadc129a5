import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';

/** A playbook step that was done for an alert. */
export interface DoneStep {
  readonly alertId: number;
  readonly playbook: string;
  readonly no: number;
  readonly doneAt: Instant;
  readonly doneBy: string;
  readonly note: string | null;
}

/** The done steps of these alerts, in no order. */
export async function listDoneSteps(db: Db, alertIds: readonly number[]): Promise<readonly DoneStep[]> {
  if (alertIds.length === 0) return [];
  const rows = await db.selectFrom('alert_step').selectAll().where('alert_id', 'in', alertIds).execute();
  return rows.map((row) => ({
    alertId: row.alert_id,
    playbook: row.playbook,
    no: row.step_no,
    doneAt: row.done_at,
    doneBy: row.done_by,
    note: row.note,
  }));
}

/** Keeps how a step was done, in the place of what was kept of it. */
export async function tickStep(tx: Db, step: DoneStep): Promise<void> {
  await tx
    .insertInto('alert_step')
    .values({
      alert_id: step.alertId,
      playbook: step.playbook,
      step_no: step.no,
      done_at: step.doneAt,
      done_by: step.doneBy,
      note: step.note,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['alert_id', 'playbook', 'step_no'])
        .doUpdateSet({ done_at: step.doneAt, done_by: step.doneBy, note: step.note }),
    )
    .execute();
}

export async function untickStep(tx: Db, alertId: number, playbook: string, no: number): Promise<void> {
  await tx
    .deleteFrom('alert_step')
    .where('alert_id', '=', alertId)
    .where('playbook', '=', playbook)
    .where('step_no', '=', no)
    .execute();
}
