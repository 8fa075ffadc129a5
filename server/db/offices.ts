import { sql } from 'kysely';
import type { Db } from './database.ts';

/** The server's clock: those of several machines differ. */
const NOW = sql`cast(extract(epoch from clock_timestamp()) * 1000 as bigint)`;

/**
 * Takes on a PostgreSQL database those of the offices that nobody holds, and renews those that are ours.
 * @param holdMs they are free again after this, unless renewed before
 * @returns the names of those that are ours now
 */
export async function holdOffices(
  db: Db,
  names: readonly string[],
  holder: string,
  holdMs: number,
): Promise<readonly string[]> {
  const held = await sql<{ name: string }>`
    insert into office as o (name, holder, until_at)
    select name, ${holder}, ${NOW} + ${sql.lit(holdMs)} from unnest(cast(${names} as text[])) as wanted(name)
    order by name
    on conflict (name) do update set holder = excluded.holder, until_at = excluded.until_at
    where o.holder = excluded.holder or o.until_at <= ${NOW}
    returning name`.execute(db);
  return held.rows.map(({ name }) => name);
}

/** Frees whatever this one holds. */
export async function leaveOffices(db: Db, holder: string): Promise<void> {
  await db.deleteFrom('office').where('holder', '=', holder).execute();
}
