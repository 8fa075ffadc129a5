import type { AlertChangeKind } from '../../core/alert/alert.ts';
import { findSameChange, newestChangeOf } from '../../db/alert/alert-changes.ts';
import type { Db } from '../../db/database.ts';

interface Decision {
  readonly alertId: number;
  readonly kind: AlertChangeKind;
  readonly by: string;
  readonly note: string;
}

const PHASES: readonly AlertChangeKind[] = ['investigating', 'watching', 'promoted'];
const ENDINGS: readonly AlertChangeKind[] = ['closed', 'false_alarm', 'reopened'];

/**
 * Whether the last decision of this sort is this very one: whoever got no answer sends it again, and is told that it is
 * done rather than that somebody else was faster.
 */
export async function isSaidAgain(db: Db, { alertId, kind, by, note }: Decision): Promise<boolean> {
  const last = await newestChangeOf(db, alertId, ENDINGS.includes(kind) ? ENDINGS : PHASES);
  return last !== null && last.kind === kind && last.actor === by && last.note === (note.trim() || null);
}

/** Whether this person did just this to a statement of the alert before. */
export async function wasNoted(
  db: Db,
  alertId: number,
  { kind, by, words }: { readonly kind: AlertChangeKind; readonly by: string; readonly words: string },
): Promise<boolean> {
  return (await findSameChange(db, alertId, { kind, actor: by, note: words, since: 0 })) !== null;
}
