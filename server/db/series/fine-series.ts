import { sql } from 'kysely';
import { startOfFine } from '../../core/series/bucket.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { amongWatches, isEmpty, type SeriesRange, SPLIT_SUMS, type SplitAmounts } from './series-range.ts';

export interface FinePoint extends SplitAmounts {
  /** Start of the five minutes. */
  readonly at: Instant;
}

/**
 * Counts in steps of five minutes, ascending; steps without posts are left out. Only the last 48 hours are
 * kept so finely (see `fineSince`): of what is older, some may be there and some not. The range begins with
 * the step that holds `from`.
 */
export async function readFine(db: Db, range: SeriesRange): Promise<readonly FinePoint[]> {
  if (isEmpty(range)) return [];
  const answer = await sql<FinePoint>`
    select at, ${SPLIT_SUMS} from fine_bucket
    where ${amongWatches(range)} and at >= ${startOfFine(range.from)} and at < ${range.to}
    group by at order by at`.execute(db);
  return answer.rows;
}
