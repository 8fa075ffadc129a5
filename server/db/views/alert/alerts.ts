import { byGravity } from '../../../core/alert/by-gravity.ts';
import type { Playbook } from '../../../core/playbook/playbook.ts';
import type { AlertRow } from '../../../core/screens/alert.ts';
import type { Instant } from '../../../core/time.ts';
import { listAlerts, listOpenAlerts } from '../../alert/alerts.ts';
import type { Db } from '../../database.ts';
import { readAlertRowsOf } from './alert-rows.ts';

const MAX_ALERTS_LISTED = 500;

/** The alerts page: those that are not closed, the gravest first, or the newest 500 of every status, newest first. */
export async function readAlertRows(
  db: Db,
  input: {
    readonly status: 'open' | 'all';
    /** Null: of all watches. */
    readonly watchIds?: readonly number[] | null;
    readonly playbooks: readonly Playbook[];
    readonly now: Instant;
  },
): Promise<readonly AlertRow[]> {
  const { status, watchIds = null } = input;
  if (watchIds?.length === 0) return [];
  const found =
    status === 'open'
      ? (await listOpenAlerts(db)).toSorted(byGravity)
      : await listAlerts(db, MAX_ALERTS_LISTED, watchIds);
  const alerts = watchIds === null ? found : found.filter((alert) => watchIds.includes(alert.watchId));
  return readAlertRowsOf(db, alerts, input.playbooks, input.now);
}
