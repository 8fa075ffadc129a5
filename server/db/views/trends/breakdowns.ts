import { type RawBuilder, sql } from 'kysely';
import type { Overview } from '../../../core/screens/screens.ts';
import { type Instant, MINUTE, startOfHour } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { keepWhenDear } from '../../engine/memory.ts';
import { readTopFacets } from '../../series/facet-series.ts';
import { listWatches } from '../../watch/watches.ts';

/** Each watch is one range of the primary key; unnamed, every bucket would be read. */
function within(watchIds: readonly number[], from: Instant, to: Instant): RawBuilder<unknown> {
  return sql`watch_id in (${sql.join(watchIds)}) and hour >= ${from} and hour < ${to}`;
}

/** Of one minute: a long range of a large store is read once in it. */
function keyOf(what: string, watchIds: readonly number[], from: Instant, to: Instant): string {
  return `${what} ${watchIds.join()} ${from} ${Math.floor(to / MINUTE)}`;
}

/** What the overview names: pairs say the same twice, and places have no word of ours. */
const FAMILIES = ['sev', 'intent', 'servqual', 'touch'];
/** More than there are. */
const MAX_FACETS = 100;

/** What was spoken of, with the same length of time before, largest first. */
export async function readFacets(
  db: Db,
  watchIds: readonly number[],
  from: Instant,
  to: Instant,
): Promise<Overview['facets']> {
  if (watchIds.length === 0) return [];
  return keepWhenDear(db, keyOf('facets', watchIds, from, to), async () => {
    const all = await readTopFacets(db, { watchIds, from, to, families: FAMILIES, limit: MAX_FACETS });
    return all.map(({ facet, count, negative, before }) => ({ facet, count, negative, before }));
  });
}

/** As `readPlatforms`, of one watch, or of all active ones where it is null. */
export async function readPlatformsOf(
  db: Db,
  watchId: number | null,
  from: Instant,
  to: Instant,
): Promise<Overview['platforms']> {
  const watches = await listWatches(db);
  const wanted = watches.filter((watch) => (watchId === null ? watch.active : watch.id === watchId));
  const ids = wanted.map(({ id }) => id);
  return readPlatforms(db, ids, startOfHour(from), to);
}

/** Where it was said, largest first. */
export async function readPlatforms(
  db: Db,
  watchIds: readonly number[],
  from: Instant,
  to: Instant,
): Promise<Overview['platforms']> {
  if (watchIds.length === 0) return [];
  return keepWhenDear(db, keyOf('platforms', watchIds, from, to), async () => {
    const answer = await sql<Overview['platforms'][number]>`
    select platform, sum(count) as count, sum(case when sentiment < 0 then count else 0 end) as negative
    from bucket where ${within(watchIds, from, to)}
    group by platform order by count desc, platform`.execute(db);
    return answer.rows;
  });
}
