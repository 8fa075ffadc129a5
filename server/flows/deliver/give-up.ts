import { isStuck } from '../../core/alert/stuck.ts';
import { noticeChannels } from '../../core/feed/feed-incident.ts';
import type { Instant } from '../../core/time.ts';
import { type Channel, listChannels } from '../../db/channel/channels.ts';
import { type Delivery, enqueueDeliveries, failWaiting } from '../../db/channel/deliveries.ts';
import { endDevice } from '../../db/channel/devices.ts';
import { type Parcel, type ParcelEnd, recordTry } from '../../db/channel/outbox.ts';
import { listPeople } from '../../db/channel/people.ts';
import type { Db, Tx } from '../../db/database.ts';
import { nextChannel } from './on-call.ts';
import { queueNotice } from './queue-notice.ts';

export interface GiveUpDeps {
  readonly db: Db;
  readonly now: () => Instant;
  /** A device gave up its subscription; its channel is switched off. Once for each, when that is kept. */
  readonly onGone?: (device: { readonly channelId: number; readonly name: string }) => void;
}

/** A message that failed for good: of an alert, or about the installation. */
export type Failed =
  | { readonly outbox: 'delivery'; readonly parcel: Delivery & Parcel }
  | { readonly outbox: 'notice'; readonly parcel: Parcel };

/**
 * Keeps that a message failed for good. What cannot be delivered here goes where it can; a device that is gone is
 * switched off with it, and what waited for it goes elsewhere as well.
 * @returns false: another sender has recorded it since
 */
export async function giveUp(deps: GiveUpDeps, failed: Failed, end: ParcelEnd): Promise<boolean> {
  const at = deps.now();
  const { outbox, parcel } = failed;
  const isGone = end.status === 'failed' && end.isGone === true;
  const { recorded, device } = await deps.db.transaction().execute(async (tx) => {
    // The channel first, always: two senders that hear of it at once would wait for each other.
    const gone = isGone ? await endDevice(tx, parcel.channelId, 'gone') : null;
    const isRecorded = await recordTry(tx, parcel, end, outbox);
    if (isRecorded && outbox === 'delivery') await passOn(tx, parcel, at);
    if (gone !== null) {
      for (const waiting of await failWaiting(tx, gone.id, end.status === 'failed' ? end.reason : ''))
        await passOn(tx, waiting, at);
      await tellGone(tx, gone, at);
    }
    return { recorded: isRecorded, device: gone };
  });
  if (device !== null) deps.onGone?.({ channelId: device.id, name: device.name });
  return recorded;
}

/**
 * Keeps that a try failed and that there is to be another. Where that may take long, whoever it is for is told through
 * another channel meanwhile.
 * @returns false: another sender has recorded it since
 */
export async function tryFurther(
  { db, now }: Pick<GiveUpDeps, 'db' | 'now'>,
  delivery: Delivery & Parcel,
  end: ParcelEnd & { readonly status: 'waiting' },
): Promise<boolean> {
  const at = now();
  if (!isStuck({ ...delivery, ...end }, at)) return recordTry(db, delivery, end);
  return db.transaction().execute(async (tx) => {
    const recorded = await recordTry(tx, delivery, end);
    if (recorded) await passOn(tx, delivery, at);
    return recorded;
  });
}

/** A message goes on to where it can be told instead, if there is such a channel. */
export async function passOn(tx: Tx, delivery: Delivery, at: Instant): Promise<void> {
  const next = await nextChannel(tx, delivery, at);
  if (next === null) return;
  const { alertId, changeId } = delivery;
  const { channel, standsIn } = next;
  await enqueueDeliveries(tx, [{ alertId, changeId, channelId: channel.id, held: null, standsIn }], at);
}

/** In its turn like any other notice: an alert that nobody heard because of it is announced by itself, and at once. */
async function tellGone(tx: Tx, { id, name }: Channel, at: Instant): Promise<void> {
  const owner = (await listPeople(tx)).find(({ channelIds }) => channelIds.includes(id));
  const active = await listChannels(tx, { activeOnly: true });
  const isOwnerTold = active.some((each) => owner?.channelIds.includes(each.id));
  const notice = { device: { name, owner: owner?.name ?? null, isOwnerTold }, at };
  await queueNotice(tx, notice, noticeChannels(active), false);
}
