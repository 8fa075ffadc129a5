import { sql } from 'kysely';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { unionOf } from '../engine/dialect.ts';
import { familyOf } from './facet-names.ts';
import { facetsWithin, piecesOf } from './facet-windows.ts';
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
  const span = { from: wholeHours(range).start, to: range.to };
  const { days, hours } =
    range.unit === 'day' ? piecesOf([span]) : { days: [], hours: [{ start: span.from, stop: span.to }] };
  const of = sql`${amongWatches(range)} and facet = ${range.facet}`;
  const parts = [
    ...days.map(
      ({ start, stop }) => sql`select day as at, sentiment, count, copies, reach from facet_day
        where ${of} and day >= ${start} and day < ${stop}`,
    ),
    ...hours.map(
      ({
        start,
        stop,
      }) => sql`select ${stepOf(range.unit)} as at, sentiment, count, copies, reach from facet_bucket
        where ${of} and hour >= ${start} and hour < ${stop}`,
    ),
  ];
  const answer = await sql<FacetPoint>`
    select at, ${SPLIT_SUMS} from (${unionOf(parts)}) counted group by at order by at`.execute(db);
  return answer.rows;
}

/**
 * The facets of some families that were spoken of most, with as many hours before; what was spoken of then
 * alone is there with a count of 0.
 * @param range.families `touch`, `servqual`, `pair`, `sev`, `intent`, `area`
 */
export async function readTopFacets(
  db: Db,
  range: SeriesRange & { readonly families: readonly string[]; readonly limit: number },
): Promise<readonly FacetTotal[]> {
  if (isEmpty(range) || range.families.length === 0) return [];
  const { start, before } = wholeHours(range);
  const stretches = range.watchIds.flatMap((id) => range.families.map((family) => familyOf(id, family)));
  const spans = [
    { from: start, to: range.to },
    { from: before, to: start },
  ];
  const answer = await sql<FacetTotal>`
    with recursive ${facetsWithin(db, stretches, spans)}
    select facet, sum(count * (1 - span)) as count, sum(copies * (1 - span)) as copies,
      sum(reach * (1 - span)) as reach,
      sum(case when sentiment < 0 then count * (1 - span) else 0 end) as negative,
      sum(case when sentiment = 0 then count * (1 - span) else 0 end) as neutral,
      sum(case when sentiment > 0 then count * (1 - span) else 0 end) as positive,
      sum(count * span) as before,
      sum(case when sentiment < 0 then count * span else 0 end) as "beforeNegative"
    from counted group by facet order by 2 desc, before desc, facet limit ${range.limit}`.execute(db);
  return answer.rows;
}
