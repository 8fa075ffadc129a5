import type { Alert, AlertChange } from '../../core/alert/alert.ts';
import type { Escalation } from '../../core/alert/escalation.ts';
import { isWorthRepeating } from '../../core/alert/grouping.ts';
import { AFTER_HOLD } from '../../core/alert/ring.ts';
import type { Instant } from '../../core/time.ts';
import { addChange } from '../../db/alert/alert-changes.ts';
import { enqueueDeliveries } from '../../db/channel/deliveries.ts';
import { setEscalation, waitsSince } from '../../db/channel/escalations.ts';
import { lastToldAt, saidAfter } from '../../db/channel/grouping.ts';
import type { Tx } from '../../db/database.ts';
import { clockOf } from './on-call.ts';
import { readRingFacts } from './ring-facts.ts';
import { routeChange } from './route-change.ts';
import type { AlertNews } from './store-change.ts';

/**
 * Says an alert again that nobody confirmed and nobody is left to pass on to, through the channels that its level goes
 * to and to whoever has it in hand, with the numbers of this moment. Only if it has not calmed down and something was
 * said since it was last sent, see `isWorthRepeating`: nothing new is never sent. It shares its clock with passing on
 * and comes after it, so no two of them ring together.
 * @returns null where it is not worth saying now
 */
export async function repeat(
  tx: Tx,
  alert: Alert,
  stands: Escalation,
  now: Instant,
): Promise<AlertNews | null> {
  const since = (await lastToldAt(tx, alert.id)) ?? alert.openedAt;
  if (!isWorthRepeating(alert, await saidAfter(tx, alert.watchId, since))) return null;
  const { id: alertId, watchId, level, risk, metrics, findings, playbooks, examples } = alert;
  const count = (stands.repeats ?? 0) + 1;
  const changeId = await addChange(tx, {
    alertId,
    at: now,
    kind: 'repeated',
    from: level,
    to: level,
    actor: 'tingchao',
    note: null,
    inputs: {
      risk,
      metrics,
      findings,
      playbooks,
      examples,
      repeating: { count, waited: now - (await waitsSince(tx, alert)) },
    },
  });
  const change: AlertChange = { kind: 'raised', alertId, from: level, draft: alert };
  const ringing = await readRingFacts(tx, change, { now, alerts: [alert], cooldown: 0 });
  const receivers = await routeChange(tx, alert, now, { ownerId: alert.assigneeId });
  const rows = receivers.map(({ channel, route }) => ({
    alertId,
    changeId,
    channelId: channel.id,
    route,
    ...ringing.through(channel, { gates: AFTER_HOLD }),
  }));
  await enqueueDeliveries(tx, rows, now);
  await setEscalation(tx, alertId, await clockOf(tx, alert, now, { count: stands.count, repeats: count }));
  return { at: now, alertId, watchId, level, change: 'repeated' };
}
