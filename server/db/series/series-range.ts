import { type RawBuilder, sql } from 'kysely';
import type { Amounts } from '../../core/series/bucket.ts';
import { CHINA_OFFSET, DAY, HOUR, type Instant, startOfHour } from '../../core/time.ts';

/** What is asked of counts over time. They are by the hour: a range begins with the hour that holds `from`. */
export interface SeriesRange {
  readonly watchIds: readonly number[];
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
}

export type SeriesUnit = 'hour' | 'day';

/** Counts with their split by sentiment: `negative`, `neutral` and `positive` sum to `count`. */
export interface SplitAmounts extends Amounts {
  readonly negative: number;
  readonly neutral: number;
  readonly positive: number;
}

/** Sums over rows with `count`, `copies`, `reach` and `sentiment`. */
export const SPLIT_SUMS = sql`sum(count) as count, sum(copies) as copies, sum(reach) as reach,
  sum(case when sentiment < 0 then count else 0 end) as negative,
  sum(case when sentiment = 0 then count else 0 end) as neutral,
  sum(case when sentiment > 0 then count else 0 end) as positive`;

/** Nothing can be found: SQL has no list of no values. */
export function isEmpty({ watchIds, from, to }: SeriesRange): boolean {
  return watchIds.length === 0 || from >= to;
}

/** The hour that `from` is in, and where as many hours before it begin. */
export function wholeHours({ from, to }: SeriesRange): { readonly start: Instant; readonly before: Instant } {
  const start = startOfHour(from);
  return { start, before: start - Math.ceil((to - start) / HOUR) * HOUR };
}

/** Start of the hour, or of the day in China, that the column `hour` is in. */
export function stepOf(unit: SeriesUnit): RawBuilder<Instant> {
  if (unit === 'hour') return sql`hour`;
  const [day, shift] = [sql.lit(DAY), sql.lit(CHINA_OFFSET)];
  return sql`((hour + ${shift}) / ${day} * ${day} - ${shift})`;
}

export function amongWatches({ watchIds }: SeriesRange): RawBuilder<boolean> {
  return sql`watch_id in (${sql.join(watchIds)})`;
}
