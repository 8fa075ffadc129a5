import { sql } from 'kysely';
import { ASKING_KINDS } from '../../../core/alert/change-kinds.ts';
import type { Way } from '../../../core/alert/delivery-times.ts';
import type { Instant } from '../../../core/time.ts';
import type { Db } from '../../database.ts';

/** Enough to speak for a week, few enough for a page. */
const MAX_DELIVERIES_SCANNED = 5_000;

/** The ways of the alerts found since a moment; what was held at first and sent later is not delivered late. */
export async function readWays(db: Db, from: Instant): Promise<readonly Way[]> {
  const { rows } = await sql<Way>`
    select c.published_at as "publishedAt", c.stored_at as "storedAt", c.at as "foundAt",
      (select min(d.sent_at) from delivery d where d.change_id = c.id and d.released_at is null) as "deliveredAt"
    from alert_change c where c.at > ${from} and c.kind in (${sql.join(ASKING_KINDS)})
    order by c.at desc limit ${sql.lit(MAX_DELIVERIES_SCANNED)}`.execute(db);
  return rows;
}
