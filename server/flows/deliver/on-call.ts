import type { Alert } from '../../core/alert/alert.ts';
import { isFollowed } from '../../core/alert/change-kinds.ts';
import { type Escalation, escalationFrom } from '../../core/alert/escalation.ts';
import { repeatAt } from '../../core/alert/grouping.ts';
import { type StandIn, standInOf } from '../../core/alert/stand-in.ts';
import { isStuck, TRIES_ALONE, TRIES_BEFORE_OTHERS } from '../../core/alert/stuck.ts';
import { rankOf } from '../../core/risk/grade.ts';
import type { Instant } from '../../core/time.ts';
import { getChange } from '../../db/alert/alert-changes.ts';
import { getAlert } from '../../db/alert/alerts.ts';
import { type Channel, listChannels } from '../../db/channel/channels.ts';
import { type Delivery, listTries, type Try } from '../../db/channel/deliveries.ts';
import { readDuty, readPolicy } from '../../db/channel/duty.ts';
import { setEscalation } from '../../db/channel/escalations.ts';
import { readGrouping } from '../../db/channel/grouping.ts';
import type { Db, Tx } from '../../db/database.ts';
import { routeChange } from './route-change.ts';

/** An alert that rings, or rings graver, has the time of its level from now on. */
export async function startEscalation(tx: Tx, alertId: number, at: Instant): Promise<void> {
  const alert = await getAlert(tx, alertId);
  if (alert !== null) await setEscalation(tx, alertId, await clockOf(tx, alert, at, { count: 0 }));
}

/**
 * When an alert that rang at `at` is due next: to be passed on, and when that was done as often as it may be, or is not
 * to be done, to be said again, as the routes that take it say.
 */
export async function clockOf(
  tx: Tx,
  alert: Alert,
  at: Instant,
  { count, repeats = 0 }: { readonly count: number; readonly repeats?: number },
): Promise<Escalation> {
  const passing = escalationFrom(alert, await readPolicy(tx), at, count);
  if (passing.dueAt !== null || alert.status !== 'open') return { ...passing, repeats };
  const [first] = await routeChange(tx, alert, at);
  const grouping = first?.grouping ?? (await readGrouping(tx));
  return { count, repeats, dueAt: repeatAt({ status: alert.status, repeats }, grouping, at) };
}

/** Another channel that stands in for one that would not take a message, and why that one. */
export interface Instead {
  readonly channel: Channel;
  readonly standsIn: StandIn;
}

/**
 * Where a message goes that one channel will not take: to the next channel of the same person, unless they hear of it
 * through another; and where nobody at all has heard of the change, or is about to, to one that was not tried yet, as
 * `standInOf` says. A channel that wants graver ones only is taken where nothing else would tell it, not even later.
 * While the first is still tried, somebody else is told of orange and red alone. Null: there is none.
 */
export async function nextChannel(
  db: Db,
  { channelId, changeId, alertId }: Pick<Delivery, 'channelId' | 'changeId' | 'alertId'>,
  now: Instant,
): Promise<Instead | null> {
  const [change, alert] = [await getChange(db, changeId), await getAlert(db, alertId)];
  // What a program could not be sent does not concern people.
  if (change === null || alert === null || isFollowed(change.kind)) return null;
  const level = change.to;
  const tried = await listTries(db, changeId);
  const active = await listChannels(db, { activeOnly: true });
  const left = active.filter(({ id }) => !tried.some((each) => each.channelId === id));
  const duty = await readDuty(db, now, alert.watchId);
  const owner = duty.people.find(({ channelIds }) => channelIds.includes(channelId));
  const hears = (each: Try, tries: number): boolean =>
    each.status === 'sent' || (each.status === 'waiting' && !isStuck(each, now, tries));
  const others = tried.filter((each) => each.channelId !== channelId);
  if (others.some((each) => owner?.channelIds.includes(each.channelId) && hears(each, TRIES_ALONE)))
    return null;
  const theirs = owner?.channelIds.flatMap((id) => left.find((channel) => channel.id === id) ?? []) ?? [];
  const takes = ({ minLevel }: Channel): boolean => rankOf(level) >= rankOf(minLevel);
  const next = theirs.find(takes);
  if (next !== undefined) return { channel: next, standsIn: 'same-person' };
  const isStillTried = tried.some((each) => each.channelId === channelId && each.status === 'waiting');
  if (isStillTried && rankOf(level) < rankOf('II')) return null;
  if (tried.some((each) => hears(each, TRIES_BEFORE_OTHERS))) return null;
  const routed = await routeChange(db, { ...alert, level }, now);
  const named = routed.flatMap(({ channel, route }) => (route === null ? [] : [channel.id]));
  const standIn = (among: readonly Channel[]) => standInOf(among, { duty, routed: named, level });
  const found = standIn(left.filter(takes));
  if (found !== null || isStillTried || tried.some(({ owed }) => owed)) return found;
  return theirs[0] === undefined ? standIn(left) : { channel: theirs[0], standsIn: 'same-person' };
}
