import { isLentInTurn, isOutdatedPlan } from './statement-names.ts';

/** What SQLite says of a writer whose turn does not come, and PostgreSQL; and of one sent back to end a deadlock. */
const BUSY = /^(SQLITE_BUSY\w*|55P03|40P01)$/;

/**
 * Whether a fault says that others were in the way, or changed a table meanwhile: the same, tried again a little
 * later, may well succeed.
 */
export function isBusy(fault: unknown): boolean {
  return (
    isOutdatedPlan(fault) ||
    isLentInTurn(fault) ||
    (fault instanceof Error && 'code' in fault && BUSY.test(String(fault.code)))
  );
}
