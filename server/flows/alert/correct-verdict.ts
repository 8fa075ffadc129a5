import type { Alert, Verdict } from '../../core/alert/alert.ts';
import { isVerdict } from '../../core/alert/change-kinds.ts';
import { AppError } from '../../core/errors.ts';
import type { Instant } from '../../core/time.ts';
import { addChange } from '../../db/alert/alert-changes.ts';
import { getAlert, setVerdict } from '../../db/alert/alerts.ts';
import { mergedInto, requireStanding } from '../../db/alert/joined-alerts.ts';
import type { Db } from '../../db/database.ts';
import { isSaidAgain } from './said-again.ts';

interface VerdictNote {
  readonly by: string;
  readonly at: Instant;
  /** Null: a review concluded so. */
  readonly note: string | null;
}

/**
 * Says of a closed alert that it was a false alarm after all, or was none. It stays closed, from when it was. The
 * same once more from the same person changes nothing.
 * @throws AppError('not_found'), AppError('alert_merged'), AppError('conflict') when it is not closed, or is called
 *   so already
 */
export async function correctVerdict(
  deps: { readonly db: Db; readonly now: () => Instant },
  input: {
    readonly alertId: number;
    readonly by: string;
    readonly verdict: Verdict;
    readonly note: string;
  },
): Promise<Alert> {
  return deps.db.transaction().execute(async (tx) => {
    const { alert, verdict } = await mustBeEnded(tx, input.alertId);
    if (verdict === input.verdict && (await isSaidAgain(tx, { ...input, kind: verdict }))) return alert;
    if (verdict === input.verdict)
      throw new AppError('conflict', `alert ${alert.id} is called so already`, { status: verdict });
    const said = { by: input.by, at: deps.now(), note: input.note.trim() || null };
    await putVerdict(tx, alert, input.verdict, said);
    return (await getAlert(tx, alert.id)) ?? alert;
  });
}

/**
 * Calls a closed alert what a review concluded; one that is open, goes on as another one, or is called so already stays
 * as it is.
 * @returns whether it was called otherwise before
 */
export async function concludeVerdict(
  tx: Db,
  alertId: number,
  verdict: Verdict,
  said: Omit<VerdictNote, 'note'>,
): Promise<boolean> {
  const alert = await getAlert(tx, alertId);
  const before = alert && verdictOf(alert);
  if (!alert || before === null || before === verdict || (await mergedInto(tx, alertId)) !== null)
    return false;
  await putVerdict(tx, alert, verdict, { ...said, note: null });
  return true;
}

async function putVerdict(
  tx: Db,
  alert: Alert,
  verdict: Verdict,
  { by, at, note }: VerdictNote,
): Promise<void> {
  const corrects = verdictOf(alert);
  await setVerdict(tx, alert.id, verdict);
  const line = { alertId: alert.id, at, kind: verdict, from: alert.level, to: alert.level };
  await addChange(tx, { ...line, actor: by, note, inputs: corrects === null ? {} : { corrects } });
}

function verdictOf({ status }: Alert): Verdict | null {
  return isVerdict(status) ? status : null;
}

/** @throws AppError('not_found'), AppError('alert_merged'), AppError('conflict') when it is not closed */
export async function mustBeEnded(
  tx: Db,
  alertId: number,
): Promise<{ readonly alert: Alert; readonly verdict: Verdict }> {
  const alert = await requireStanding(tx, alertId);
  const verdict = verdictOf(alert);
  if (verdict === null) throw new AppError('conflict', `alert ${alertId} is open`, { status: alert.status });
  return { alert, verdict };
}
