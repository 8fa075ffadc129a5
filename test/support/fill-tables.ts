import { sql } from 'kysely';
import type { Db } from '../../server/db/database.ts';
import { NOW } from './make.ts';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  readonly pk: number;
}

const MONTH = 31 * 24 * 3_600_000;
const TEXTS = ['暖气不热😡', '𠮷野家 "引号" \\ 反斜杠\n换行 {a,b}', "l'été, NULL"];
const JSONS = ['{"b":[1,{"d":null,"c":"值"}],"a":1e21}', '[]', '{"10":-0.5,"键":"\\u0000半\\ud800"}'];

function inRow({ name, type, notnull, pk }: Column, points: boolean, row: number): unknown {
  if (points || (pk === 1 && /int/i.test(type))) return row;
  if (row === 3 && notnull === 0 && pk === 0) return null;
  if (/_json$/.test(name)) return JSONS[row - 1];
  if (/text/i.test(type)) return `${TEXTS[row - 1]} ${name}`;
  if (/blob/i.test(type)) return Buffer.from([0, 255, 92, row]);
  // Half stars are given, and SQLite keeps them in a column of whole numbers.
  if (name === 'rating') return row === 1 ? 4.5 : 3;
  if (/real/i.test(type)) return row === 1 ? 0.1 + 0.2 : 1 / 3;
  // A month, a year and three years back.
  if (/(^|_)(at|hour|day)$/.test(name)) return NOW - row * row * 4 * MONTH;
  return row === 1 ? Number.MAX_SAFE_INTEGER - 1 : -row;
}

/** Three rows in every table of a SQLite database: long numbers, nulls, bytes, letters of all kinds. */
export async function fillTables(db: Db, tables: readonly string[]): Promise<void> {
  await sql`pragma foreign_keys = off`.execute(db);
  for (const table of tables) {
    const columns = (
      await sql<Column>`select name, type, "notnull", pk from pragma_table_info(${table})`.execute(db)
    ).rows;
    const keys = await sql<{ from: string }>`select "from" from pragma_foreign_key_list(${table})`.execute(
      db,
    );
    const points = new Set(keys.rows.map((key) => key.from));
    for (const row of [1, 2, 3]) {
      const values = columns.map((column) =>
        inRow(column, points.has(column.name) || column.name === 'post_id', row),
      );
      await sql`insert into ${sql.table(table)} (${sql.join(columns.map(({ name }) => sql.ref(name)))})
        values (${sql.join(values)})`.execute(db);
    }
  }
  await sql`pragma foreign_keys = on`.execute(db);
}
