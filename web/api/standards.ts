import type {
  Standard,
  StandardInput,
  StandardScreen,
  StandardsScreen,
  StandardTerms,
} from '../../server/core/screens/standards.ts';
import { client, done, param, take, within } from './client.ts';

export type * from '../../server/core/screens/standards.ts';

interface SpanAsked {
  readonly from: string;
  readonly to?: string;
}
interface Signed {
  readonly by: string;
  /** The mark of what the writer saw. */
  readonly seen: string;
}

/** Every request of the register of standards. Times are epoch milliseconds. */
export const standardApi = {
  screen: (query: SpanAsked & { readonly watch?: string }, signal?: AbortSignal): Promise<StandardsScreen> =>
    take<StandardsScreen>(client.standards.$get({ query }, within(signal))),
  one: (id: number, query: SpanAsked, signal?: AbortSignal): Promise<StandardScreen> =>
    take<StandardScreen>(client.standards[':id'].$get({ param: param(id), query }, within(signal))),
  add: (json: StandardInput & { by: string }): Promise<Standard> =>
    take<Standard>(client.standards.$post({ json })),
  amend: (id: number, json: StandardTerms & Signed): Promise<Standard> =>
    take<Standard>(client.standards[':id'].$put({ param: param(id), json })),
  retire: (id: number, json: Signed) =>
    done(client.standards[':id'].retire.$post({ param: param(id), json })),
};
