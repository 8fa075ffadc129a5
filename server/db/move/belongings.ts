import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { AppError } from '../../core/errors.ts';
import type { Db } from '../database.ts';
import { engineOf } from '../engine/engine.ts';

/** Files in the inbox that are still to be imported. */
export async function waitingFiles(db: Db): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from import_file where state in ('ready', 'running') order by id`.execute(db);
  return rows.map((row) => row.id);
}

/** Of an advisory lock, whose holder is the move that copies from this PostgreSQL database. */
const MOVED_FROM = [0x6d6f7665, 1] as const;

/**
 * Keeps servers and workers from starting on a PostgreSQL database for as long as this connection lasts
 * (`demandStill`); on SQLite a lock on a file does.
 * @throws AppError('conflict') when another move holds it
 */
export async function holdStill(view: Db): Promise<void> {
  if (engineOf(view) === 'sqlite') return;
  const [space, key] = MOVED_FROM;
  const { rows } = await sql<{ held: boolean }>`
    select pg_try_advisory_lock(${sql.lit(space)}, ${sql.lit(key)}) as held`.execute(view);
  if (!rows[0]?.held) throw new AppError('conflict', 'another move copies from this database');
}

/** @throws AppError('bad_config') while a move copies from this database: what came in now would be missing there */
export async function demandStill(db: Db): Promise<void> {
  if (engineOf(db) === 'sqlite') return;
  const [space, key] = MOVED_FROM;
  const { rows } = await sql`select 1 from pg_locks
    where locktype = 'advisory' and classid = ${sql.lit(space)} and objid = ${sql.lit(key)} and granted
      and database = (select oid from pg_database where datname = current_database())`.execute(db);
  if (rows.length > 0)
    throw new AppError(
      'bad_config',
      'the database is being copied by `tingchao move`: start again when it has ended',
    );
}

/** Whether any other process is connected to this PostgreSQL database; on SQLite a lock says so. */
async function isInUse(db: Db): Promise<boolean> {
  if (engineOf(db) === 'sqlite') return false;
  const { rows } = await sql`select 1 from pg_stat_activity
    where datname = current_database() and application_name like 'tingchao%' and pid <> pg_backend_pid()`.execute(
    db,
  );
  return rows.length > 0;
}

/** A connection that was just ended is still seen for a moment, ours too. */
const LEAVING_MS = 5_000;
const LOOK_AGAIN_MS = 50;

/** Whether any other process is connected to this PostgreSQL database and stays; on SQLite a lock says so. */
export async function staysInUse(view: Db): Promise<boolean> {
  const until = performance.now() + LEAVING_MS;
  while (await isInUse(view)) {
    if (performance.now() >= until) return true;
    await sleep(LOOK_AGAIN_MS);
    // Within a transaction PostgreSQL goes on saying who was there at first.
    await sql`select pg_stat_clear_snapshot()`.execute(view);
  }
  return false;
}
