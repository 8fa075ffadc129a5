import type { ClosedPlatform } from '../../server/core/feed/closed-platform.ts';
import { client, take, within } from './client.ts';

/** Platforms that no source reads, each with why and what to do instead. */
export const closedPlatforms = (signal?: AbortSignal): Promise<readonly ClosedPlatform[]> =>
  take<readonly ClosedPlatform[]>(client.sources.closed.$get({}, within(signal)));
