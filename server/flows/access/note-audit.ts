import type { AuditEntry } from '../../core/access/audit.ts';
import { AppError } from '../../core/errors.ts';
import { addAudit } from '../../db/access/audit.ts';
import type { Db, Tx } from '../../db/database.ts';
import { isBusy } from '../../db/engine/busy.ts';
import { isFull } from '../../db/engine/full.ts';
import { signing } from '../../db/engine/signature.ts';
import { isUnreachable } from '../../db/engine/unreachable.ts';

/** What somebody did; of a thing that is only being made the number is not known yet. */
export type Note = Omit<AuditEntry, 'objectId' | 'detail'> & Partial<AuditEntry>;

/** Faults that explain by themselves why nothing can be written. */
const SPEAKS = [isBusy, isUnreachable, isFull, (fault: unknown) => fault instanceof AppError];

async function write(tx: Tx, { objectId = null, detail = '', ...entry }: Note): Promise<void> {
  try {
    await addAudit(tx, { ...entry, objectId, detail });
  } catch (cause) {
    if (SPEAKS.some((speaks) => speaks(cause))) throw cause;
    const fault = new AppError(
      'audit_failed',
      `${entry.action} could not be written down, so it was not done`,
    );
    fault.cause = cause;
    throw fault;
  }
}

/**
 * Writes down what somebody did that changed nothing here, or before it is done where that is not in our hands.
 * @throws AppError('audit_failed')
 */
export async function noteAudit(db: Db, note: Note): Promise<void> {
  await db.transaction().execute((tx) => write(tx, note));
}

/**
 * Does some work for somebody. Its first change and the note of it are one transaction: neither is there without the
 * other, whatever fails or dies in between.
 * @param noteOf asked when the note is written; the thing that was made by then has a number
 * @returns what came of the work, and whether it changed anything and was written down
 * @throws AppError('audit_failed') when it could not be written down; then nothing is changed
 */
export function signedWork<T>(
  noteOf: (made: string | null) => Note | Promise<Note>,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly signed: boolean }> {
  return signing(async (tx, made) => write(tx, await noteOf(made === null ? null : String(made))), work);
}
