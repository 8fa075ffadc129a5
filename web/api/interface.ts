import type { ReadToken } from '../../server/core/screens/read-token.ts';
import { readFault } from '../fault.ts';
import type { ApiDocument } from '../pages/system/interface/document.ts';
import { patientFetch } from '../patience.ts';
import { client, done, param, take, within } from './client.ts';

export type { ReadToken } from '../../server/core/screens/read-token.ts';

/** Every request about what programs may read. */
export const interfaceApi = {
  tokens: (signal?: AbortSignal): Promise<readonly ReadToken[]> =>
    take<readonly ReadToken[]>(client['read-tokens'].$get({}, within(signal))),
  /** @param watchIds null: all */
  makeToken: (name: string, watchIds: readonly number[] | null): Promise<{ token: string; row: ReadToken }> =>
    take<{ token: string; row: ReadToken }>(
      client['read-tokens'].$post({ json: { name, watchIds: watchIds && [...watchIds] } }),
    ),
  revokeToken: (id: number) => done(client['read-tokens'][':id'].$delete({ param: param(id) })),
  document: async (signal?: AbortSignal): Promise<ApiDocument> => {
    const answer = await patientFetch('/api/openapi.json', signal ? { signal } : {});
    if (answer.ok) return answer.json();
    throw readFault(answer.status, await answer.json().catch(() => null));
  },
};
