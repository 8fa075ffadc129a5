import type { Watch } from '../../core/mention/watch.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { firstHours } from './buckets.ts';
import { firstStored } from './series.ts';

/**
 * Since when all of these watches together cover a time; null: nothing was ever seen. Each does since it was there and
 * posts came in: a quiet one saw that nothing was said. What was brought in of an earlier time counts from its first
 * mention. Those never mentioned add nothing to any time, so that they count only where none was.
 */
export async function watchedSince(
  db: Db,
  watches: readonly Pick<Watch, 'id' | 'createdAt'>[],
): Promise<Instant | null> {
  const firsts = await firstHours(
    db,
    watches.map(({ id }) => id),
  );
  const stored = await firstStored(db);
  const mentioned = watches.filter(({ id }) => firsts.has(id));
  const since = (mentioned.length > 0 ? mentioned : watches).flatMap(({ id, createdAt }) => {
    const known = [firsts.get(id) ?? null, stored === null ? null : Math.max(createdAt, stored)];
    return known.some((at) => at !== null) ? [Math.min(...known.filter((at) => at !== null))] : [];
  });
  return since.length > 0 ? Math.max(...since) : null;
}
