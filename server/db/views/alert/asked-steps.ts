import type { Alert } from '../../../core/alert/alert.ts';
import type { Playbook } from '../../../core/playbook/playbook.ts';
import { type AskedStep, askedSteps } from '../../../core/review/next-step.ts';
import { listLevelMoves } from '../../alert/alert-changes.ts';
import { listDoneSteps } from '../../alert/alert-steps.ts';
import type { Db } from '../../database.ts';

/** The steps of the playbooks that an alert calls, done or not. Null where it calls none. */
export async function readAskedSteps(
  db: Db,
  alert: Alert,
  playbooks: readonly Playbook[],
): Promise<readonly AskedStep[] | null> {
  const called = alert.playbooks.flatMap((id) => playbooks.find((playbook) => playbook.id === id) ?? []);
  if (called.length === 0) return null;
  const moves = await listLevelMoves(db, [alert.id]);
  return askedSteps(alert, moves.get(alert.id) ?? [], called, await listDoneSteps(db, [alert.id]));
}
