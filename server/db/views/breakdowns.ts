import { type RawBuilder, sql } from 'kysely';
import type { Overview } from '../../core/screens.ts';
import { type Instant, MINUTE } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { keepWhenDear } from './memory.ts';

/** Each watch is one range of the primary key; unnamed, every bucket would be read. */
function within(watchIds: readonly number[], from: Instant, to: Instant): RawBuilder<unknown> {
  return sql`watch_id in (${sql.join(watchIds)}) and hour >= ${from} and hour < ${to}`;
}

/** Of one minute: a long range of a large store is read once in it. */
function keyOf(what: string, watchIds: readonly number[], from: Instant, to: Instant): string {
  return `${what} ${watchIds.join()} ${from} ${Math.floor(to / MINUTE)}`;
}

/** What was spoken of, with the same length of time before, largest first. */
export async function readFacets(
  db: Db,
  watchIds: readonly number[],
  from: Instant,
  to: Instant,
): Promise<Overview['facets']> {
  if (watchIds.length === 0) return [];
  return keepWhenDear(db, keyOf('facets', watchIds, from, to), async () => {
    const answer = await sql<Overview['facets'][number]>`
    select facet, sum(iif(hour >= ${from}, count, 0)) as count,
      sum(iif(hour >= ${from}, negative, 0)) as negative, sum(iif(hour < ${from}, count, 0)) as before
    from facet_bucket where ${within(watchIds, from - (to - from), to)}
    group by facet order by count desc, before desc, facet`.execute(db);
    return answer.rows;
  });
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
    select platform, sum(count) as count, sum(iif(sentiment < 0, count, 0)) as negative
    from bucket where ${within(watchIds, from, to)}
    group by platform order by count desc, platform`.execute(db);
    return answer.rows;
  });
}
