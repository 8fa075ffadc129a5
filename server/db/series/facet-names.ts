import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../database.ts';
import { rowsIn } from '../engine/dialect.ts';

/** Names in code point order, both ends left out. */
export interface FacetStretch {
  readonly watchId: number;
  readonly low: string;
  readonly high: string;
}

/** Before the first name and after the last: names begin with a letter. */
export const FIRST = '';
export const LAST = '~';

/** All facets of one family: `touch`, `servqual`, `pair`, `sev`, `intent`, `area`. */
export function familyOf(watchId: number, family: string): FacetStretch {
  return { watchId, low: `${family}.`, high: `${family}/` };
}

/**
 * For `with recursive`: the table `facet_name(watch_id, facet)` of the facets that are counted in these
 * stretches. The key of the counts goes watch, facet, time, so the names are walked, each one step along it,
 * and whoever reads hours joins them name by name. The names that a stretch begins after are in it too, and
 * nulls at its ends: neither joins with anything.
 */
export function facetNames(
  db: Db,
  stretches: readonly FacetStretch[],
  table: 'facet_bucket' | 'facet_day' = 'facet_day',
): RawBuilder<unknown> {
  const columns = { watchId: 'bigint', low: 'text', high: 'text' } as const;
  return sql`facet_name(watch_id, facet, high) as (
      select s."watchId", s.low, s.high from ${rowsIn(db, stretches, columns, 's')}
      union all
      select watch_id, (select min(b.facet) from ${sql.table(table)} b
        where b.watch_id = facet_name.watch_id and b.facet > facet_name.facet and b.facet < facet_name.high), high
      from facet_name where facet is not null)`;
}
