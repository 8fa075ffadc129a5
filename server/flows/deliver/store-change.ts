import type { Alert, AlertChange, AlertChangeKind, LoweringChange } from '../../core/alert/alert.ts';
import { asksToConfirm, isLowering } from '../../core/alert/change-kinds.ts';
import type { Level } from '../../core/risk/grade.ts';
import type { Instant } from '../../core/time.ts';
import { addChange } from '../../db/alert/alert-changes.ts';
import { askAnew, getAlert, insertAlert, setLowering, updateAlert } from '../../db/alert/alerts.ts';
import { enqueueDeliveries, type NewDelivery } from '../../db/channel/deliveries.ts';
import type { Tx } from '../../db/database.ts';
import { askForMore } from './ask-for-more.ts';
import { startEscalation } from './on-call.ts';
import { type RingFacts, readRingFacts } from './ring-facts.ts';
import { type Routed, routeChange } from './route-change.ts';

/** Something people are notified of: the fields of a live `alert` event. */
export interface AlertNews {
  readonly at: Instant;
  readonly alertId: number;
  readonly watchId: number;
  readonly level: Level;
  readonly change: AlertChangeKind;
}

export interface StoredChange {
  readonly changes: readonly AlertNews[];
  /** Deliveries that wait to be sent now. */
  readonly waiting: number;
}

interface Facts {
  readonly now: Instant;
  /** The watch's alerts as they were before. */
  readonly alerts: readonly Alert[];
  readonly cooldown: number;
}

/**
 * Keeps a change of an alert: the alert itself, a line of its history with all that led to it, and one delivery for
 * each active channel, held ones with the reason. What asks to be confirmed does so again where somebody had confirmed
 * what it was before. Numbers that merely moved leave no line.
 */
export async function storeChange(tx: Tx, change: AlertChange, facts: Facts): Promise<StoredChange> {
  const { draft } = change;
  const at = facts.now;
  if (change.kind === 'refreshed') {
    await updateAlert(tx, change.alertId, draft, { at, told: false });
    return { changes: [], waiting: 0 };
  }
  if (isLowering(change)) return storeLowering(tx, change, at);
  const opened = change.kind === 'opened';
  const alertId = opened ? await insertAlert(tx, draft, at) : change.alertId;
  if (!opened) await updateAlert(tx, alertId, draft, { at, told: true });
  if (!opened) await askForMore(tx, { id: alertId, level: draft.level }, at);
  const { watchId: _, level, leaks: __, ...inputs } = draft;
  const from = opened ? null : change.from;
  const line = { alertId, at, kind: change.kind, from, to: level, actor: 'tingchao', note: null };
  const ownerId = opened ? null : ((await getAlert(tx, alertId))?.assigneeId ?? null);
  const receivers = await routeChange(tx, draft, at, { ownerId });
  const groupings = receivers.flatMap(({ grouping }) => grouping ?? []);
  const ringing = await readRingFacts(tx, change, facts, { groupings });
  const { silenceId } = ringing;
  const changeId = await addChange(tx, {
    ...line,
    inputs: silenceId === null ? inputs : { ...inputs, silence: silenceId },
  });
  const waiting = await ring(tx, receivers, { alertId, changeId }, ringing, at);
  if (asksToConfirm(change.kind)) {
    await askAnew(tx, alertId);
    await startEscalation(tx, alertId, at);
  }
  return { changes: [{ at, alertId, watchId: draft.watchId, level, change: change.kind }], waiting };
}

/** Keeps where an alert stands on its way down. Clocks that merely run leave no line. */
async function storeLowering(tx: Tx, change: LoweringChange, at: Instant): Promise<StoredChange> {
  const { alertId, kind, from, lowering, draft } = change;
  await setLowering(tx, alertId, lowering);
  if (kind === 'calming') return { changes: [], waiting: 0 };
  const { watchId, level, leaks: _, ...inputs } = draft;
  const to = lowering?.proposal?.to ?? from;
  const line = { alertId, at, kind, from, to, actor: 'tingchao', note: null };
  await addChange(tx, { ...line, inputs: { ...inputs, lowering } });
  return { changes: [{ at, alertId, watchId, level, change: kind }], waiting: 0 };
}

/** Puts the change into the outbox of every channel it goes to. @returns how many are to be sent */
async function ring(
  tx: Tx,
  receivers: readonly Routed[],
  ids: { readonly alertId: number; readonly changeId: number },
  ringing: RingFacts,
  at: Instant,
): Promise<number> {
  const deliveries = receivers.map(
    ({ channel, route, grouping }): NewDelivery => ({
      ...ids,
      channelId: channel.id,
      route,
      ...ringing.through(channel, { grouping }),
    }),
  );
  await enqueueDeliveries(tx, deliveries, at);
  return deliveries.filter((delivery) => delivery.held === null).length;
}
