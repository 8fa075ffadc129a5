import { sql } from 'kysely';
import type { Db } from '../database.ts';
import { engineOf } from './engine.ts';

/** Whether a table is there, asked by its name: a list of all takes long where there are partitions. */
export async function hasTable(db: Db, name: string): Promise<boolean> {
  const { rows } =
    engineOf(db) === 'sqlite'
      ? await sql`select 1 from sqlite_master where type = 'table' and name = ${name}`.execute(db)
      : await sql`select 1 where to_regclass(${name}) is not null`.execute(db);
  return rows.length > 0;
}
