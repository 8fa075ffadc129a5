import { sql } from 'kysely';
import { DAY, type Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { joinInOrder, rowsIn } from '../engine/dialect.ts';

/** What came into one watch of late. */
export interface FreshMentions {
  readonly watchId: number;
  /** When the oldest of it was published. */
  readonly oldest: Instant;
  /** How many of it came just now, and how many of those were published more than a day ago. */
  readonly count: number;
  readonly old: number;
}

/** Posts that are looked through at most. */
const MAX_POSTS_SCANNED = 2_000;

/**
 * By watch, what was stored since; `whole` is false where more came than was looked through.
 * @param justNow since when it counts as just come; not before `since`
 */
export async function readFreshMentions(
  db: Db,
  { since, justNow, now }: { readonly since: Instant; readonly justNow: Instant; readonly now: Instant },
): Promise<{ readonly watches: readonly FreshMentions[]; readonly whole: boolean }> {
  const fresh = await sql<{ id: number; lately: number }>`
    select id, case when stored_at >= ${justNow} then 1 else 0 end as lately
    from post where stored_at >= ${since} limit ${sql.lit(MAX_POSTS_SCANNED + 1)}`.execute(db);
  if (fresh.rows.length === 0) return { watches: [], whole: true };
  const answer = await sql<FreshMentions>`
    select m.watch_id as "watchId", min(m.at) as oldest, sum(p.lately) as count,
      sum(case when m.at < ${now - DAY} then p.lately else 0 end) as old
    from ${rowsIn(db, fresh.rows, { id: 'bigint', lately: 'bigint' }, 'p')}
    ${joinInOrder(db)} mention m on m.post_id = p.id
    group by m.watch_id`.execute(db);
  return { watches: answer.rows, whole: fresh.rows.length <= MAX_POSTS_SCANNED };
}
