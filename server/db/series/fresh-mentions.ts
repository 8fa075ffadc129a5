import { sql } from 'kysely';
import { DAY, type Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { joinInOrder, numbersIn } from '../engine/dialect.ts';

/** What came into one watch of late. */
export interface FreshMentions {
  readonly watchId: number;
  /** Of the posts that came, when the oldest was published. */
  readonly oldest: Instant;
  readonly count: number;
  /** Those published more than a day ago. */
  readonly old: number;
}

/** Posts that are looked through at most. */
const MOST = 2_000;

/** By watch, what was stored since; `whole` is false where more came than was looked through. */
export async function readFreshMentions(
  db: Db,
  since: Instant,
  now: Instant,
): Promise<{ readonly watches: readonly FreshMentions[]; readonly whole: boolean }> {
  const fresh = await sql<{ id: number }>`
    select id from post where stored_at >= ${since} limit ${sql.lit(MOST + 1)}`.execute(db);
  if (fresh.rows.length === 0) return { watches: [], whole: true };
  const ids = fresh.rows.map(({ id }) => id);
  const answer = await sql<FreshMentions>`
    select m.watch_id as "watchId", min(m.at) as oldest, count(*) as count,
      sum(case when m.at < ${now - DAY} then 1 else 0 end) as old
    from ${numbersIn(db, ids, 'p')} ${joinInOrder(db)} mention m on m.post_id = p.value
    group by m.watch_id`.execute(db);
  return { watches: answer.rows, whole: ids.length <= MOST };
}
