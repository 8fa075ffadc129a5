import { AppError } from '../../core/errors.ts';
import type { Playbook } from '../../core/playbook/playbook.ts';
import type { Instant } from '../../core/time.ts';
import { tickStep as keepTick, untickStep } from '../../db/alert/alert-steps.ts';
import type { Db } from '../../db/database.ts';
import { mustExist } from './acknowledge.ts';

/**
 * Marks a step of a playbook as done for an alert, or as not done after all. A closed alert's steps can
 * still be ticked: the review comes after. Ticked twice, the first person and time stay.
 * @throws AppError('not_found') for an alert, playbook or step that does not exist
 */
export async function tickStep(
  deps: { readonly db: Db; readonly playbooks: readonly Playbook[]; readonly now: () => Instant },
  input: {
    readonly alertId: number;
    readonly playbook: string;
    readonly no: number;
    readonly by: string;
    readonly done: boolean;
    readonly note?: string | undefined;
  },
): Promise<void> {
  const { alertId, playbook, no } = input;
  const known = deps.playbooks.find((each) => each.id === playbook)?.steps.some((step) => step.no === no);
  if (!known) throw new AppError('not_found', `there is no step ${no} in playbook ${playbook}`);
  await deps.db.transaction().execute(async (tx) => {
    await mustExist(tx, alertId);
    if (!input.done) return untickStep(tx, alertId, playbook, no);
    const note = input.note?.trim() || null;
    await keepTick(tx, { alertId, playbook, no, doneAt: deps.now(), doneBy: input.by, note });
  });
}
