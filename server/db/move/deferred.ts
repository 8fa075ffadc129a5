import { sql } from 'kysely';
import type { Db } from '../database.ts';
import { engineOf } from '../engine/engine.ts';
import { parseJson } from '../engine/json.ts';
import { getState, setState } from './state.ts';

/**
 * What is built once all rows are there: indexes that no key needs, which is several times faster than row by
 * row, and the keys from table to table, which then hold or do not whatever the order in which rows came.
 */
interface Deferred {
  readonly drop: string;
  readonly make: string;
}

const KEY = 'deferred';
/** Kilobytes that building an index may take. */
const MEMORY = 262_144;
/** Many are made in a moment, some take minutes: what was made in so long is kept. */
const SPELL_MS = 2_000;

/** Takes away what is deferred, once, and remembers how to make it. */
export async function defer(db: Db): Promise<void> {
  await db.transaction().execute(async (tx) => {
    if ((await getState(tx, KEY)) !== null) return;
    const all = engineOf(tx) === 'sqlite' ? await ofSqlite(tx) : await ofPostgres(tx);
    // Last away, first back: keys from table to table rest on unique indexes.
    await setState(tx, KEY, JSON.stringify(all.map(({ make }) => make).reverse()));
    for (const { drop } of all) await sql.raw(drop).execute(tx);
  });
}

/** Makes what was deferred; stopped, it goes on where it was. */
export async function makeDeferred(db: Db, onProgress: (left: number) => void): Promise<void> {
  for (;;) {
    const left = parseJson<string[]>((await getState(db, KEY)) ?? '[]');
    if (left.length === 0) return;
    onProgress(left.length);
    await db.transaction().execute(async (tx) => {
      if (engineOf(tx) === 'postgres')
        await sql.raw(`set local maintenance_work_mem = ${MEMORY}`).execute(tx);
      const until = performance.now() + SPELL_MS;
      while (left.length > 0 && performance.now() < until) await sql.raw(left.shift() ?? '').execute(tx);
      await setState(tx, KEY, JSON.stringify(left));
    });
  }
}

async function ofPostgres(db: Db): Promise<readonly Deferred[]> {
  const { rows } = await sql<Deferred>`
    select format('alter table %s drop constraint %I', c.conrelid::regclass, c.conname) as drop,
      format('alter table %s add constraint %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid)) as make
    from pg_constraint c
    where c.contype = 'f' and c.conparentid = 0 and c.connamespace = cast(current_schema() as regnamespace)
    union all
    select format('drop index %s', i.indexrelid::regclass),
      -- As it stands, it would leave out the partitions.
      replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ')
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
    where c.relnamespace = cast(current_schema() as regnamespace) and not c.relispartition
      and t.relname not like 'kysely%' and t.relname <> 'move_state'
      and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid)`.execute(db);
  return rows;
}

async function ofSqlite(db: Db): Promise<readonly Deferred[]> {
  const { rows } = await sql<Deferred>`
    select 'drop index "' || name || '"' as "drop", sql as make
    from sqlite_master where type = 'index' and sql is not null`.execute(db);
  return rows;
}

/** On SQLite keys from table to table are always there; while rows come in any order they must not be looked at. */
export async function setForeignKeys(db: Db, foreignKeys: boolean): Promise<void> {
  if (engineOf(db) === 'sqlite')
    await sql.raw(`pragma foreign_keys = ${foreignKeys ? 'on' : 'off'}`).execute(db);
}

/** Tables with rows that point nowhere, on SQLite; PostgreSQL says so itself when it makes the keys. */
export async function findDanglingReferences(db: Db): Promise<readonly string[]> {
  if (engineOf(db) === 'postgres') return [];
  const { rows } = await sql<{
    table: string;
  }>`select distinct "table" from pragma_foreign_key_check`.execute(db);
  return rows.map((row) => row.table);
}
