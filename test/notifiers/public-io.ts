import type { NotifierIO } from '../../server/core/message/notifier.ts';
import { openNotifierIO } from '../../server/net/notifier-io.ts';

/** The network as it is, but what loopback says counts as said by a public address: its words are shown. */
export function openPublicIO(deps: Parameters<typeof openNotifierIO>[0]): NotifierIO {
  const real = openNotifierIO(deps);
  return { ...real, request: async (url, init) => ({ ...(await real.request(url, init)), isNear: false }) };
}
