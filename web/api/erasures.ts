import type { Erasure, ErasureScope } from '../../server/core/mention/erasure.ts';
import { client, param, take, within } from './client.ts';

export type { Erasure, ErasureScope } from '../../server/core/mention/erasure.ts';

/** Every request about what is deleted because somebody asked for it. */
export const erasureApi = {
  list: (signal?: AbortSignal): Promise<readonly Erasure[]> =>
    take<readonly Erasure[]>(client.erasures.$get({}, within(signal))),
  /** @returns the number of the request */
  ask: (post: number, json: { by: string; scope: ErasureScope; note: string }) =>
    take<{ id: number }>(client.mentions[':id'].erase.$post({ param: param(post), json })),
};
