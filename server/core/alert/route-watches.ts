import type { Route } from './route.ts';

/** What the outline says of one watch beside others. */
export interface WatchRoutes {
  /** A branch names the watch. */
  readonly isNamed: boolean;
  /** Channels that are named in branches for other watches alone: another team's, or another client's. */
  readonly channelsOfOthers: readonly number[];
}

/**
 * Whose channels the outline names. A branch is for a watch where no line of it is for others only; a line that is
 * switched off still says whose its channels are.
 */
export function routesOfWatch(routes: readonly Route[], watchId: number): WatchRoutes {
  const path: Route[] = [];
  const ours = new Set<number>();
  const others = new Set<number>();
  let isNamed = false;
  for (const route of routes) {
    while ((path.at(-1)?.depth ?? -1) >= route.depth) path.pop();
    path.push(route);
    const limits = path.flatMap(({ match }) => (match.watchIds === undefined ? [] : [match.watchIds]));
    const isOurs = limits.every((watchIds) => watchIds.includes(watchId));
    isNamed ||= isOurs && limits.length > 0;
    for (const id of route.channelIds) (isOurs ? ours : others).add(id);
  }
  return { isNamed, channelsOfOthers: [...others].filter((id) => !ours.has(id)) };
}
