import type { Instant } from '../time.ts';

/** The way of one alert: its newest post was published and stored, the alert was found, and first sent. */
export interface Way {
  readonly publishedAt: Instant | null;
  readonly storedAt: Instant | null;
  readonly foundAt: Instant;
  readonly deliveredAt: Instant | null;
}

/** Milliseconds; null without any. */
export interface Leg {
  readonly n: number;
  readonly p50: number | null;
  readonly p95: number | null;
}

export interface DeliveryTimes {
  readonly publishedToStored: Leg;
  readonly storedToFound: Leg;
  readonly foundToDelivered: Leg;
  readonly publishedToDelivered: Leg;
}

/** How long each leg takes, half of the time and nineteen times of twenty. */
export function deliveryTimes(ways: readonly Way[]): DeliveryTimes {
  const leg = (from: keyof Way, to: keyof Way): Leg => {
    const took = ways.flatMap((way) => {
      const [start, end] = [way[from], way[to]];
      return start === null || end === null ? [] : [Math.max(0, end - start)];
    });
    took.sort((a, b) => a - b);
    return { n: took.length, p50: rank(took, 0.5), p95: rank(took, 0.95) };
  };
  return {
    publishedToStored: leg('publishedAt', 'storedAt'),
    storedToFound: leg('storedAt', 'foundAt'),
    foundToDelivered: leg('foundAt', 'deliveredAt'),
    publishedToDelivered: leg('publishedAt', 'deliveredAt'),
  };
}

/** The smallest of the sorted values that so large a share of them does not exceed. */
function rank(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
}
