import { sql } from 'kysely';
import type { ChannelLoad } from '../../core/alert/gate.ts';
import { HOUR, type Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { hasMember } from '../engine/dialect.ts';

/** Counting stops here: no channel may get as many in an hour. */
export const MAX_PER_HOUR = 1_000;

const most = sql.lit(MAX_PER_HOUR);

/**
 * How busy each channel is: what went out in the last hour, of alerts and notices, and what is about to. What waits
 * counts until it went, and from then on for an hour: so no hour ever has more than were let through by these counts.
 * What waits for its group counts as about to go, but for whoever lets it go. A drill takes no real alert's place:
 * messages about one are not counted.
 * @param channelId this channel only; null: all
 */
export async function readChannelLoads(
  db: Db,
  now: Instant,
  counting: 'all' | 'without-groups' = 'all',
  channelId: number | null = null,
): Promise<ReadonlyMap<number, ChannelLoad>> {
  const since = now - HOUR;
  const outboxes = {
    delivery: sql`from delivery o where o.channel_id = c.id`,
    notice: sql`from notice o where o.channel_id = c.id and not (${hasMember(db, sql`o.notice_json`, 'drill')})`,
  };
  const waiting = (outbox: keyof typeof outboxes) =>
    sql`(select count(*) from (select 1 ${outboxes[outbox]} and o.status = 'waiting' limit ${most}) q)`;
  const sent = (outbox: keyof typeof outboxes) =>
    sql`(select count(*) from (select 1 ${outboxes[outbox]} and o.sent_at > ${since} limit ${most}) s)`;
  const grouped =
    counting === 'all'
      ? sql`(select count(*) from (select 1 from delivery g where g.channel_id = c.id and g.owed = 1
          and g.reason in ('group-wait', 'group-interval') limit ${most}) w)`
      : sql.lit(0);
  const answer = await sql<{ id: number; lastHour: number; owes: number }>`
    select c.id, ${waiting('delivery')} + ${sent('delivery')} + ${waiting('notice')} + ${sent('notice')}
        + ${grouped} as "lastHour",
      case when exists (select 1 from delivery d where d.channel_id = c.id and d.owed = 1
        and d.reason in ('quiet-hours', 'rate-limit'))
        or exists (select 1 from notice n where n.channel_id = c.id and n.owed = 1) then 1 else 0 end as owes
    from channel c ${channelId === null ? sql`` : sql`where c.id = ${channelId}`}`.execute(db);
  return new Map(answer.rows.map(({ id, lastHour, owes }) => [id, { lastHour, owes: owes === 1 }]));
}
