import { isQuiet } from '../../core/alert/quiet-hours.ts';
import { TOLD_TOGETHER } from '../../core/alert/ring.ts';
import { type HeldNotice, MOST_NAMED } from '../../core/notices/held-notice.ts';
import { noticeTitle } from '../../core/notices/notice-kinds.ts';
import type { Level } from '../../core/risk/grade.ts';
import { rankOf } from '../../core/risk/grade.ts';
import type { Instant } from '../../core/time.ts';
import { readChannelLoads } from '../../db/channel/channel-loads.ts';
import { type Channel, listChannels } from '../../db/channel/channels.ts';
import { hasOwed, listOwed, tellTogether } from '../../db/channel/held-deliveries.ts';
import { addNotice, listOwedNotices } from '../../db/channel/notices.ts';
import type { Db, Tx } from '../../db/database.ts';
import { readHeldAlerts } from '../../db/views/alert/held-alerts.ts';
import { countRing, type Loads, releaseAlone } from './release-alone.ts';

export interface ReleaseReport {
  /** Alerts that ring now that their silence, or the wait of their group, is over, once for each channel. */
  readonly rung: number;
  /** Channels that are told in one message what they were spared. */
  readonly told: number;
}

/**
 * Tells what was held and is not any more. An alert whose silence is over, or the pause after it rang, or whose group
 * waited long enough, rings once through each channel, with the last change that was kept from it, if nobody has taken it up since. What waited for the end of quiet hours,
 * or for room in the hour, is told in one message per channel. All in one transaction: whoever else looks, and
 * wherever it is killed, each is told once.
 */
export async function releaseHeld(deps: {
  readonly db: Db;
  readonly now: () => Instant;
}): Promise<ReleaseReport> {
  if (!(await hasOwed(deps.db))) return { rung: 0, told: 0 };
  return deps.db.transaction().execute(async (tx) => {
    const now = deps.now();
    const channels = new Map((await listChannels(tx)).map((channel) => [channel.id, channel]));
    const loads = new Map(await readChannelLoads(tx, now, 'without-groups'));
    const rung = await releaseAlone(tx, channels, loads, now);
    let told = 0;
    for (const channel of channels.values()) told += (await tellOwed(tx, channel, loads, now)) ? 1 : 0;
    return { rung, told };
  });
}

/** @returns whether the channel is told what it was spared */
async function tellOwed(tx: Tx, channel: Channel, loads: Loads, now: Instant): Promise<boolean> {
  if (!channel.active) {
    await tellTogether(tx, channel.id, null, now);
    return false;
  }
  if (isQuiet(channel.quiet, now) || (loads.get(channel.id)?.lastHour ?? 0) >= channel.perHour) return false;
  const { alerts, why } = await listOwed(tx, channel.id);
  const owed = await listOwedNotices(tx, channel.id);
  if (alerts.length + owed.length === 0) return false;
  const counts: Partial<Record<Level, number>> = {};
  for (const { level } of alerts) counts[level] = (counts[level] ?? 0) + 1;
  // Where there is no room for all, the gravest are named; in the order of time all the same.
  const gravest = new Set(alerts.toSorted((a, b) => rankOf(b.level) - rankOf(a.level)).slice(0, MOST_NAMED));
  const held = await readHeldAlerts(
    tx,
    alerts.filter((alert) => gravest.has(alert)),
  );
  const reasons = new Set<string | null>([...why, ...owed.map(({ reason }) => reason)]);
  const notice: HeldNotice = {
    ...{ held, counts, at: now, why: TOLD_TOGETHER.filter((reason) => reasons.has(reason)) },
    ...(owed.length === 0
      ? {}
      : { notices: owed.map(({ notice: each, at }) => ({ title: noticeTitle(each), at })) }),
  };
  await tellTogether(tx, channel.id, await addNotice(tx, notice, channel.id), now);
  countRing(loads, channel.id);
  return true;
}
