import { sql } from 'kysely';
import { AppError } from '../../core/errors.ts';
import type { ColumnKind } from '../../core/move-row.ts';
import type { Db } from '../database.ts';
import { engineOf } from '../engine/engine.ts';

export interface TableShape {
  readonly name: string;
  readonly columns: readonly string[];
  readonly kinds: readonly ColumnKind[];
  /** Columns of the primary key, in its order. */
  readonly key: readonly string[];
}

/**
 * What a move does not copy row by row: what is made from posts as they arrive, jobs, which go through the queue
 * (it keeps them elsewhere on PostgreSQL), and what processes that run say to each other.
 */
const NOT_COPIED = ['post_key', 'post_search', 'job', 'host_lease', 'leader_lease', 'ring'];
/** Also what work that was ended has left lying: months that were taken out, mentions that were being laid. */
const FOREIGN = /^(sqlite_|kysely_|move_state$|post_search_|gone_|staged_)/;

const KINDS: Readonly<Record<string, ColumnKind>> = {
  bigint: 'number',
  integer: 'number',
  'double precision': 'number',
  text: 'text',
  json: 'json',
  jsonb: 'json',
  bytea: 'bytes',
};

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
}

/**
 * The tables that a move copies, as the two databases have them: all there are, so that no new one is ever
 * forgotten. Both must have the newest shape.
 * @throws AppError('internal') for a table or column that one of them lacks
 */
export async function movedTables(one: Db, other: Db): Promise<readonly TableShape[]> {
  const [sqlite, postgres] = engineOf(one) === 'sqlite' ? [one, other] : [other, one];
  const there = Map.groupBy(await columnsOnPostgres(postgres), (column) => column.table);
  const here = Map.groupBy(await columnsOnSqlite(sqlite), (column) => column.table);
  const names = [...new Set([...there.keys(), ...here.keys()])].filter(
    (name) => !FOREIGN.test(name) && !NOT_COPIED.includes(name),
  );
  return names.sort().map((name) => shapeOf(name, there.get(name) ?? [], here.get(name) ?? []));
}

function shapeOf(
  name: string,
  there: readonly Column[],
  here: readonly (Column & { readonly rank: number })[],
): TableShape {
  const columns = there.map((column) => column.name);
  const same = here.length === there.length && here.every((column) => columns.includes(column.name));
  const key = here.filter(({ rank }) => rank > 0).sort((a, b) => a.rank - b.rank);
  if (!same || key.length === 0) throw new AppError('internal', `the engines differ in table ${name}`);
  const kinds = there.map(({ type, name: column }) => {
    const kind = KINDS[type];
    if (kind === undefined)
      throw new AppError('internal', `${name}.${column} is of an unknown type, ${type}`);
    return kind;
  });
  return { name, columns, kinds, key: key.map((column) => column.name) };
}

async function columnsOnPostgres(db: Db): Promise<readonly Column[]> {
  const { rows } = await sql<Column>`
    select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = cast(current_schema() as regnamespace) and c.relkind in ('r', 'p')
      and not c.relispartition and a.attnum > 0 and not a.attisdropped
    order by c.relname, a.attnum`.execute(db);
  return rows;
}

async function columnsOnSqlite(db: Db): Promise<readonly (Column & { readonly rank: number })[]> {
  const { rows } = await sql<Column & { readonly rank: number }>`
    select t.name as "table", c.name, c.type, c.pk as rank
    from sqlite_master t, pragma_table_info(t.name) c where t.type = 'table'`.execute(db);
  return rows;
}

/** Tables with rows in them, of all that a move fills. */
export async function filledTables(db: Db, tables: readonly TableShape[]): Promise<readonly string[]> {
  const filled: string[] = [];
  for (const { name } of tables) {
    const { rows } = await sql`select 1 from ${sql.table(name)} limit 1`.execute(db);
    if (rows.length > 0) filled.push(name);
  }
  return filled;
}
