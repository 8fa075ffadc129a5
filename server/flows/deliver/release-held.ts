import { isQuiet } from '../../core/alert/quiet-hours.ts';
import { TOLD_TOGETHER } from '../../core/alert/ring.ts';
import { type HeldNotice, MAX_NAMED_ALERTS } from '../../core/notices/held-notice.ts';
import { type AnyNotice, noticeTitle } from '../../core/notices/notice-kinds.ts';
import type { Level } from '../../core/risk/grade.ts';
import { rankOf } from '../../core/risk/grade.ts';
import { type Instant, MINUTE } from '../../core/time.ts';
import { readChannelLoads } from '../../db/channel/channel-loads.ts';
import { getChannel, listChannels } from '../../db/channel/channels.ts';
import { hasOwed, listOwed, postponeHeld, tellTogether } from '../../db/channel/held-deliveries.ts';
import { addNotice, listOwedNotices } from '../../db/channel/notices.ts';
import type { Db, Tx } from '../../db/database.ts';
import { isBusy } from '../../db/engine/busy.ts';
import { isFull } from '../../db/engine/full.ts';
import { isUnreachable } from '../../db/engine/unreachable.ts';
import { readHeldAlerts } from '../../db/views/alert/held-alerts.ts';
import { listDueAlone, releaseAlone } from './release-alone.ts';

export interface ReleaseReport {
  /** Alerts that ring now that their silence, or the wait of their group, is over, once for each channel. */
  readonly rung: number;
  /** Channels that get in one message what they were spared. */
  readonly told: number;
}

/** What could not be sent when it was due is tried again after this. */
const TRIED_AGAIN = MINUTE;

export interface ReleaseDeps {
  readonly db: Db;
  readonly now: () => Instant;
  /** What could not be sent, and why; `of` names the alert where it is one. */
  onFault(fault: unknown, of: { readonly channelId: number; readonly alertId?: number }): void;
}

/** Nothing else can be sent either. */
const ENDS_ALL = [isBusy, isFull, isUnreachable];

/**
 * Sends what was held and is not any more. An alert whose silence is over, or the pause after it rang, or whose group
 * waited long enough, rings once through each channel, with the last change that was kept from it, if nobody has taken
 * it up since. What waited for the end of quiet hours, or for room in the hour, goes into one message per channel. Each
 * in a transaction of its own: whoever else looks, and wherever it is killed, each is sent once, and what is wrong with
 * one keeps no other from being sent.
 */
export async function releaseHeld(deps: ReleaseDeps): Promise<ReleaseReport> {
  const { db } = deps;
  if (!(await hasOwed(db))) return { rung: 0, told: 0 };
  const now = deps.now();
  const attempt = async (of: Parameters<ReleaseDeps['onFault']>[1], work: (tx: Tx) => Promise<boolean>) => {
    try {
      return await db.transaction().execute(work);
    } catch (fault) {
      if (ENDS_ALL.some((ends) => ends(fault))) throw fault;
      deps.onFault(fault, of);
      return null;
    }
  };
  const report = { rung: 0, told: 0 };
  for (const { alertId, channelId } of await listDueAlone(db, now)) {
    const pair = { alertId, channelId };
    const rings = await attempt(pair, (tx) => releaseAlone(tx, pair, now));
    if (rings === null)
      await postponeHeld(db, pair, now, now + TRIED_AGAIN).catch((fault) => deps.onFault(fault, pair));
    report.rung += rings ? 1 : 0;
  }
  const loads = await readChannelLoads(db, now, 'without-groups');
  for (const { id: channelId } of await listChannels(db)) {
    if (!loads.get(channelId)?.owes) continue;
    report.told += (await attempt({ channelId }, (tx) => tellOwed(tx, channelId, now))) ? 1 : 0;
  }
  return report;
}

/** @returns whether the channel gets what it was spared */
async function tellOwed(tx: Tx, channelId: number, now: Instant): Promise<boolean> {
  const channel = await getChannel(tx, channelId);
  if (channel === null) return false;
  if (!channel.active) {
    await tellTogether(tx, channel.id, null, now);
    return false;
  }
  const load = (await readChannelLoads(tx, now, 'without-groups', channelId)).get(channelId);
  if (isQuiet(channel.quiet, now) || (load?.lastHour ?? 0) >= channel.perHour) return false;
  const { alerts, why } = await listOwed(tx, channel.id);
  const owed = await listOwedNotices(tx, channel.id);
  if (alerts.length + owed.length === 0) return false;
  const counts: Partial<Record<Level, number>> = {};
  for (const { level } of alerts) counts[level] = (counts[level] ?? 0) + 1;
  // Where there is no room for all, the gravest are named; in the order of time all the same.
  const gravest = new Set(
    alerts.toSorted((a, b) => rankOf(b.level) - rankOf(a.level)).slice(0, MAX_NAMED_ALERTS),
  );
  const held = await readHeldAlerts(
    tx,
    alerts.filter((alert) => gravest.has(alert)),
  );
  const reasons = new Set<string | null>([...why, ...owed.map(({ reason }) => reason)]);
  const notice: HeldNotice = {
    held,
    counts,
    at: now,
    why: TOLD_TOGETHER.filter((reason) => reasons.has(reason)),
    ...(owed.length === 0
      ? {}
      : { notices: owed.map(({ notice: each, at }) => ({ title: titleOf(each), at })) }),
  };
  await tellTogether(tx, channel.id, await addNotice(tx, notice, channel.id), now);
  return true;
}

/** One that cannot be read keeps nobody from hearing of the others. */
function titleOf(notice: AnyNotice): string {
  try {
    return noticeTitle(notice);
  } catch {
    return '一条读不出的运行通知';
  }
}
