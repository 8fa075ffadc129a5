import { sql } from 'kysely';
import { DAY, type Instant, startOfDay } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { joinInOrder, numbersIn } from '../engine/dialect.ts';
import { isEmpty, type SeriesRange } from './series-range.ts';

export interface TermPoint {
  /** Start of the day in China. */
  readonly day: Instant;
  /** Posts in which it is a keyword. */
  readonly count: number;
  readonly negative: number;
  readonly positive: number;
}

/**
 * One term by the day, ascending; days without it are left out. The range begins with the day in China that
 * holds `from`. Each day and watch is one look-up: the key goes on with the term.
 */
export async function readTermSeries(
  db: Db,
  range: SeriesRange & { readonly term: string },
): Promise<readonly TermPoint[]> {
  const { watchIds, term } = range;
  if (isEmpty(range)) return [];
  const answer = await sql<TermPoint>`
    select b.day, sum(b.count) as count, sum(b.negative) as negative, sum(b.positive) as positive
    from ${numbersIn(db, daysOf(range), 'd')} ${joinInOrder(db)} term_bucket b
      on b.day = d.value and b.term = ${term} and b.watch_id in (${sql.join(watchIds)})
    group by b.day order by b.day`.execute(db);
  return answer.rows;
}

function daysOf({ from, to }: SeriesRange): readonly Instant[] {
  const first = startOfDay(from);
  return Array.from({ length: Math.ceil((to - first) / DAY) }, (_, n) => first + n * DAY);
}
