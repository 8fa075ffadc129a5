import { nameKey } from '../../core/access/account-name.ts';
import type { AlertDraft } from '../../core/alert/alert.ts';
import type { Person } from '../../core/alert/duty.ts';
import type { Reachable } from '../../core/alert/escalation.ts';
import type { Grouping } from '../../core/alert/grouping.ts';
import { walk } from '../../core/alert/route.ts';
import { type Receiver, receiversOf, withOwner } from '../../core/alert/route-receivers.ts';
import type { Instant } from '../../core/time.ts';
import { type Channel, listChannels } from '../../db/channel/channels.ts';
import { readDuty } from '../../db/channel/duty.ts';
import { listRoutes } from '../../db/channel/routes.ts';
import type { Db } from '../../db/database.ts';
import { readRouteFacts } from '../../db/views/channel/route-facts.ts';

/** A channel that a change goes to at first, and the branch that leads there, by its names; null: none does. */
export interface Routed {
  readonly channel: Channel;
  readonly route: string | null;
  /** How messages of that branch are put together; null: as of all. */
  readonly grouping: Grouping | null;
}

/**
 * Channels that a change goes to at first: as the routes say, and without any as those on duty say; and to whoever has
 * the alert in hand.
 * @param who.ownerId who has it in hand and is to hear of this
 * @param who.without who caused it: neither these nor their channels are included
 */
export async function routeChange(
  db: Db,
  draft: Pick<AlertDraft, 'watchId' | 'level' | 'examples'>,
  now: Instant,
  {
    ownerId = null,
    without = [],
  }: { readonly ownerId?: number | null; readonly without?: readonly string[] } = {},
): Promise<readonly Routed[]> {
  const routes = await listRoutes(db);
  const active = await listChannels(db, { activeOnly: true });
  const duty = await readDuty(db, now, draft.watchId);
  const known = leaveOut(without, { active, duty });
  const walked = routes.length === 0 ? { taken: [] } : walk(routes, await readRouteFacts(db, draft), now);
  const owner = known.duty.people.find(({ id }) => id === ownerId);
  const usual = receiversOf(walked, known, draft.level, now);
  return withOwner(usual, owner, known.active, draft.level, now).map((receiver) => ({
    channel: receiver.channel,
    route: routeWords(receiver),
    grouping: groupingOf(receiver),
  }));
}

function leaveOut(names: readonly string[], { active, duty }: Reachable<Channel>): Reachable<Channel> {
  const keys = names.map(nameKey);
  const is = (person: Person): boolean => keys.includes(nameKey(person.name));
  const theirs = duty.people.filter(is).flatMap(({ channelIds }) => channelIds);
  return {
    active: active.filter(({ id }) => !theirs.includes(id)),
    duty: { ...duty, people: duty.people.filter((person) => !is(person)) },
  };
}

/** Of the deepest line that says it, on the first branch that leads there. */
export function groupingOf<C>({ because }: Receiver<C>): Grouping | null {
  const path = because.find((each) => each.path.length > 0)?.path ?? [];
  return path.findLast(({ grouping }) => grouping)?.grouping ?? null;
}

/** A channel that several branches lead to gets the message of the first. */
function routeWords<C>({ because }: Receiver<C>): string | null {
  const path = because.find((each) => each.path.length > 0)?.path ?? [];
  return path.length === 0 ? null : path.map(({ name }) => name).join(' › ');
}
