import type { AlertDraft } from '../../core/alert/alert.ts';
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
 * @param assigneeId who has it in hand and is to hear of this; null: nobody in particular
 */
export async function routeChange(
  db: Db,
  draft: Pick<AlertDraft, 'watchId' | 'level' | 'examples'>,
  now: Instant,
  assigneeId: number | null = null,
): Promise<readonly Routed[]> {
  const routes = await listRoutes(db);
  const known = {
    active: await listChannels(db, { activeOnly: true }),
    duty: await readDuty(db, now, draft.watchId),
  };
  const walked = routes.length === 0 ? { taken: [] } : walk(routes, await readRouteFacts(db, draft), now);
  const owner = known.duty.people.find(({ id }) => id === assigneeId);
  const usual = receiversOf(walked, known, draft.level, now);
  return withOwner(usual, owner, known.active, draft.level, now).map((receiver) => ({
    channel: receiver.channel,
    route: routeWords(receiver),
    grouping: groupingOf(receiver),
  }));
}

/** Of the deepest line that says it, on the first branch that leads there. */
export function groupingOf<C>({ because }: Receiver<C>): Grouping | null {
  const path = because.find((each) => each.path.length > 0)?.path ?? [];
  return path.findLast(({ grouping }) => grouping)?.grouping ?? null;
}

/** A channel that several branches lead to is told of the first. */
function routeWords<C>({ because }: Receiver<C>): string | null {
  const path = because.find((each) => each.path.length > 0)?.path ?? [];
  return path.length === 0 ? null : path.map(({ name }) => name).join(' › ');
}
