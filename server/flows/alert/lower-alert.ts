import type { Alert, AlertChangeKind, Lowering } from '../../core/alert/alert.ts';
import { LEVEL_MOVES, OVER } from '../../core/alert/change-kinds.ts';
import { AppError } from '../../core/errors.ts';
import type { Level } from '../../core/risk/grade.ts';
import { keptUp, loweredTo } from '../../core/situation/lowering.ts';
import type { Instant } from '../../core/time.ts';
import { addChange, newestChangeOf } from '../../db/alert/alert-changes.ts';
import { getAlert, markClosed, setLevel, setLowering } from '../../db/alert/alerts.ts';
import { requireStanding } from '../../db/alert/joined-alerts.ts';
import type { Db, Tx } from '../../db/database.ts';
import { mustBeOpen } from './acknowledge.ts';

/** Who answers the proposal to lower an alert, and how. */
interface Answer {
  readonly alertId: number;
  readonly by: string;
  readonly decision: 'lower' | 'keep';
  readonly to: Level | null;
  readonly note: string;
}

/** After each of these an earlier answer is no longer the last word. */
const LAST_WORDS: readonly AlertChangeKind[] = [...LEVEL_MOVES, ...OVER, 'lower-declined', 'reopened'];

/**
 * A person answers the proposal to lower an alert: lowers it, or keeps it up, after which its clocks begin
 * again. `to` is the level that was on the screen; null where closing is proposed: then lowering closes it, as handled.
 * The line in the history holds what the alert looked like. The same once more from the same person changes nothing.
 * @throws AppError('not_found'), AppError('conflict') when it is closed, or when lowering to this level is
 *   not proposed (any more)
 */
export async function lowerAlert(
  deps: { readonly db: Db; readonly now: () => Instant },
  input: Answer,
): Promise<Alert> {
  return deps.db.transaction().execute(async (tx) => {
    const stands = await requireStanding(tx, input.alertId);
    if (await isAnsweredSo(tx, stands, input)) return stands;
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
    await addChange(tx, { alertId: id, at, kind: kindOf(input), from, to, ...line });
    return (await getAlert(tx, id)) ?? alert;
  });
}

function kindOf({ decision, to }: Pick<Answer, 'decision' | 'to'>): 'closed' | 'lowered' | 'lower-declined' {
  if (decision === 'keep') return 'lower-declined';
  return to === null ? 'closed' : 'lowered';
}

/** Whether nothing of the sort is proposed any more because this very answer was given. */
async function isAnsweredSo(tx: Tx, { closedAt, lowering }: Alert, answer: Answer): Promise<boolean> {
  const proposed = closedAt === null ? lowering?.proposal : null;
  if (proposed && proposed.to === answer.to) return false;
  const last = await newestChangeOf(tx, answer.alertId, LAST_WORDS);
  return (
    last?.kind === kindOf(answer) &&
    last.actor === answer.by &&
    last.note === (answer.note.trim() || null) &&
    last.inputs.lowering?.proposal?.to === answer.to
  );
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
