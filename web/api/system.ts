import type { ChannelLogPage, SystemScreen } from '../../server/core/screens/system.ts';
import { client, param, take, within } from './client.ts';

export type { Leg } from '../../server/core/alert/delivery-times.ts';
export type { ChannelLogRow, SystemScreen, TroubleRow } from '../../server/core/screens/system.ts';

/** Every request about the installation itself. */
export const systemApi = {
  system: (signal?: AbortSignal): Promise<SystemScreen> =>
    take<SystemScreen>(client.system.$get({}, within(signal))),
  /** Newest first; `before`: where the page before this one ended. */
  channelLog: (id: number, before: string | null, signal?: AbortSignal): Promise<ChannelLogPage> =>
    take<ChannelLogPage>(
      client.channels[':id'].deliveries.$get(
        { param: param(id), query: before === null ? {} : { before } },
        within(signal),
      ),
    ),
};
