import type { Alert } from '../../../core/alert/alert.ts';
import { FOLLOWED, isNews } from '../../../core/alert/change-kinds.ts';
import { alertView } from '../../../core/message/alert-view.ts';
import type { HourBar } from '../../../core/message/message-block.ts';
import type { AlertView } from '../../../core/message/notifier.ts';
import type { Playbook } from '../../../core/playbook/playbook.ts';
import { DAY, HOUR, type Instant, startOfHour } from '../../../core/time.ts';
import { type AlertChangeRecord, getChange } from '../../alert/alert-changes.ts';
import { getAlert } from '../../alert/alerts.ts';
import type { Db } from '../../database.ts';
import { readHours } from '../../series/buckets.ts';
import { getWatch } from '../../watch/watches.ts';
import { readAskedSteps } from './asked-steps.ts';
import { readStanding } from './standing.ts';

const MAX_TITLE_LENGTH = 80;

/**
 * A change of an alert as a message reports it: with the level, risk and findings of that moment, however the alert has
 * moved on since. Null when the change or its watch is gone.
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
    hours: await readBars(db, watch.id, change.at),
    owner: await readOwner(db, alert),
    steps: await readAskedSteps(db, then, playbooks),
    link: `${baseUrl.replace(/\/+$/, '')}/alerts/${alert.id}`,
    at: change.at,
    standing: await readStanding(db, then, { at: change.at, isNews: isNews(change.kind) }),
    passing: change.inputs.escalation,
    repeating: change.inputs.repeating,
    asked: change.inputs.asked && { ...change.inputs.asked, comment: change.note },
  });
}

/** An alert as it is now, for whoever opens a link in one of its messages. Null when its watch is gone. */
export async function readCurrentMessage(
  db: Db,
  alert: Alert,
  playbooks: readonly Playbook[],
  now: Instant,
): Promise<AlertView | null> {
  const watch = await getWatch(db, alert.watchId);
  if (!watch) return null;
  return alertView({
    alert,
    changeId: 0,
    change: 'opened',
    watchName: watch.name,
    at: alert.changedAt,
    standing: await readStanding(db, alert, { at: now }),
    posts: await readPosts(db, alert.examples),
    owner: await readOwner(db, alert),
    steps: await readAskedSteps(db, alert, playbooks),
    link: `/alerts/${alert.id}`,
  });
}

const TOLD = [
  'raised',
  'surged',
  'graver',
  'playbook',
  'escalated',
  'repeated',
  'assigned',
  'commented',
  'statement-submitted',
] as const;

/** Changes that ring. */
export const TOLD_KINDS = ['opened', ...TOLD] as const satisfies readonly AlertView['change'][];

function kindOf({ kind }: AlertChangeRecord): AlertView['change'] {
  return [...TOLD, ...FOLLOWED].find((told) => told === kind) ?? 'opened';
}

/** The day before, hour by hour, also those in which nothing was said. */
async function readBars(db: Db, watchId: number, at: Instant): Promise<readonly HourBar[]> {
  const first = startOfHour(at) - DAY + HOUR;
  const said = new Map((await readHours(db, [watchId], first, first + DAY)).map((hour) => [hour.hour, hour]));
  return Array.from({ length: DAY / HOUR }, (_, hour) => {
    const start = first + hour * HOUR;
    const { negative = 0, total = 0 } = said.get(start) ?? {};
    return { at: start, negative, total };
  });
}

async function readOwner(db: Db, { assigneeId }: Alert): Promise<string | undefined> {
  if (assigneeId === null) return undefined;
  const row = await db.selectFrom('person').select('name').where('id', '=', assigneeId).executeTakeFirst();
  return row?.name;
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
    const title = (row.title ?? row.text).replace(/\s+/g, ' ').slice(0, MAX_TITLE_LENGTH).toWellFormed();
    return [{ title, platform: row.platform, url: row.url }];
  });
}
