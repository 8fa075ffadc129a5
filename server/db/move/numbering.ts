import { sql } from 'kysely';
import type { Db } from '../database.ts';
import { engineOf } from '../engine/engine.ts';

/**
 * New rows get numbers beyond all that were ever given, also of rows that are gone: alerts and links go on
 * naming them.
 */
export async function takeOverNumbering(from: Db, to: Db, tables: readonly string[]): Promise<void> {
  const given = engineOf(from) === 'sqlite' ? await givenOnSqlite(from) : await givenOnPostgres(from, tables);
  if (engineOf(to) === 'postgres') await numberPostgres(to, tables, given);
  else await numberSqlite(to, given);
}

async function givenOnSqlite(db: Db): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ name: string; seq: number }>`select name, seq from sqlite_sequence`.execute(
    db,
  );
  return new Map(rows.map(({ name, seq }) => [name, seq]));
}

async function sequenceOf(db: Db, table: string): Promise<string | null> {
  const { rows } = await sql<{ sequence: string | null }>`
    select pg_get_serial_sequence(quote_ident(${table}), 'id') as sequence
    where exists (select 1 from pg_attribute
      where attrelid = to_regclass(quote_ident(${table})) and attname = 'id' and not attisdropped)`.execute(
    db,
  );
  return rows[0]?.sequence ?? null;
}

async function givenOnPostgres(db: Db, tables: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const given = new Map<string, number>();
  for (const table of tables) {
    const sequence = await sequenceOf(db, table);
    if (sequence === null) continue;
    const { rows } = await sql<{ last: number }>`
      select case when is_called then last_value else 0 end as last from ${sql.raw(sequence)}`.execute(db);
    given.set(table, rows[0]?.last ?? 0);
  }
  return given;
}

async function numberPostgres(
  db: Db,
  tables: readonly string[],
  given: ReadonlyMap<string, number>,
): Promise<void> {
  for (const table of tables) {
    const sequence = await sequenceOf(db, table);
    if (sequence === null) continue;
    const { rows } = await sql<{ id: number | null }>`select max(id) as id from ${sql.table(table)}`.execute(
      db,
    );
    const last = Math.max(rows[0]?.id ?? 0, given.get(table) ?? 0);
    await sql`select setval(cast(${sequence} as regclass), ${Math.max(last, 1)}, ${last > 0})`.execute(db);
  }
}

async function numberSqlite(db: Db, given: ReadonlyMap<string, number>): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select name from sqlite_master where type = 'table' and sql like '%autoincrement%'`.execute(db);
  for (const { name } of rows) {
    const last = given.get(name) ?? 0;
    await sql`insert into sqlite_sequence (name, seq) select ${name}, 0
      where not exists (select 1 from sqlite_sequence where name = ${name})`.execute(db);
    await sql`update sqlite_sequence set seq = max(seq, ${last}) where name = ${name}`.execute(db);
  }
}
