import type { ErasureList, ErasureScope } from '../../server/core/mention/erasure.ts';
import { client, param, take, within } from './client.ts';

export type { ErasureScope } from '../../server/core/mention/erasure.ts';

/** Every request about what is deleted because somebody asked for it. */
export const erasureApi = {
  /** @param before the `next` of the page after which it comes; the newest where absent */
  list: (before?: string, signal?: AbortSignal): Promise<ErasureList> =>
    take<ErasureList>(
      client.erasures.$get({ query: before === undefined ? {} : { before } }, within(signal)),
    ),
  /** @returns the number of the request */
  ask: (post: number, json: { by: string; scope: ErasureScope; note: string }) =>
    take<{ id: number }>(client.mentions[':id'].erase.$post({ param: param(post), json })),
};
