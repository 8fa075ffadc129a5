import type { Grouping } from '../../server/core/alert/grouping.ts';
import type { Route } from '../../server/core/alert/route.ts';
import type { RouteFacts, RouteMatch } from '../../server/core/alert/route-match.ts';
import type { RoutesScreen, RouteTrial } from '../../server/core/screens/routes.ts';
import type { Seen } from '../seen.ts';
import { client, take, within } from './client.ts';

export type { Grouping } from '../../server/core/alert/grouping.ts';
export type {
  RouteCondition,
  RouteFacts,
  RouteHours,
  RouteMatch,
} from '../../server/core/alert/route-match.ts';
export type { RouteReceiver, RoutesScreen, RouteTrial } from '../../server/core/screens/routes.ts';

/** A line of the outline with the number it has, or none yet. */
export type RouteDraft = Omit<Route, 'id'> & { readonly id: number | null };
export type TrialDraft =
  | { readonly alertId: number }
  | { readonly sample: RouteFacts & { readonly at?: number } };

/** Arrays as the client wants them. */
const loose = ({ watchIds, platforms, dimensions, touchpoints, areas, ...match }: RouteMatch) => ({
  ...match,
  ...(watchIds ? { watchIds: [...watchIds] } : {}),
  ...(platforms ? { platforms: [...platforms] } : {}),
  ...(dimensions ? { dimensions: [...dimensions] } : {}),
  ...(touchpoints ? { touchpoints: [...touchpoints] } : {}),
  ...(areas ? { areas: [...areas] } : {}),
});

/** What the server does not know, it refuses by name. */
type SampleJson = Parameters<typeof client.routes.test.$post>[0]['json'];

/** Every request about who gets what. */
export const routeApi = {
  read: (signal?: AbortSignal): Promise<RoutesScreen> =>
    take<RoutesScreen>(client.routes.$get({}, within(signal))),
  /** `seen`: the mark of the outline that this one was made from. */
  save: (routes: readonly RouteDraft[], seen: string): Promise<RoutesScreen> =>
    take<RoutesScreen>(
      client.routes.$put({
        json: {
          seen,
          routes: routes.map(({ channelIds, match, ...route }) => ({
            ...route,
            channelIds: [...channelIds],
            match: loose(match),
          })),
        },
      }),
    ),
  saveGrouping: (json: Seen<Grouping>): Promise<RoutesScreen> =>
    take<RoutesScreen>(client.routes.grouping.$put({ json })),
  test: (json: TrialDraft): Promise<RouteTrial> =>
    take<RouteTrial>(client.routes.test.$post({ json: json as SampleJson })),
};
