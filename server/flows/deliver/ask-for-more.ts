import type { Alert } from '../../core/alert/alert.ts';
import { underLevel } from '../../core/playbook/approval.ts';
import type { Instant } from '../../core/time.ts';
import { addChange } from '../../db/alert/alert-changes.ts';
import { listStatements, setApproval } from '../../db/alert/statements.ts';
import type { Tx } from '../../db/database.ts';

/**
 * An alert came to a level: its statements that have not gone out take as many people as that asks for. One that was
 * approved by fewer waits again, with a line in the history; whoever is rung for the level sees it.
 */
export async function askForMore(tx: Tx, { id: alertId, level }: Pick<Alert, 'id' | 'level'>, at: Instant) {
  for (const statement of await listStatements(tx, alertId)) {
    const now = underLevel(statement, level);
    if (now === null) continue;
    await setApproval(tx, statement.id, now);
    if (now.state === statement.state) continue;
    const line = { alertId, at, from: level, to: level, actor: 'tingchao', inputs: {} };
    await addChange(tx, { ...line, kind: 'statement-reopened', note: statement.title });
  }
}
