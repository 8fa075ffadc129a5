import { sql } from 'kysely';
import { DAY, MINUTE, SECOND } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { SERVER_END, SERVER_NOW } from '../engine/server-clock.ts';

/** Longer than the longest request: a holder that lives gives back before. */
const HOLD = 2 * MINUTE;
/** While another holds a host nobody knows for how long: it is asked about so often, in milliseconds. */
const ASK_AGAIN = 250;

/**
 * Turns at hosts, kept in a PostgreSQL database for all processes that fetch. Each step is one statement.
 * @param holder differs from that of every other process
 */
export function createHostLeases(db: Db, holder: string) {
  return {
    async take(host: string, spacing: number): Promise<number> {
      const pause = Math.ceil(spacing);
      const hold = Math.max(HOLD, pause);
      const answer = await sql`
        insert into host_lease as l (host, holder, until_at, ended_at, next_at)
        values (${host}, ${holder}, ${SERVER_NOW} + ${sql.lit(hold)}, 0, 0)
        on conflict (host) do update set holder = excluded.holder, until_at = excluded.until_at
        where case when l.holder is null then l.next_at <= ${SERVER_NOW} and l.ended_at + ${sql.lit(pause)} <= ${SERVER_NOW}
          else l.until_at <= ${SERVER_NOW} end
        returning host`.execute(db);
      return answer.rows.length > 0 ? 0 : waitFor(db, host, pause, hold);
    },

    async giveBack(host: string, pause: number): Promise<void> {
      await sql`update host_lease
        set holder = null, ended_at = ${SERVER_END}, next_at = ${SERVER_END} + ${sql.lit(Math.ceil(pause))}
        where host = ${host} and holder = ${holder}`.execute(db);
    },
  };
}

async function waitFor(db: Db, host: string, pause: number, hold: number): Promise<number> {
  await putRight(db, host, hold);
  const answer = await sql<{ held: number; wait: number }>`
    select case when holder is null then 0 else 1 end as held,
      greatest(next_at, ended_at + ${sql.lit(pause)}) - ${SERVER_NOW} as wait
    from host_lease where host = ${host}`.execute(db);
  const row = answer.rows[0];
  if (row === undefined || row.held === 1) return ASK_AGAIN;
  return Math.max(1, row.wait);
}

/**
 * What ended in the future did so before the server's clock was set back, and would keep the host waiting for as
 * long: its pause begins again. Nor does anybody hold it for longer than they can.
 */
async function putRight(db: Db, host: string, hold: number): Promise<void> {
  await sql`update host_lease
    set ended_at = least(ended_at, ${SERVER_NOW}), next_at = next_at - greatest(ended_at - ${SERVER_NOW}, 0),
      until_at = least(until_at, ${SERVER_NOW} + ${sql.lit(hold)})
    where host = ${host}
      and (ended_at > ${SERVER_NOW} + ${sql.lit(SECOND)} or until_at > ${SERVER_NOW} + ${sql.lit(2 * hold)})`.execute(
    db,
  );
}

/** Forgets hosts that nobody has asked for a day. */
export async function forgetLeases(db: Db, now: number): Promise<void> {
  await db
    .deleteFrom('host_lease')
    .where('holder', 'is', null)
    .where('next_at', '<', now - DAY)
    .execute();
}
