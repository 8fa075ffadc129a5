import { sql } from 'kysely';
import type { UnheardAlert } from '../../core/operation/operational-trouble.ts';
import type { Db } from '../database.ts';

/**
 * Alerts of orange and red that nobody has confirmed, and of which no message since they became so grave has arrived
 * or may still arrive, though some were tried.
 */
export async function readUnheardAlerts(db: Db): Promise<readonly UnheardAlert[]> {
  const { rows } = await sql<UnheardAlert>`
    select a.id as "alertId", w.name as "watchName", a.level,
      count(distinct case when d.status = 'failed' then d.channel_id end) as channels,
      (select f.reason from delivery f where f.alert_id = a.id and f.status = 'failed'
        order by f.id desc limit 1) as reason
    from alert a
    join watch w on w.id = a.watch_id
    join delivery d on d.alert_id = a.id
    join alert_change c on c.id = d.change_id
    left join notice n on n.id = d.notice_id
    where a.status = 'open' and a.level in ('I', 'II') and c.to_level in ('I', 'II')
    group by a.id, w.name, a.level
    having sum(case when d.status = 'failed' then 1 else 0 end) > 0
      and sum(case when coalesce(n.status, d.status) in ('sent', 'waiting') then 1 else 0 end) = 0
    order by a.id`.execute(db);
  return rows.map((row) => ({ ...row, channels: Number(row.channels) }));
}
