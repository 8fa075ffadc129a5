import { sql } from 'kysely';
import type { Db } from '../database.ts';
import { SERVER_NOW } from '../engine/server-clock.ts';

/**
 * Takes on a PostgreSQL database those of the leader's leases that nobody holds, and renews those that are ours.
 * @param holdMs they are free again after this, unless renewed before; nobody's time is longer, also where the
 *   server's clock was set back
 * @returns the names of those that are ours now
 */
export async function holdLeases(
  db: Db,
  names: readonly string[],
  holder: string,
  holdMs: number,
): Promise<readonly string[]> {
  const held = await sql<{ name: string; holder: string }>`
    insert into leader_lease as l (name, holder, until_at)
    select name, ${holder}, ${SERVER_NOW} + ${sql.lit(holdMs)} from unnest(cast(${names} as text[])) as wanted(name)
    order by name
    on conflict (name) do update set until_at = excluded.until_at,
      holder = case when l.until_at <= ${SERVER_NOW} then excluded.holder else l.holder end
    where l.holder = excluded.holder or l.until_at <= ${SERVER_NOW} or l.until_at > excluded.until_at + ${sql.lit(holdMs)}
    returning name, holder`.execute(db);
  return held.rows.filter((row) => row.holder === holder).map(({ name }) => name);
}

/** Frees whatever this one holds. */
export async function releaseLeases(db: Db, holder: string): Promise<void> {
  await db.deleteFrom('leader_lease').where('holder', '=', holder).execute();
}
