import type { Metrics } from '../server/core/mention/post.ts';
import { readCount } from './counts.ts';

/** Counts as a page shows them, ready to spread into a post: what is no count from zero up is absent. */
export function shownMetrics(shown: { readonly [K in keyof Metrics]: unknown }): {
  readonly metrics?: Metrics;
} {
  const counts = Object.entries(shown)
    .map(([name, value]) => [name, readCount(value)] as const)
    .filter(([, count]) => count !== undefined);
  return counts.length === 0 ? {} : { metrics: Object.fromEntries(counts) };
}
