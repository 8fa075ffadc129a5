import type { AlertChange, AlertDraft } from '../../core/alert/alert.ts';
import { answeredSince } from '../../core/alert/answered.ts';
import type { ChannelLoad } from '../../core/alert/gate.ts';
import { AFTER_HOLD, isToldLater } from '../../core/alert/ring.ts';
import type { Instant } from '../../core/time.ts';
import { type AlertChangeRecord, getChange } from '../../db/alert/alert-changes.ts';
import { getAlert } from '../../db/alert/alerts.ts';
import type { Channel } from '../../db/channel/channels.ts';
import {
  type HeldDelivery,
  holdOn,
  isToldSince,
  listHeldAlone,
  ringAfterAll,
  settle,
} from '../../db/channel/held-deliveries.ts';
import { listActiveSilences } from '../../db/channel/silences.ts';
import type { Tx } from '../../db/database.ts';
import { readRingFacts } from './ring-facts.ts';

/** How busy each channel is, with what was let through since. */
export type Loads = Map<number, ChannelLoad>;

export function countRing(loads: Loads, channelId: number): void {
  const load = loads.get(channelId) ?? { lastHour: 0, owes: false };
  loads.set(channelId, { ...load, lastHour: load.lastHour + 1 });
}

/**
 * What silences held that are over, what came too soon after a ring, and groups that waited long enough: of each alert and channel the last change
 * rings, in the order of time, unless somebody has taken the alert up or was told of it since. What something else
 * holds now goes on being held, for that.
 * @returns how many ring
 */
export async function releaseAlone(
  tx: Tx,
  channels: ReadonlyMap<number, Channel>,
  loads: Loads,
  now: Instant,
): Promise<number> {
  const standing = new Set((await listActiveSilences(tx, now)).map(({ id }) => id));
  const alone = Map.groupBy(await listHeldAlone(tx), (held) => `${held.alertId} ${held.channelId}`);
  let rung = 0;
  const lasts: HeldDelivery[] = [];
  for (const group of alone.values()) {
    // Of several changes the last one says it all.
    const last = group.at(-1) as HeldDelivery;
    await settle(
      tx,
      group.slice(0, -1).map(({ id }) => id),
      now,
    );
    if (last.dueAt === null ? !standing.has(last.silenceId ?? 0) : last.dueAt <= now) lasts.push(last);
  }
  for (const last of lasts.toSorted((a, b) => a.id - b.id)) {
    if (await releaseOne(tx, last, channels.get(last.channelId), loads, now)) rung += 1;
  }
  return rung;
}

/** @returns whether it rings */
async function releaseOne(
  tx: Tx,
  held: HeldDelivery,
  channel: Channel | undefined,
  loads: Loads,
  now: Instant,
): Promise<boolean> {
  const alert = await getAlert(tx, held.alertId);
  const change = await getChange(tx, held.changeId);
  const isWanted =
    channel?.active &&
    change &&
    alert &&
    answeredSince(alert, change.at) === null &&
    !(await isToldSince(tx, held));
  if (!isWanted) {
    await settle(tx, [held.id], now);
    return false;
  }
  const ringing = await readRingFacts(
    tx,
    asChange(change, alert.watchId),
    { now, alerts: [alert], cooldown: 0 },
    { loads },
  );
  const { held: reason, silenceId } = ringing.through(channel, { gates: AFTER_HOLD });
  if (reason !== null) {
    await holdOn(tx, held.id, { reason, silenceId, owed: isToldLater(reason) });
    return false;
  }
  await ringAfterAll(tx, held.id, now);
  countRing(loads, channel.id);
  return true;
}

/** A line of the history as the gates were asked about it. */
function asChange({ kind, from, to, inputs, alertId }: AlertChangeRecord, watchId: number): AlertChange {
  const draft = { examples: [], ...inputs, watchId, level: to } as Partial<AlertDraft> as AlertDraft;
  return kind === 'opened'
    ? { kind, draft }
    : {
        kind: kind === 'playbook' || kind === 'surged' || kind === 'graver' ? kind : 'raised',
        alertId,
        from: from ?? to,
        draft,
      };
}
