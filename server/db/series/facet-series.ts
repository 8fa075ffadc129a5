import { sql } from 'kysely';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { lookUp } from '../engine/dialect.ts';
import { facetNames, familyOf } from './facet-names.ts';
import {
  amongWatches,
  isEmpty,
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

/** One facet over time, ascending; hours or days without it are left out. */
export async function readFacetSeries(
  db: Db,
  range: SeriesRange & { readonly facet: string; readonly unit: SeriesUnit },
): Promise<readonly FacetPoint[]> {
  if (isEmpty(range)) return [];
  const answer = await sql<FacetPoint>`
    select ${stepOf(range.unit)} as at, ${SPLIT_SUMS} from facet_bucket
    where ${amongWatches(range)} and facet = ${range.facet}
      and hour >= ${wholeHours(range).start} and hour < ${range.to}
    group by 1 order by 1`.execute(db);
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
  const stretches = range.watchIds.flatMap((id) => range.families.map((family) => familyOf(id, family)));
  const answer = await sql<FacetTotal>`
    with recursive ${facetNames(db, stretches)},
      found as (
        select b.facet, b.sentiment, b.count, b.copies, b.reach, case when b.hour < ${start} then 1 else 0 end as old
        from facet_name ${lookUp(
          db,
          'facet_bucket',
          'b',
          sql`b.watch_id = facet_name.watch_id
          and b.facet = facet_name.facet and b.hour >= ${before} and b.hour < ${range.to}`,
        )})
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
