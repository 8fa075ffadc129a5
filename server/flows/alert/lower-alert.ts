import type { Alert } from '../../core/alert/alert.ts';
import { AppError } from '../../core/errors.ts';
import type { Level } from '../../core/risk/grade.ts';
import { keptUp, loweredTo } from '../../core/situation/lowering.ts';
import type { Instant } from '../../core/time.ts';
import { addChange } from '../../db/alert/alert-changes.ts';
import { getAlert, setLevel, setLowering } from '../../db/alert/alerts.ts';
import type { Db } from '../../db/database.ts';
import { mustBeOpen } from './acknowledge.ts';

/**
 * A person answers the proposal to lower an alert: lowers it, or keeps it up, after which its clocks begin
 * anew. `to` is the level that was on the screen. The line in the history holds what the alert looked like.
 * @throws AppError('not_found'), AppError('conflict') when it is closed, or when lowering to this level is
 *   not proposed (any more)
 */
export async function lowerAlert(
  deps: { readonly db: Db; readonly now: () => Instant },
  input: {
    readonly alertId: number;
    readonly by: string;
    readonly decision: 'lower' | 'keep';
    readonly to: Level;
    readonly note: string;
  },
): Promise<Alert> {
  return deps.db.transaction().execute(async (tx) => {
    const alert = await mustBeOpen(tx, input.alertId);
    const { id, level: from, lowering, risk, metrics, findings, playbooks } = alert;
    if (lowering === null || lowering.proposal?.to !== input.to) {
      const proposed = lowering?.proposal?.to ?? null;
      throw new AppError('conflict', `lowering alert ${id} to ${input.to} is not proposed`, { proposed });
    }
    const at = deps.now();
    const lowers = input.decision === 'lower';
    const to = lowers ? input.to : from;
    if (lowers) await setLevel(tx, id, to, at);
    await setLowering(tx, id, lowers ? loweredTo(lowering, to) : keptUp(lowering, at));
    const inputs = { risk, metrics, findings, playbooks, lowering };
    const line = { from, to, actor: input.by, note: input.note.trim() || null, inputs };
    await addChange(tx, { alertId: id, at, kind: lowers ? 'lowered' : 'lower-declined', ...line });
    return (await getAlert(tx, id)) ?? alert;
  });
}
