import type { Alert, Verdict } from '../../core/alert/alert.ts';
import type { Instant } from '../../core/time.ts';
import { addChange } from '../../db/alert/alert-changes.ts';
import { getAlert, markClosed } from '../../db/alert/alerts.ts';
import { requireStanding } from '../../db/alert/joined-alerts.ts';
import type { Db } from '../../db/database.ts';
import { mustBeSeen, type Sight } from './acknowledge.ts';
import { isSaidAgain } from './said-again.ts';

/**
 * Ends an alert, as handled or as a false alarm, with a note for the review. The same once more from the same person
 * changes nothing.
 * @throws AppError('not_found'), AppError('conflict') when it is closed already, AppError('rose_since') when it rose after it
 *   was looked at
 */
export async function closeAlert(
  deps: { readonly db: Db; readonly now: () => Instant },
  input: Sight & {
    readonly by: string;
    readonly verdict: Verdict;
    readonly note: string;
  },
): Promise<Alert> {
  return deps.db.transaction().execute(async (tx) => {
    const stands = await requireStanding(tx, input.alertId);
    if (stands.status === input.verdict && (await isSaidAgain(tx, { ...input, kind: input.verdict })))
      return stands;
    const alert = await mustBeSeen(tx, input);
    const at = deps.now();
    await markClosed(tx, alert.id, input.verdict, at);
    const told = { from: alert.level, to: alert.level, actor: input.by, note: input.note.trim() || null };
    await addChange(tx, { alertId: alert.id, at, kind: input.verdict, ...told, inputs: {} });
    return (await getAlert(tx, alert.id)) ?? alert;
  });
}
