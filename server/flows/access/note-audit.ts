import type { AuditEntry } from '../../core/access/audit.ts';
import { addAudit } from '../../db/access/audit.ts';
import type { Db } from '../../db/database.ts';

/** Writes down what somebody did, in a transaction of its own: what was done is done. */
export async function noteAudit(
  db: Db,
  entry: Omit<AuditEntry, 'objectId' | 'detail'> & Partial<AuditEntry>,
): Promise<void> {
  await db.transaction().execute((tx) => addAudit(tx, { objectId: null, detail: '', ...entry }));
}
