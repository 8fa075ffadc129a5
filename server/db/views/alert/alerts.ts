import type { Playbook } from '../../../core/playbook/playbook.ts';
import type { AlertRow } from '../../../core/screens/alert.ts';
import type { Instant } from '../../../core/time.ts';
import { listAlerts, listOpenAlerts } from '../../alert/alerts.ts';
import type { Db } from '../../database.ts';
import { readAlertRowsOf } from './alert-rows.ts';

const MOST = 500;

/** The alerts page: open ones, or the newest 500 of every status; newest first. */
export async function readAlertRows(
  db: Db,
  input: { readonly status: 'open' | 'all'; readonly playbooks: readonly Playbook[]; readonly now: Instant },
): Promise<readonly AlertRow[]> {
  const alerts = input.status === 'open' ? await listOpenAlerts(db) : await listAlerts(db, MOST);
  return readAlertRowsOf(db, alerts, input.playbooks, input.now);
}
