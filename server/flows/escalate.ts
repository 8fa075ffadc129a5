import type { Alert } from '../core/alert.ts';
import { calledAt, channelsOf, type Escalation, escalationFrom } from '../core/escalation.ts';
import { rankOf } from '../core/level.ts';
import { type Instant, MINUTE } from '../core/time.ts';
import { addChange } from '../db/alert-changes.ts';
import { getAlert } from '../db/alerts.ts';
import { type Channel, listChannels } from '../db/channels.ts';
import type { Db, Tx } from '../db/database.ts';
import { enqueueDeliveries } from '../db/deliveries.ts';
import { readDuty, readPolicy } from '../db/duty.ts';
import { getEscalation, listOverdue, setEscalation } from '../db/escalations.ts';
import { isSilencedNow } from '../db/views/standing-silences.ts';
import { routeChange } from './route-change.ts';
import type { AlertNews } from './store-change.ts';

/** Nobody can be reached at this hour: somebody's hours may begin soon. */
const LOOKED_AGAIN = 15 * MINUTE;

/**
 * Passes on every alert that nobody confirmed in time: to the next step of the chain, or, where there is none, once
 * more to everybody's channels (orange and red only). Each in a transaction of its own, with a line in its history:
 * however many look, a ring goes out once.
 * @returns what was told, for whoever tells the page
 */
export async function escalate(deps: {
  readonly db: Db;
  readonly now: () => Instant;
}): Promise<readonly AlertNews[]> {
  const told: AlertNews[] = [];
  for (const alertId of await listOverdue(deps.db, deps.now())) {
    const news = await deps.db.transaction().execute((tx) => passOn(tx, alertId, deps.now()));
    if (news !== null) told.push(news);
  }
  return told;
}

async function passOn(tx: Tx, alertId: number, now: Instant): Promise<AlertNews | null> {
  // Read anew: while this waited for its turn somebody may have confirmed it, or another have passed it on.
  const [alert, stands] = [await getAlert(tx, alertId), await getEscalation(tx, alertId)];
  if (alert === null || stands === null || stands.dueAt === null || stands.dueAt > now) return null;
  const policy = await readPolicy(tx);
  const count = stands.count + 1;
  // Who silenced it was not asking for somebody else to be woken instead.
  const ring = (await isSilencedNow(tx, alert, now)) ? 'later' : await ringOf(tx, alert, count, now);
  if (ring === 'later' || ring === 'nobody') {
    const next: Escalation = { count: stands.count, dueAt: ring === 'later' ? now + LOOKED_AGAIN : null };
    await setEscalation(tx, alertId, next);
    return null;
  }
  const { watchId, level, risk, metrics, findings, playbooks, examples } = alert;
  const escalation = { count, waited: now - alert.openedAt, step: ring.step, people: ring.people };
  const changeId = await addChange(tx, {
    ...{ alertId, at: now, kind: 'escalated', from: level, to: level, actor: 'tingchao', note: null },
    inputs: { risk, metrics, findings, playbooks, examples, escalation },
  });
  const rows = ring.channels.map(({ id }) => ({ alertId, changeId, channelId: id, held: null }));
  await enqueueDeliveries(tx, rows, now);
  await setEscalation(tx, alertId, escalationFrom(alert, policy, now, count));
  return { at: now, alertId, watchId, level, change: 'escalated' };
}

interface Ring {
  /** What the step is called; null: no chain. */
  readonly step: string | null;
  readonly people: readonly string[];
  readonly channels: readonly Channel[];
}

/** `later`: nobody of the chain can be reached at this hour; `nobody`: there is nobody to pass it on to. */
async function ringOf(tx: Tx, alert: Alert, count: number, now: Instant): Promise<Ring | 'later' | 'nobody'> {
  const { level } = alert;
  const active = await listChannels(tx, { activeOnly: true });
  const duty = await readDuty(tx, now);
  const { step, people } = calledAt(duty, level, count, now);
  const theirs = channelsOf(people, active, level);
  if (step !== null && theirs.length > 0) {
    const names = people.map(({ name, title }) => (title === '' ? name : `${name}（${title}）`));
    return { step: duty.steps[step]?.name ?? null, people: names, channels: theirs };
  }
  const isGrave = rankOf(level) >= rankOf('II');
  if (!isGrave) return duty.steps.length === 0 ? 'nobody' : 'later';
  // Nobody of the chain can be reached, or there is none: whoever heard of it first hears of it again.
  const channels = (await routeChange(tx, alert, now))
    .map(({ channel }) => channel)
    .filter(({ minLevel }) => rankOf(level) >= rankOf(minLevel));
  return channels.length === 0 ? 'nobody' : { step: null, people: [], channels };
}
