import { CHANNEL_REMOVED } from '../../core/alert/stuck.ts';
import { notFound } from '../../core/errors.ts';
import type { Instant } from '../../core/time.ts';
import { dropBelongings, markRemoved } from '../../db/channel/channels.ts';
import { enqueueDeliveries, failWaiting } from '../../db/channel/deliveries.ts';
import { takeOwed } from '../../db/channel/held-deliveries.ts';
import { dropNotices } from '../../db/channel/notices.ts';
import type { Db, Tx } from '../../db/database.ts';
import { passOn } from './give-up.ts';
import { nextChannel } from './on-call.ts';

/**
 * Removes a channel. What was told through it stays on record under its name. What waits for it goes where a message goes
 * that it would not take; what it was to be told later is told there at its time.
 * @throws AppError('not_found')
 */
export function removeChannel(
  { db, now }: { readonly db: Db; readonly now: () => Instant },
  id: number,
): Promise<void> {
  return db.transaction().execute(async (tx) => {
    const at = now();
    if (!(await markRemoved(tx, id, at))) throw notFound('channel', id);
    // Before it is nobody's: whose it is says where its messages go.
    await passOnAll(tx, id, CHANNEL_REMOVED, at);
    await dropBelongings(tx, id);
  });
}

/** All that a channel, which is no longer in use, has still to tell is told where it would not take it. */
export async function passOnAll(tx: Tx, id: number, why: string, at: Instant): Promise<void> {
  for (const waiting of await failWaiting(tx, id, why)) await passOn(tx, waiting, at);
  for (const { alertId, changeId, channelId, ...held } of await takeOwed(tx, id, why)) {
    const next = await nextChannel(tx, { alertId, changeId, channelId }, at);
    if (next === null) continue;
    const row = { alertId, changeId, channelId: next.channel.id, standsIn: next.standsIn };
    const { held: reason, silenceId, dueAt } = held;
    await enqueueDeliveries(tx, [{ ...row, held: reason, silenceId, dueAt }], at);
  }
  await dropNotices(tx, id, why);
}
