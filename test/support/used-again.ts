import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { onTestFinished } from 'vitest';
import type { Db } from '../../server/db/database.ts';
import { openDatabase } from '../../server/db/engine/open.ts';
import { askServer, TEMPLATE, urlOf } from './postgres.ts';

/** A database of this process that the next test may have. */
interface Used {
  readonly name: string;
  readonly db: Db;
}

const idle: Used[] = [];
/** Of a database that is as it was made, its rows apart. */
let untouched: string | undefined;

/**
 * An empty PostgreSQL database with the newest shape and an open connection. To empty one costs a tenth of what it
 * costs to make, to connect to and to drop one, so the tests of a process hand theirs on.
 */
export async function borrowDatabase(server: string): Promise<Db> {
  const used = idle.pop() ?? (await make(server));
  onTestFinished(async () => {
    if (await isWorthIt(used.db)) {
      await empty(used.db);
      idle.push(used);
    } else await drop(server, used);
  });
  // An object of the test's own: it may spy on it.
  return used.db.withoutPlugins();
}

async function make(server: string): Promise<Used> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await askServer(server, `create database ${name} template ${TEMPLATE} strategy file_copy`);
  const db = openDatabase(urlOf(server, name), { onLoss: () => {} });
  untouched ??= await shapeOf(db);
  return { name, db };
}

async function drop(server: string, { name, db }: Used): Promise<void> {
  await db.destroy();
  await askServer(server, `drop database ${name} with (force)`);
}

/** Not one that has another shape now, was counted or grew large; nor one that the test closed or cut off. */
async function isWorthIt(db: Db): Promise<boolean> {
  const shape = await shapeOf(db).catch(() => null);
  return shape === untouched;
}

async function empty(db: Db): Promise<void> {
  await sql`do $$
    declare name text; filled boolean;
    begin
      set local session_replication_role = replica;
      for name in select oid::regclass from pg_class
        where relkind = 'r' and relnamespace = 'public'::regnamespace and relname not like 'kysely%'
          and pg_relation_size(oid) > 0
      loop
        execute format('select exists (select from only %s)', name) into filled;
        if filled then execute format('delete from only %s', name); end if;
      end loop;
      perform setval(seqrelid::regclass, 1, false) from pg_sequence
        where pg_sequence_last_value(seqrelid) is not null;
    end $$`.execute(db);
}

/** Tables, their columns, indexes, functions and triggers, whether statistics were made, and megabytes of rows. */
async function shapeOf(db: Db): Promise<string> {
  const { rows } = await sql<{ shape: string }>`
    select concat_ws(' ',
      (select concat_ws(' ', count(*), sum(oid::bigint), sum(reltuples) filter (where relkind = 'r'),
        floor(sum(pg_relation_size(oid)) filter (where relkind = 'r') / 4000000)) from pg_class where oid >= 16384),
      (select count(*) from pg_attribute where attrelid >= 16384 and not attisdropped),
      (select count(*) from pg_trigger), (select count(*) from pg_proc), (select count(*) from pg_namespace)
    ) as shape`.execute(db);
  return rows[0]?.shape ?? '';
}
