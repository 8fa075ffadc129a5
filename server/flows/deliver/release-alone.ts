import type { AlertChange, AlertDraft } from '../../core/alert/alert.ts';
import { answeredSince } from '../../core/alert/answered.ts';
import { AFTER_HOLD, isToldLater } from '../../core/alert/ring.ts';
import type { Instant } from '../../core/time.ts';
import { type AlertChangeRecord, getChange } from '../../db/alert/alert-changes.ts';
import { getAlert } from '../../db/alert/alerts.ts';
import { readChannelLoads } from '../../db/channel/channel-loads.ts';
import { getChannel } from '../../db/channel/channels.ts';
import {
  type HeldDelivery,
  type HeldPair,
  holdOn,
  isToldSince,
  listHeldAlone,
  ringAfterAll,
  settle,
} from '../../db/channel/held-deliveries.ts';
import { listActiveSilences } from '../../db/channel/silences.ts';
import type { Db, Tx } from '../../db/database.ts';
import { readRingFacts } from './ring-facts.ts';

/**
 * Which alerts may go to which channels now, in the order of time: what silences held that are over, what came too soon
 * after a ring, and groups that waited long enough.
 */
export async function listDueAlone(db: Db, now: Instant): Promise<readonly HeldPair[]> {
  const standing = new Set((await listActiveSilences(db, now)).map(({ id }) => id));
  const groups = Map.groupBy(await listHeldAlone(db), (held) => `${held.alertId} ${held.channelId}`);
  const lasts = [...groups.values()].flatMap((group) => {
    const last = group.at(-1) as HeldDelivery;
    return group.length > 1 || isDue(last, standing, now) ? [last] : [];
  });
  return lasts.toSorted((a, b) => a.id - b.id);
}

const isDue = (last: HeldDelivery, standing: ReadonlySet<number>, now: Instant): boolean =>
  last.dueAt === null ? !standing.has(last.silenceId ?? 0) : last.dueAt <= now;

/**
 * The last change of one alert that a channel was kept from rings, unless somebody has taken the alert up or it was
 * sent since. What something else holds now goes on being held, for that.
 * @returns whether it rings
 */
export async function releaseAlone(tx: Tx, pair: HeldPair, now: Instant): Promise<boolean> {
  const group = await listHeldAlone(tx, pair);
  const last = group.at(-1);
  // Somebody else looked, too.
  if (last === undefined) return false;
  // Of several changes the last one says it all.
  await settle(
    tx,
    group.slice(0, -1).map(({ id }) => id),
    now,
  );
  const standing = new Set((await listActiveSilences(tx, now)).map(({ id }) => id));
  return isDue(last, standing, now) && releaseOne(tx, last, now);
}

/** @returns whether it rings */
async function releaseOne(tx: Tx, held: HeldDelivery, now: Instant): Promise<boolean> {
  const channel = await getChannel(tx, held.channelId);
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
    { loads: await readChannelLoads(tx, now, 'without-groups', channel.id) },
  );
  const { held: reason, silenceId } = ringing.through(channel, { gates: AFTER_HOLD });
  if (reason !== null) {
    await holdOn(tx, held.id, { reason, silenceId, owed: isToldLater(reason) });
    return false;
  }
  await ringAfterAll(tx, held.id, now);
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
