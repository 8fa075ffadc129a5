import type { Route } from '../../core/alert/route.ts';
import { AppError } from '../../core/errors.ts';
import { demandSeen, markOf } from '../../core/optimistic-lock.ts';
import { listChannels } from '../../db/channel/channels.ts';
import { listRoutes, type RouteInput, saveRoutes } from '../../db/channel/routes.ts';
import type { Db } from '../../db/database.ts';
import { listWatches } from '../../db/watch/watches.ts';

interface Fault {
  readonly field: string;
  readonly message: string;
}

/**
 * Puts an outline in place of the one there is.
 * @param seen the mark of the outline that the new one was made from
 * @throws AppError('overtaken') when it is another one by now, AppError('conflict') for a line that is gone,
 *   AppError('bad_request') with every fault: lines that hang in the air or stand twice, channels and watches that do
 *   not exist
 */
export function keepRoutes(
  { db }: { readonly db: Db },
  routes: readonly RouteInput[],
  seen?: string,
): Promise<readonly Route[]> {
  return db.transaction().execute(async (tx) => {
    const outline = await listRoutes(tx);
    demandSeen(markOf(outline), seen);
    const stored = new Map(outline.map((route) => [route.id, route]));
    const gone = routes.find(({ id }) => id !== null && !stored.has(id));
    if (gone !== undefined) throw new AppError('conflict', `there is no route ${gone.id} any more`);
    const channels = new Set((await listChannels(tx)).map(({ id }) => id));
    const watches = new Set((await listWatches(tx)).map(({ id }) => id));
    const faults = [
      ...shapeFaults(routes),
      ...routes.flatMap((route, at) => {
        // What was deleted since it was named here may stay: it harms nobody.
        const before = route.id === null ? undefined : stored.get(route.id);
        const field = (name: string) => `routes.${at}.${name}`;
        return [
          ...missing(route.channelIds, channels, before?.channelIds, field('channelIds'), 'channel'),
          ...missing(route.match.watchIds, watches, before?.match.watchIds, field('match.watchIds'), 'watch'),
        ];
      }),
    ];
    if (faults.length > 0) {
      const words = faults.map(({ field, message }) => `${field}: ${message}`).join('; ');
      throw new AppError('bad_request', words, { faults });
    }
    await saveRoutes(tx, routes);
    return listRoutes(tx);
  });
}

function missing(
  ids: readonly number[] | undefined,
  known: ReadonlySet<number>,
  before: readonly number[] | undefined,
  field: string,
  what: string,
): readonly Fault[] {
  const strange = (ids ?? []).filter((id) => !known.has(id) && !before?.includes(id));
  return strange.map((id) => ({ field, message: `there is no ${what} ${id}` }));
}

/** A line is at most one deeper than the one before it: each has somebody to belong to. */
function shapeFaults(routes: readonly RouteInput[]): readonly Fault[] {
  const seen = new Set<number>();
  return routes.flatMap(({ id, depth }, at) => {
    const before = routes[at - 1]?.depth ?? -1;
    const faults: Fault[] = [];
    if (depth > before + 1) {
      faults.push({ field: `routes.${at}.depth`, message: 'has no line above it to belong to' });
    }
    if (id !== null && seen.has(id)) faults.push({ field: `routes.${at}.id`, message: 'stands here twice' });
    if (id !== null) seen.add(id);
    return faults;
  });
}
