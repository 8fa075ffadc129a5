import { type RawBuilder, sql } from 'kysely';
import type { Value } from '../../core/move-row.ts';
import type { Db } from '../database.ts';
import { engineOf } from '../engine/engine.ts';
import type { TableShape } from './shape.ts';

export type Row = readonly Value[];

/** Walks a table in the order of its primary key, which is the same on both engines. */
export interface Scan {
  /** The next rows; fewer than asked for only at the end. */
  next(limit: number): Promise<readonly Row[]>;
  close(): Promise<void>;
}

/**
 * One view of a database for as long as the work takes, whoever writes meanwhile. The work must use the
 * connection it is given.
 */
export function readConsistently<T>(db: Db, work: (view: Db) => Promise<T>): Promise<T> {
  return db.connection().execute(async (view) => {
    if (engineOf(db) === 'sqlite') await sql`begin`.execute(view);
    else {
      await sql`begin isolation level repeatable read read only`.execute(view);
      await sql`set local idle_in_transaction_session_timeout = 0`.execute(view);
    }
    try {
      return await work(view);
    } finally {
      await sql`rollback`.execute(view);
    }
  });
}

/** The key of a row. */
export function keyOf({ columns, key }: TableShape, row: Row): readonly Value[] {
  return key.map((column) => row[columns.indexOf(column)] ?? null);
}

/**
 * @param view of `readConsistently`
 * @param after key of the last row that is not wanted; null: from the first
 */
export function openScan(view: Db, shape: TableShape, after: Row | null): Scan {
  return engineOf(view) === 'sqlite' ? byPages(view, shape, after) : byCursor(view, shape, after);
}

function selectFrom(
  { name, columns, key }: TableShape,
  after: Row | null,
): RawBuilder<Record<string, Value>> {
  const refs = sql.join(key.map((column) => sql.ref(column)));
  const rest = after === null ? sql`` : sql`where (${refs}) > (${sql.join(after)})`;
  return sql`select ${sql.join(columns.map((column) => sql.ref(column)))} from ${sql.table(name)}
    ${rest} order by ${refs}`;
}

function byPages(view: Db, shape: TableShape, from: Row | null): Scan {
  let after = from;
  return {
    async next(limit) {
      const { rows } = await sql<Record<string, Value>>`${selectFrom(shape, after)} limit ${limit}`.execute(
        view,
      );
      const page = rows.map((row) => shape.columns.map((column) => row[column] ?? null));
      const last = page.at(-1);
      if (last !== undefined) after = keyOf(shape, last);
      return page;
    },
    close: async () => {},
  };
}

/**
 * One plan for all of it: asked page by page, PostgreSQL takes what comes after a key of several columns for few
 * rows towards the end of a table, and sorts all of them for each page.
 */
function byCursor(view: Db, shape: TableShape, after: Row | null): Scan {
  const cursor = sql.ref(`move_${shape.name}`);
  let opened = false;
  return {
    async next(limit) {
      if (!opened)
        await sql`declare ${cursor} no scroll cursor for ${selectFrom(shape, after)}`.execute(view);
      opened = true;
      const { rows } = await sql<Record<string, Value>>`fetch ${sql.lit(limit)} from ${cursor}`.execute(view);
      return rows.map((row) => shape.columns.map((column) => row[column] ?? null));
    },
    async close() {
      if (opened) await sql`close ${cursor}`.execute(view);
    },
  };
}
