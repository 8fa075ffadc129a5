import { sql } from 'kysely';
import { DAY, type Instant, startOfDay } from '../core/time.ts';
import type { Db } from './database.ts';

/** Days in China: the range begins with the day that holds `from`. */
export interface TermRange {
  readonly watchIds: readonly number[];
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
}

export interface TermCount {
  readonly term: string;
  /** Posts in which it is a keyword. */
  readonly count: number;
  readonly negative: number;
  readonly positive: number;
}

export interface TermTotal extends TermCount {
  /** As many days before the range. */
  readonly before: number;
}

export interface TermPoint extends Omit<TermCount, 'term'> {
  /** Start of the day in China. */
  readonly day: Instant;
}

function wholeDays({ from, to }: TermRange): { readonly start: Instant; readonly before: Instant } {
  const start = startOfDay(from);
  return { start, before: start - Math.ceil((to - start) / DAY) * DAY };
}

/**
 * The terms of most posts, with as many days before. A term whose growth matters more than its size is found
 * with a larger `limit`.
 */
export async function readTopTerms(
  db: Db,
  range: TermRange & { readonly limit: number },
): Promise<readonly TermTotal[]> {
  const { watchIds, to, limit } = range;
  if (watchIds.length === 0 || range.from >= to) return [];
  const { start, before } = wholeDays(range);
  const among = sql`watch_id in (${sql.join(watchIds)})`;
  const answer = await sql<TermTotal>`
    with top as materialized (
      select term, sum(count) as count, sum(negative) as negative, sum(positive) as positive
      from term_bucket where ${among} and day >= ${start} and day < ${to}
      group by term order by 2 desc, term limit ${limit})
    select top.term, top.count, top.negative, top.positive, coalesce((
      select sum(b.count) from (values ${daysOf(before, start)}) d
        cross join term_bucket b on b.day = d.column1 and b.term = top.term and b.${among}), 0) as before
    from top order by top.count desc, top.term`.execute(db);
  return answer.rows;
}

/** One term by the day, ascending; days without it are left out. One look-up for each day and watch. */
export async function readTermSeries(
  db: Db,
  range: TermRange & { readonly term: string },
): Promise<readonly TermPoint[]> {
  const { watchIds, to, term } = range;
  if (watchIds.length === 0 || range.from >= to) return [];
  const answer = await sql<TermPoint>`
    select b.day, sum(b.count) as count, sum(b.negative) as negative, sum(b.positive) as positive
    from (values ${daysOf(wholeDays(range).start, to)}) d cross join term_bucket b
      on b.day = d.column1 and b.term = ${term} and b.watch_id in (${sql.join(watchIds)})
    group by b.day order by b.day`.execute(db);
  return answer.rows;
}

/** One row for each day of [from, to). */
function daysOf(from: Instant, to: Instant) {
  const days = Array.from({ length: Math.ceil((to - from) / DAY) }, (_, n) => sql`(${from + n * DAY})`);
  return sql.join(days);
}
