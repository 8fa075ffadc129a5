import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { AppError } from '../../core/errors.ts';
import type { Db } from '../database.ts';
import { engineOf } from '../engine/engine.ts';
import { isPostgres, openDatabase } from '../engine/open.ts';
import { beingCopied, USERS_LOCK } from '../engine/users-lock.ts';

/** Files in the inbox that are still to be imported. */
export async function waitingFiles(db: Db): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from import_file where state in ('ready', 'running') order by id`.execute(db);
  return rows.map((row) => row.id);
}

/** A connection that was just ended is still seen for a moment, ours too. */
const LEAVING_MS = 5_000;
const LOOK_AGAIN_MS = 50;

type Hold = 'held' | 'moved' | 'used';

/**
 * Keeps everybody else from writing to a PostgreSQL database for as long as this connection lasts: servers and workers do
 * not start, and a connection that was lost does not come back. On SQLite see `holdWrites`. To be asked before the view
 * is opened that is copied: what was stored until then is in it. Whoever is just leaving is waited for.
 * @param connection of a database that was opened as `mover`
 * @param leavingMs how long that is waited for
 * @throws AppError('conflict') when another move holds it, or somebody works with it
 */
export async function holdStill(connection: Db, leavingMs = LEAVING_MS): Promise<void> {
  if (engineOf(connection) === 'sqlite') return;
  const until = performance.now() + leavingMs;
  let hold = await tryToHold(connection);
  while (hold !== 'held' && performance.now() < until) {
    await sleep(LOOK_AGAIN_MS);
    hold = await tryToHold(connection);
  }
  if (hold === 'moved') throw new AppError('conflict', 'another move copies from this database');
  if (hold === 'used')
    throw new AppError(
      'conflict',
      'other processes work with the PostgreSQL database: stop all servers and workers first',
    );
}

async function tryToHold(connection: Db): Promise<Hold> {
  const [space, key] = USERS_LOCK;
  const { rows } = await sql<{ held: boolean }>`
    select pg_try_advisory_lock(${sql.lit(space)}, ${sql.lit(key)}) as held`.execute(connection);
  if (rows[0]?.held) return 'held';
  return (await isMoved(connection)) ? 'moved' : 'used';
}

async function isMoved(db: Db): Promise<boolean> {
  const [space, key] = USERS_LOCK;
  const { rows } = await sql`select 1 from pg_locks
    where locktype = 'advisory' and classid = ${sql.lit(space)} and objid = ${sql.lit(key)} and granted
      and mode = 'ExclusiveLock' and database = (select oid from pg_database where datname = current_database())`.execute(
    db,
  );
  return rows.length > 0;
}

/**
 * Where a pooler stands between, whose connections share no lock.
 * @throws AppError('bad_config') while a move copies from this database: what came in now would be missing there
 */
export async function demandStill(db: Db): Promise<void> {
  if (engineOf(db) === 'postgres' && (await isMoved(db))) throw beingCopied();
}

/** Does the work while everybody else is held still; on SQLite `holdWrites` does that. */
export function holdingStill<T>(
  db: Db,
  work: (connection: Db) => Promise<T>,
  leavingMs = LEAVING_MS,
): Promise<T> {
  if (engineOf(db) === 'sqlite') return work(db);
  return db.connection().execute(async (own) => {
    await holdStill(own, leavingMs);
    return work(own);
  });
}

/** Keeps everybody else from writing to an SQLite database while the work lasts; reading goes on. */
export function holdWrites<T>(place: string, work: () => Promise<T>): Promise<T> {
  if (isPostgres(place)) return work();
  const db = openDatabase(place);
  const held = db.connection().execute(async (own) => {
    await sql`begin immediate`.execute(own);
    try {
      return await work();
    } finally {
      await sql`rollback`.execute(own);
    }
  });
  return held.finally(() => db.destroy());
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

/** Whether any other process is connected to this PostgreSQL database and stays; on SQLite a lock says so. */
export async function staysInUse(view: Db, leavingMs = LEAVING_MS): Promise<boolean> {
  const until = performance.now() + leavingMs;
  while (await isInUse(view)) {
    if (performance.now() >= until) return true;
    await sleep(LOOK_AGAIN_MS);
    // Within a transaction PostgreSQL goes on saying who was there at first.
    await sql`select pg_stat_clear_snapshot()`.execute(view);
  }
  return false;
}
