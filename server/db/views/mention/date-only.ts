import { sql } from 'kysely';
import { DAY, HOUR, type Instant, startOfDay } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { joinInOrder, lookUp, numbersIn } from '../../engine/dialect.ts';

/** The shorter windows that detection looks at. */
const WINDOW = 6 * HOUR;
const MAX_MENTIONS_SCANNED = 1_000;

/**
 * Posts of today whose sources name no time of day: they are counted at midnight, and no window of the last hours holds
 * them. None in the small hours, when midnight lies within those. A thousand at most.
 */
export async function countDateOnly(db: Db, watchIds: readonly number[], now: Instant): Promise<number> {
  const midnight = startOfDay(now);
  if (midnight > now - WINDOW || watchIds.length === 0) return 0;
  const answer = await sql<{ count: number }>`
    select count(distinct n.post_id) as count
    from (select m.post_id, m.at from ${numbersIn(db, watchIds, 'w')}
      ${joinInOrder(db)} mention m on m.watch_id = w.value and m.at = ${midnight} and m.counted = 1
      limit ${sql.lit(MAX_MENTIONS_SCANNED)}) n
    ${lookUp(db, 'post', 'p', sql`p.id = n.post_id and p.at = n.at`)}
    where p.precision = 'day'`.execute(db);
  return Number(answer.rows[0]?.count ?? 0);
}

/** The feeds that brought such posts, of today or yesterday. */
export async function readDateOnlyFeeds(db: Db, now: Instant): Promise<ReadonlySet<number>> {
  const today = startOfDay(now);
  const rows = await db
    .selectFrom((from) =>
      from
        .selectFrom('post')
        .select(['feed_id', 'precision'])
        .where('at', 'in', [today, today - DAY])
        .limit(MAX_MENTIONS_SCANNED)
        .as('n'),
    )
    .select('n.feed_id')
    .distinct()
    .where('n.precision', '=', 'day')
    .execute();
  return new Set(rows.flatMap(({ feed_id }) => feed_id ?? []));
}
