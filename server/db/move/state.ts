import { sql } from 'kysely';
import { AppError } from '../../core/errors.ts';
import type { Value } from '../../core/move-row.ts';
import type { Db } from '../database.ts';
import { hasTable } from '../engine/has-table.ts';
import { parseJson } from '../engine/json.ts';

/**
 * How far a move has come, in a table of the database that it goes to, which is there only while the move is
 * not finished. It changes in the transactions that store the rows, so it always says what is there.
 */
export interface TableProgress {
  /** Key of the last row that arrived; null before the first. */
  readonly after: readonly Value[] | null;
  readonly rows: number;
  readonly done: boolean;
}

export const UNTOUCHED: TableProgress = { after: null, rows: 0, done: false };

const SOURCE = 'source';

/** Whether the database is the half-made copy of another. */
export function hasMove(db: Db): Promise<boolean> {
  return hasTable(db, 'move_state');
}

/** @throws AppError('bad_config') for a database that a move has not finished with */
export async function demandWhole(db: Db): Promise<void> {
  if (!(await hasMove(db))) return;
  const from = await getState(db, SOURCE);
  throw new AppError(
    'bad_config',
    `the database is a half-made copy of ${from}: run \`tingchao move\` again until it ends well`,
  );
}

/** Begins a move or takes up the one under way. @throws AppError('conflict') for one from somewhere else */
export async function openMove(db: Db, source: string): Promise<void> {
  await sql`create table if not exists move_state (key text primary key, value text not null)`.execute(db);
  await sql`insert into move_state (key, value) values (${SOURCE}, ${source}) on conflict do nothing`.execute(
    db,
  );
  const known = await getState(db, SOURCE);
  if (known === source) return;
  throw new AppError('conflict', `the target is a half-made copy of ${known}, not of ${source}`);
}

/** The move is over: the database is an installation like any other. */
export async function closeMove(db: Db): Promise<void> {
  await sql`drop table move_state`.execute(db);
}

export async function getState(db: Db, key: string): Promise<string | null> {
  const found = await sql<{ value: string }>`select value from move_state where key = ${key}`.execute(db);
  return found.rows[0]?.value ?? null;
}

export async function setState(db: Db, key: string, value: string): Promise<void> {
  await sql`insert into move_state (key, value) values (${key}, ${value})
    on conflict (key) do update set value = excluded.value`.execute(db);
}

const keyOf = (table: string) => `table:${table}`;

export async function progressOf(db: Db, table: string): Promise<TableProgress> {
  const value = await getState(db, keyOf(table));
  return value === null ? UNTOUCHED : parseJson<TableProgress>(value);
}

/** Goes on from one state to the next. @throws AppError('conflict') when another process has done so */
export async function advance(db: Db, table: string, from: TableProgress, to: TableProgress): Promise<void> {
  const [before, after] = [JSON.stringify(from), JSON.stringify(to)];
  const changed = await sql`insert into move_state (key, value) values (${keyOf(table)}, ${after})
    on conflict (key) do update set value = excluded.value where move_state.value = ${before}`.execute(db);
  if (changed.numAffectedRows === 1n) return;
  throw new AppError('conflict', 'another move to the same target is under way');
}
