import { sql } from 'kysely';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { type Month, makeMonths, monthOf } from '../engine/partitions.ts';

/** Months that get partitions of their own, the newest; every query looks at each. What is older lies with the rest. */
const MAX_MONTH_PARTITIONS = 60;

/** Makes the partitions that the posts of the source will lie in. Nothing to do on SQLite. */
export async function makeMonthsOf(from: Db, to: Db): Promise<void> {
  const months = await monthsWithPosts(from);
  await to.transaction().execute((tx) => makeMonths(tx, months));
}

/** From the newest back, from month to month in which there is a post. */
async function monthsWithPosts(db: Db): Promise<readonly Month[]> {
  const months: Month[] = [];
  let before: Instant = Number.MAX_SAFE_INTEGER;
  while (months.length < MAX_MONTH_PARTITIONS) {
    const { rows } = await sql<{ at: Instant | null }>`
      select max(at) as at from post where at < ${before}`.execute(db);
    const at = rows[0]?.at ?? null;
    if (at === null) break;
    const month = monthOf(at);
    months.push(month);
    before = month.from;
  }
  return months;
}
