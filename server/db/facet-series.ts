import { sql } from 'kysely';
import type { Instant } from '../core/time.ts';
import type { Db } from './database.ts';
import {
  amongWatches,
  isEmpty,
  onPlatforms,
  type SeriesRange,
  type SeriesUnit,
  SPLIT_SUMS,
  type SplitAmounts,
  stepOf,
  wholeHours,
} from './series-range.ts';

export interface FacetPoint extends SplitAmounts {
  /** Start of the hour, or of the day in China. */
  readonly at: Instant;
}

export interface FacetTotal extends SplitAmounts {
  readonly facet: string;
  /** As many hours before the range. */
  readonly before: number;
  readonly beforeNegative: number;
}

export interface FacetPlatform extends SplitAmounts {
  readonly platform: string;
}

type FacetRange = SeriesRange & { readonly facet: string };

function within(range: FacetRange) {
  return sql`${amongWatches(range)} and facet = ${range.facet}
    and hour >= ${wholeHours(range).start} and hour < ${range.to} ${onPlatforms(range)}`;
}

/** One facet over time, ascending; hours or days without it are left out. */
export async function readFacetSeries(
  db: Db,
  range: FacetRange & { readonly unit: SeriesUnit },
): Promise<readonly FacetPoint[]> {
  if (isEmpty(range)) return [];
  const answer = await sql<FacetPoint>`
    select ${stepOf(range.unit)} as at, ${SPLIT_SUMS} from facet_bucket
    where ${within(range)} group by 1 order by 1`.execute(db);
  return answer.rows;
}

/** One facet by platform, largest first. */
export async function readFacetPlatforms(db: Db, range: FacetRange): Promise<readonly FacetPlatform[]> {
  if (isEmpty(range)) return [];
  const answer = await sql<FacetPlatform>`
    select platform, ${SPLIT_SUMS} from facet_bucket
    where ${within(range)} group by platform order by 2 desc, platform`.execute(db);
  return answer.rows;
}

/**
 * The facets of some families that were spoken of most, with as many hours before; what was spoken of then
 * alone is there with a count of 0. It goes from name to name along the primary key, so it costs what these
 * names were counted in the hours asked for, however much is stored.
 * @param range.families `touch`, `servqual`, `pair`, `sev`, `intent`, `area`
 */
export async function readTopFacets(
  db: Db,
  range: SeriesRange & { readonly families: readonly string[]; readonly limit: number },
): Promise<readonly FacetTotal[]> {
  if (isEmpty(range) || range.families.length === 0) return [];
  const { start, before } = wholeHours(range);
  const starts = range.watchIds.flatMap((id) =>
    range.families.map((family) => sql`(${id}, ${`${family}.`}, ${`${family}/`})`),
  );
  const answer = await sql<FacetTotal>`
    with recursive family(watch_id, low, high) as (values ${sql.join(starts)}),
      name(watch_id, facet, high) as (
        select watch_id, low, high from family
        union all
        select watch_id, (select min(b.facet) from facet_bucket b
          where b.watch_id = name.watch_id and b.facet > name.facet and b.facet < name.high), high
        from name where facet is not null),
      found as (
        select b.facet, b.sentiment, b.count, b.copies, b.reach, case when b.hour < ${start} then 1 else 0 end as old
        from name cross join facet_bucket b on b.watch_id = name.watch_id and b.facet = name.facet
          and b.hour >= ${before} and b.hour < ${range.to} ${onPlatforms(range)})
    select facet, sum(count * (1 - old)) as count, sum(copies * (1 - old)) as copies,
      sum(reach * (1 - old)) as reach,
      sum(case when sentiment < 0 then count * (1 - old) else 0 end) as negative,
      sum(case when sentiment = 0 then count * (1 - old) else 0 end) as neutral,
      sum(case when sentiment > 0 then count * (1 - old) else 0 end) as positive,
      sum(count * old) as before,
      sum(case when sentiment < 0 then count * old else 0 end) as "beforeNegative"
    from found group by facet order by 2 desc, before desc, facet limit ${range.limit}`.execute(db);
  return answer.rows;
}
