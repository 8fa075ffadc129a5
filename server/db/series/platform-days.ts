import { sql } from 'kysely';
import type { PlatformDay } from '../../core/series/one-sided.ts';
import type { Span } from '../../core/series/trend-window.ts';
import { HOUR } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { keepWhenDear } from '../engine/memory.ts';
import { stepOf } from './series-range.ts';

/** What was said on each platform on each day of a span, without copies. */
export function readPlatformDays(
  db: Db,
  watchIds: readonly number[],
  { from, to }: Span,
): Promise<readonly PlatformDay[]> {
  if (watchIds.length === 0 || from >= to) return Promise.resolve([]);
  const key = `platform days ${watchIds.join()} ${from} ${Math.floor(to / HOUR)}`;
  return keepWhenDear(db, key, async () => {
    const { rows } = await sql<PlatformDay>`
      select at, platform, sum(count) as count, sum(negative) as negative from (
        select ${stepOf('day')} as at, platform, count - copies as count,
          case when sentiment < 0 then count - copies else 0 end as negative
        from bucket where watch_id in (${sql.join(watchIds)}) and hour >= ${from} and hour < ${to}) said
      group by at, platform having sum(count) > 0`.execute(db);
    return rows;
  });
}
