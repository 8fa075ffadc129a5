import type { Feed } from './feed.ts';

/**
 * Who a feed asks: the host its settings name, else its source. One host takes one request at a time, so
 * feeds of one lane wait for each other whatever we do, and must not keep other lanes waiting too.
 */
export function laneOf({ source, params }: Pick<Feed, 'source' | 'params'>): string {
  for (const value of Object.values(params)) {
    const host =
      typeof value === 'string' && /^https?:\/\//i.test(value) ? URL.parse(value)?.host : undefined;
    if (host) return host;
  }
  return source;
}

/** The same feeds, one of each lane in turn: a host with many feeds does not go before all others. */
export function interleave<F extends Pick<Feed, 'source' | 'params'>>(feeds: readonly F[]): readonly F[] {
  const lanes = [...Map.groupBy(feeds, laneOf).values()];
  const longest = Math.max(0, ...lanes.map((lane) => lane.length));
  return Array.from({ length: longest }, (_, turn) => turn).flatMap((turn) =>
    lanes.flatMap((lane) => lane[turn] ?? []),
  );
}
