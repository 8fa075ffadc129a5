import type { Alert } from '../../core/alert.ts';
import { alertView } from '../../core/alert-view.ts';
import type { AlertView } from '../../core/notifier.ts';
import type { Playbook } from '../../core/playbook.ts';
import { type AlertChangeRecord, getChange } from '../alert-changes.ts';
import { getAlert } from '../alerts.ts';
import type { Db } from '../database.ts';
import { getWatch } from '../watches.ts';

const LONGEST_TITLE = 80;

/**
 * A change of an alert as a message tells it: with the level, risk and findings of that moment, however
 * the alert has moved on since. Null when the change or its watch is gone.
 */
export async function readMessage(
  db: Db,
  changeId: number,
  playbooks: readonly Playbook[],
  baseUrl: string,
): Promise<AlertView | null> {
  const change = await getChange(db, changeId);
  const alert = change && (await getAlert(db, change.alertId));
  const watch = alert && (await getWatch(db, alert.watchId));
  if (!change || !alert || !watch) return null;
  const then: Alert = { ...alert, ...change.inputs, level: change.to };
  return alertView({
    alert: then,
    changeId,
    change: kindOf(change),
    watchName: watch.name,
    posts: await readPosts(db, then.examples),
    playbook: playbooks.find((playbook) => playbook.id === then.playbooks[0]) ?? null,
    link: `${baseUrl.replace(/\/+$/, '')}/alerts/${alert.id}`,
    at: change.at,
  });
}

/** Only changes of these kinds are ever put into the outbox. */
function kindOf({ kind }: AlertChangeRecord): AlertView['change'] {
  return kind === 'raised' || kind === 'playbook' ? kind : 'opened';
}

async function readPosts(db: Db, ids: readonly number[]): Promise<AlertView['posts']> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('post')
    .select(['id', 'title', 'text', 'platform', 'url'])
    .where('id', 'in', ids)
    .execute();
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = found.get(id);
    if (!row) return [];
    const title = (row.title ?? row.text).replace(/\s+/g, ' ').slice(0, LONGEST_TITLE).toWellFormed();
    return [{ title, platform: row.platform, url: row.url }];
  });
}
