import type { Alert, AlertChange } from '../../core/alert/alert.ts';
import type { Escalation } from '../../core/alert/escalation.ts';
import { calledAt, canEverBeCalled, channelsOf, workingFirst } from '../../core/alert/escalation.ts';
import { PASSED_ON } from '../../core/alert/ring.ts';
import { withOwner } from '../../core/alert/route-receivers.ts';
import { rankOf } from '../../core/risk/grade.ts';
import { type Instant, MINUTE } from '../../core/time.ts';
import { addChange } from '../../db/alert/alert-changes.ts';
import { getAlert } from '../../db/alert/alerts.ts';
import { type Channel, listChannels } from '../../db/channel/channels.ts';
import { enqueueDeliveries } from '../../db/channel/deliveries.ts';
import { readDuty, readPolicy } from '../../db/channel/duty.ts';
import {
  getEscalation,
  listOverdue,
  listSilentChannels,
  postponeOverdue,
  setEscalation,
  waitsSince,
} from '../../db/channel/escalations.ts';
import type { Db, Tx } from '../../db/database.ts';
import { isSilencedNow } from '../../db/views/alert/standing-silences.ts';
import { clockOf } from './on-call.ts';
import { repeat } from './repeat-alert.ts';
import { readRingFacts } from './ring-facts.ts';
import { routeChange } from './route-change.ts';
import type { AlertNews } from './store-change.ts';

/** Nobody can be reached at this hour: somebody's hours may begin soon. */
const LOOKED_AGAIN = 15 * MINUTE;

/** Where one alert could not be passed on, it is tried again after this. */
const TRIED_AGAIN = MINUTE;

export interface EscalationReport {
  /** For whoever notifies the page. */
  readonly told: readonly AlertNews[];
  /** Alerts that could not be passed on, and why. */
  readonly faults: readonly { readonly alertId: number; readonly fault: unknown }[];
}

/**
 * Passes on every alert that nobody confirmed in time: to the next step of the chain of its watch, or, where there is
 * none, once more to the channels that heard of it first (orange and red only). Where nobody is left to pass it on to it
 * is said again, as `repeat` says. Each in a transaction of its own, with a line in its history: however many look, a
 * ring goes out once, and what is wrong with one alert keeps no other from being passed on.
 */
export async function escalate(deps: {
  readonly db: Db;
  readonly now: () => Instant;
}): Promise<EscalationReport> {
  const told: AlertNews[] = [];
  const faults: { alertId: number; fault: unknown }[] = [];
  for (const alertId of await listOverdue(deps.db, deps.now())) {
    try {
      const news = await deps.db.transaction().execute((tx) => goOn(tx, alertId, deps.now()));
      if (news !== null) told.push(news);
    } catch (fault) {
      faults.push({ alertId, fault });
      await postponeOverdue(deps.db, alertId, deps.now(), TRIED_AGAIN);
    }
  }
  return { told, faults };
}

async function goOn(tx: Tx, alertId: number, now: Instant): Promise<AlertNews | null> {
  // Read again: while this waited for its turn somebody may have confirmed it, or another have passed it on.
  const [alert, stands] = [await getAlert(tx, alertId), await getEscalation(tx, alertId)];
  if (alert === null || stands === null || stands.dueAt === null || stands.dueAt > now) return null;
  // Who silenced it was not asking for somebody else to be woken instead.
  if (await isSilencedNow(tx, alert, now)) return lookAgain(tx, alert, stands, now);
  const { minutes, repeats } = await readPolicy(tx);
  if (minutes[alert.level] === null || stands.count >= repeats) {
    const told = await repeat(tx, alert, stands, now);
    return told ?? lookAgain(tx, alert, stands, now);
  }
  return passOn(tx, alert, stands, now);
}

async function lookAgain(tx: Tx, { id }: Alert, stands: Escalation, now: Instant): Promise<null> {
  await setEscalation(tx, id, { ...stands, dueAt: now + LOOKED_AGAIN });
  return null;
}

async function passOn(tx: Tx, alert: Alert, stands: Escalation, now: Instant): Promise<AlertNews | null> {
  const count = stands.count + 1;
  const ring = await ringOf(tx, alert, count, now);
  if (ring === 'later') return lookAgain(tx, alert, stands, now);
  if (ring === 'nobody') {
    const { repeats } = await readPolicy(tx);
    await setEscalation(tx, alert.id, await clockOf(tx, alert, now, { count: repeats }));
    return null;
  }
  const { id: alertId, watchId, level, risk, metrics, findings, playbooks, examples } = alert;
  const escalation = {
    count,
    waited: now - (await waitsSince(tx, alert)),
    ...(alert.acknowledgedAt === null ? {} : { askedAgain: true }),
    step: ring.step,
    people: ring.people,
  };
  const changeId = await addChange(tx, {
    alertId,
    at: now,
    kind: 'escalated',
    from: level,
    to: level,
    actor: 'tingchao',
    note: null,
    inputs: { risk, metrics, findings, playbooks, examples, escalation },
  });
  const change: AlertChange = { kind: 'raised', alertId, from: level, draft: alert };
  const ringing = await readRingFacts(tx, change, { now, alerts: [alert], cooldown: 0 });
  const rows = ring.channels.map((channel) => ({
    alertId,
    changeId,
    channelId: channel.id,
    ...ringing.through(channel, { gates: PASSED_ON }),
  }));
  await enqueueDeliveries(tx, rows, now);
  await setEscalation(tx, alertId, await clockOf(tx, alert, now, { count }));
  return { at: now, alertId, watchId, level, change: 'escalated' };
}

interface Ring {
  /** What the step is called; null: no chain. */
  readonly step: string | null;
  readonly people: readonly string[];
  readonly channels: readonly Channel[];
}

/**
 * Whom it goes to now, and whoever has it in hand as well. Who can only be called through what fails at present, as the
 * rings before showed, is called where nobody else can be.
 * `later`: somebody of the chain can be reached, but not at this hour; `nobody`: there is nobody to pass it on to.
 */
async function ringOf(tx: Tx, alert: Alert, count: number, now: Instant): Promise<Ring | 'later' | 'nobody'> {
  const { level } = alert;
  const active = await listChannels(tx, { activeOnly: true });
  const failing = await listSilentChannels(tx, alert.id);
  const duty = workingFirst(await readDuty(tx, now, alert.watchId), failing);
  const working = active.filter(({ id }) => !failing.has(id));
  const reached = calledAt({ active: working, duty }, level, count, now);
  const { step, people } = reached.step === null ? calledAt({ active, duty }, level, count, now) : reached;
  if (step !== null) {
    const names = people.map(({ name, title }) => (title === '' ? name : `${name}（${title}）`));
    const channels = channelsOf(people, active, level);
    const owner = duty.people.find(({ id }) => id === alert.assigneeId);
    const called = channels.map((channel) => ({ channel, because: [] }));
    const receivers = withOwner(called, owner, active, level, now);
    return {
      step: duty.steps[step]?.name ?? null,
      people: names,
      channels: receivers.map(({ channel }) => channel),
    };
  }
  const isGrave = rankOf(level) >= rankOf('II');
  if (!isGrave) return canEverBeCalled({ active, duty }, level) ? 'later' : 'nobody';
  // Nobody of the chain can be reached, or there is none: whoever heard of it first hears of it again.
  const channels = (await routeChange(tx, alert, now, { ownerId: alert.assigneeId }))
    .map(({ channel }) => channel)
    .filter(({ minLevel }) => rankOf(level) >= rankOf(minLevel));
  return channels.length === 0 ? 'nobody' : { step: null, people: [], channels };
}
