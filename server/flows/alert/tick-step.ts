import type { Alert } from '../../core/alert/alert.ts';
import { AppError } from '../../core/errors.ts';
import type { Playbook } from '../../core/playbook/playbook.ts';
import { type StepTold, tickedAs } from '../../core/playbook/step-told.ts';
import type { Instant } from '../../core/time.ts';
import { addChange } from '../../db/alert/alert-changes.ts';
import { tickStep as keepTick, listDoneSteps, untickStep } from '../../db/alert/alert-steps.ts';
import { requireStanding } from '../../db/alert/joined-alerts.ts';
import type { Db, Tx } from '../../db/database.ts';

interface Tick {
  readonly alertId: number;
  readonly playbook: string;
  readonly no: number;
  readonly by: string;
  readonly done: boolean;
  readonly note?: string | undefined;
}

/**
 * Marks a step of a playbook as done for an alert, or as not done after all, with a line of its history that keeps what
 * stood there. A closed alert's steps can still be ticked: the review comes after. Ticked twice, the first person and
 * time stay.
 * @returns whether this call changed it
 * @throws AppError('not_found') for an alert, playbook or step that does not exist, AppError('alert_merged'),
 *   AppError('overtaken') for a note to what somebody else has done already
 */
export async function tickStep(
  deps: { readonly db: Db; readonly playbooks: readonly Playbook[]; readonly now: () => Instant },
  input: Tick,
): Promise<boolean> {
  const { alertId, playbook, no } = input;
  const known = deps.playbooks.find((each) => each.id === playbook)?.steps.some((step) => step.no === no);
  if (!known) throw new AppError('not_found', `there is no step ${no} in playbook ${playbook}`);
  return deps.db.transaction().execute(async (tx) => {
    const alert = await requireStanding(tx, alertId);
    const all = await listDoneSteps(tx, [alertId]);
    const stands = all.find((each) => each.playbook === playbook && each.no === no);
    const was = stands && { doneAt: stands.doneAt, doneBy: stands.doneBy, note: stands.note };
    const at = deps.now();
    const note = input.note?.trim() || null;
    const step: StepTold = { playbook, no, ...(was && { was }) };
    if (!input.done) {
      if (was === undefined) return false;
      await untickStep(tx, alertId, playbook, no);
      await addStepChange(tx, alert, 'step-undone', { at, by: input.by, note, step });
      return true;
    }
    const after = tickedAs(was, { doneAt: at, doneBy: input.by, note });
    if (after === null) return false;
    await keepTick(tx, { alertId, playbook, no, ...after });
    await addStepChange(tx, alert, 'step-done', { at, by: input.by, note, step });
    return true;
  });
}

async function addStepChange(
  tx: Tx,
  { id: alertId, level }: Alert,
  kind: 'step-done' | 'step-undone',
  said: { readonly at: Instant; readonly by: string; readonly note: string | null; readonly step: StepTold },
): Promise<void> {
  const { at, by: actor, note, step } = said;
  await addChange(tx, { alertId, at, kind, from: level, to: level, actor, note, inputs: { step } });
}
