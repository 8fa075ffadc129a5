import type { Alert } from '../../core/alert/alert.ts';
import { addChange } from '../../db/alert/alert-changes.ts';
import { enqueueDeliveries } from '../../db/channel/deliveries.ts';
import type { Tx } from '../../db/database.ts';
import { routeChange } from '../deliver/route-change.ts';
import type { StatementDeps } from './statement-change.ts';

interface AskedApproval {
  readonly by: string;
  /** Who wrote its words; null: whoever hands it in, or nobody knows. */
  readonly writtenBy: string | null;
  readonly title: string;
}

/**
 * Notes that a statement was handed in, and rings who may approve it: whom the alert itself would ring now and whoever
 * has it in hand, but for its authors, in whose turn on duty the next step is asked.
 * @returns how many messages wait
 */
export async function askForApproval(
  { now }: Pick<StatementDeps, 'now'>,
  tx: Tx,
  alert: Alert,
  { by, writtenBy, title }: AskedApproval,
): Promise<number> {
  const at = now();
  const { id: alertId, level, risk, metrics, findings, playbooks, examples } = alert;
  const inputs = { risk, metrics, findings, playbooks, examples, asked: { by, to: null } };
  const line = { from: level, to: level, actor: by, note: title, inputs };
  const changeId = await addChange(tx, { alertId, at, kind: 'statement-submitted', ...line });
  const receivers = await routeChange(tx, alert, at, {
    ownerId: alert.assigneeId,
    without: [by, ...(writtenBy === null ? [] : [writtenBy])],
  });
  const rows = receivers.map(({ channel, route }) => ({
    alertId,
    changeId,
    channelId: channel.id,
    route,
    held: null,
  }));
  await enqueueDeliveries(tx, rows, at);
  return rows.length;
}
