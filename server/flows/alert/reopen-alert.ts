import type { Alert } from '../../core/alert/alert.ts';
import { AppError } from '../../core/errors.ts';
import type { Instant } from '../../core/time.ts';
import { addChange } from '../../db/alert/alert-changes.ts';
import { getAlert, listOpenAlerts, markReopened } from '../../db/alert/alerts.ts';
import { requireStanding } from '../../db/alert/joined-alerts.ts';
import { hasAskedSince } from '../../db/channel/escalations.ts';
import type { Db, Tx } from '../../db/database.ts';
import { startEscalation } from '../deliver/on-call.ts';
import { mustBeEnded } from './correct-verdict.ts';
import { isSaidAgain } from './said-again.ts';

/**
 * Takes a closing back. The alert goes on as it stood when it was closed: who confirmed it still has, and what nobody
 * had confirmed asks from now on, with the time of its level. The next detection pass announces what came meanwhile:
 * whoever calls runs one. The same once more from the same person changes nothing.
 * @throws AppError('not_found'), AppError('alert_merged'), AppError('conflict') when it is not closed,
 *   AppError('newer_open') with the alert of its watch that is open
 */
export async function reopenAlert(
  deps: { readonly db: Db; readonly now: () => Instant },
  input: { readonly alertId: number; readonly by: string; readonly note: string },
): Promise<Alert> {
  return deps.db.transaction().execute(async (tx) => {
    const stands = await requireStanding(tx, input.alertId);
    if (stands.closedAt === null && (await isSaidAgain(tx, { ...input, kind: 'reopened' }))) return stands;
    const { alert } = await mustBeEnded(tx, input.alertId);
    const { id, watchId, level } = alert;
    const [newer] = await listOpenAlerts(tx, watchId);
    if (newer !== undefined)
      throw new AppError('newer_open', `alert ${newer.id} of watch ${watchId} is open`, {
        alertId: newer.id,
      });
    const at = deps.now();
    const confirmed = await isConfirmed(tx, alert);
    await markReopened(tx, id, confirmed ? 'acknowledged' : 'open', at);
    const line = { at, kind: 'reopened', from: level, to: level, actor: input.by } as const;
    await addChange(tx, { alertId: id, ...line, note: input.note.trim() || null, inputs: {} });
    if (!confirmed) await startEscalation(tx, id, at);
    return (await getAlert(tx, id)) ?? alert;
  });
}

/** Whether somebody had confirmed it as it was when it was closed. */
async function isConfirmed(tx: Tx, { id, acknowledgedAt }: Alert): Promise<boolean> {
  return acknowledgedAt !== null && !(await hasAskedSince(tx, id, acknowledgedAt));
}
