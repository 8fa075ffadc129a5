import { escalationFrom } from '../core/escalation.ts';
import type { Instant } from '../core/time.ts';
import { getAlert } from '../db/alerts.ts';
import { type Channel, listChannels } from '../db/channels.ts';
import type { Db, Tx } from '../db/database.ts';
import { type Delivery, listTries } from '../db/deliveries.ts';
import { readDuty, readPolicy } from '../db/duty.ts';
import { setEscalation } from '../db/escalations.ts';

/** An alert that rings, or rings graver, has the time of its level from now on. */
export async function startEscalation(tx: Tx, alertId: number, at: Instant): Promise<void> {
  const alert = await getAlert(tx, alertId);
  if (alert !== null) await setEscalation(tx, alertId, escalationFrom(alert, await readPolicy(tx), at));
}

/**
 * Where a message goes that one channel will not take: to the next channel of the same person; and where nobody at all
 * has heard of the change, or is about to, to any channel in use that was not tried. Null: there is none.
 */
export async function nextChannel(
  db: Db,
  { channelId, changeId }: Pick<Delivery, 'channelId' | 'changeId'>,
  now: Instant,
): Promise<Channel | null> {
  const tried = await listTries(db, changeId);
  const active = await listChannels(db, { activeOnly: true });
  const left = active.filter(({ id }) => !tried.some((each) => each.channelId === id));
  const { people } = await readDuty(db, now);
  const owner = people.find(({ channelIds }) => channelIds.includes(channelId));
  const theirs = owner?.channelIds.flatMap((id) => left.find((channel) => channel.id === id) ?? []) ?? [];
  const isHeard = tried.some(({ status }) => status === 'sent' || status === 'waiting');
  return theirs[0] ?? (isHeard ? null : (left[0] ?? null));
}
