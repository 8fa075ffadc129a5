import type { Alert, Lowering } from '../../core/alert/alert.ts';
import { AppError } from '../../core/errors.ts';
import type { Level } from '../../core/risk/grade.ts';
import { keptUp, loweredTo } from '../../core/situation/lowering.ts';
import type { Instant } from '../../core/time.ts';
import { addChange } from '../../db/alert/alert-changes.ts';
import { getAlert, markClosed, setLevel, setLowering } from '../../db/alert/alerts.ts';
import type { Db, Tx } from '../../db/database.ts';
import { mustBeOpen } from './acknowledge.ts';

/**
 * A person answers the proposal to lower an alert: lowers it, or keeps it up, after which its clocks begin
 * again. `to` is the level that was on the screen; null where closing is proposed: then lowering closes it, as handled.
 * The line in the history holds what the alert looked like.
 * @throws AppError('not_found'), AppError('conflict') when it is closed, or when lowering to this level is
 *   not proposed (any more)
 */
export async function lowerAlert(
  deps: { readonly db: Db; readonly now: () => Instant },
  input: {
    readonly alertId: number;
    readonly by: string;
    readonly decision: 'lower' | 'keep';
    readonly to: Level | null;
    readonly note: string;
  },
): Promise<Alert> {
  return deps.db.transaction().execute(async (tx) => {
    const alert = await mustBeOpen(tx, input.alertId);
    const { id, level: from, lowering, risk, metrics, findings, playbooks } = alert;
    const proposed = lowering?.proposal ?? null;
    if (lowering === null || proposed?.to !== input.to) {
      const wanted = input.to === null ? `closing alert ${id}` : `lowering alert ${id} to ${input.to}`;
      throw new AppError('conflict', `${wanted} is not proposed`, { proposed: proposed?.to ?? null });
    }
    const at = deps.now();
    const lowers = input.decision === 'lower';
    if (lowers) await lower(tx, { id, lowering }, input.to, at);
    else await setLowering(tx, id, keptUp(lowering, at));
    const inputs = { risk, metrics, findings, playbooks, lowering };
    const line = { actor: input.by, note: input.note.trim() || null, inputs };
    const to = lowers ? (input.to ?? from) : from;
    const done = input.to === null ? 'closed' : 'lowered';
    await addChange(tx, { alertId: id, at, kind: lowers ? done : 'lower-declined', from, to, ...line });
    return (await getAlert(tx, id)) ?? alert;
  });
}

async function lower(
  tx: Tx,
  { id, lowering }: { readonly id: number; readonly lowering: Lowering },
  to: Level | null,
  at: Instant,
): Promise<void> {
  if (to === null) {
    await markClosed(tx, id, 'closed', at);
    return;
  }
  await setLevel(tx, id, to, at);
  await setLowering(tx, id, loweredTo(lowering, to));
}
