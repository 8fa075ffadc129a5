import type { KanoScreen } from '../../server/core/screens/kano.ts';
import type {
  Fix,
  FixInput,
  ServiceScreen,
  TouchpointScreen,
} from '../../server/core/screens/service-quality.ts';
import type { SuggestionScreen } from '../../server/core/screens/suggestions.ts';
import { client, done, param, take, within } from './client.ts';

export type * from '../../server/core/screens/kano.ts';
export type * from '../../server/core/screens/service-quality.ts';
export type * from '../../server/core/screens/suggestions.ts';
export type { Growth } from '../../server/core/statistics/growth-interval.ts';

export type Touchpoint = FixInput['touchpoint'];
export type Dimension = NonNullable<FixInput['dimension']>;

interface RangeAsked {
  readonly watch?: string;
  readonly from: string;
  readonly to?: string;
}

/** Every request of the page of service expectations. Times are epoch milliseconds. */
export const serviceApi = {
  screen: (query: RangeAsked, signal?: AbortSignal): Promise<ServiceScreen> =>
    take<ServiceScreen>(client.service.$get({ query }, within(signal))),
  touchpoint: (touchpoint: Touchpoint, query: RangeAsked, signal?: AbortSignal): Promise<TouchpointScreen> =>
    take<TouchpointScreen>(
      client.service[':touchpoint'].$get({ param: { touchpoint }, query }, within(signal)),
    ),
  kano: (query: RangeAsked, signal?: AbortSignal): Promise<KanoScreen> =>
    take<KanoScreen>(client.service.kano.$get({ query }, within(signal))),
  suggestions: (query: RangeAsked, signal?: AbortSignal): Promise<SuggestionScreen> =>
    take<SuggestionScreen>(client.service.suggestions.$get({ query }, within(signal))),
  addFix: (json: FixInput & { by: string }): Promise<Fix> => take<Fix>(client.fixes.$post({ json })),
  removeFix: (id: number, by: string) =>
    done(client.fixes[':id'].remove.$post({ param: param(id), json: { by } })),
};
