import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../database.ts';
import { engineOf } from './engine.ts';

/**
 * The few things that SQLite and PostgreSQL write differently, as fragments for `sql`. Everything else is
 * written so that both take it: a sub-select has a name, what is counted under a condition is
 * `count(*) filter (where …)`, a choice is `case`, a number out of JSON is cast.
 */
type Fragment = RawBuilder<unknown>;

/** Column types of rows handed in by `rowsIn`. */
export type RowType = 'bigint' | 'double precision' | 'text';

/** One fragment or the other. */
export function byEngine(
  db: Db,
  parts: { readonly sqlite: Fragment; readonly postgres: Fragment },
): Fragment {
  return parts[engineOf(db)];
}

/**
 * Whole numbers as a table `name(value, key)`, `key` counting up in their order: for `from`. One parameter
 * however many they are, so the statement stays the same.
 */
export function numbersIn(db: Db, values: readonly number[], name: string): Fragment {
  return byEngine(db, {
    sqlite: sql`json_each(${JSON.stringify(values)}) ${sql.ref(name)}`,
    postgres: sql`unnest(cast(${`{${values.join(',')}}`} as bigint[])) with ordinality ${sql.ref(name)}(value, key)`,
  });
}

/** Texts as a table `name(value, key)`; as `numbersIn`. */
export function textsIn(db: Db, values: readonly string[], name: string): Fragment {
  const list = JSON.stringify(values);
  return byEngine(db, {
    sqlite: sql`json_each(${list}) ${sql.ref(name)}`,
    postgres: sql`jsonb_array_elements_text(cast(${list} as jsonb)) with ordinality ${sql.ref(name)}(value, key)`,
  });
}

/** Rows as a table `name(…columns, key)`; as `numbersIn`. A member that is missing is null. */
export function rowsIn(
  db: Db,
  rows: readonly object[],
  columns: Readonly<Record<string, RowType>>,
  name: string,
): Fragment {
  const list = JSON.stringify(rows);
  const names = Object.keys(columns);
  const picked = names.map((each) => sql`value ->> ${sql.lit(each)} as ${sql.ref(each)}`);
  // Texts are compared by their codes, as they are in all tables.
  const typed = Object.entries(columns).map(
    ([each, type]) => sql`${sql.ref(each)} ${sql.raw(type === 'text' ? 'text collate "C"' : type)}`,
  );
  return byEngine(db, {
    sqlite: sql`(select ${sql.join(picked)}, key from json_each(${list})) ${sql.ref(name)}`,
    postgres: sql`rows from (jsonb_to_recordset(cast(${list} as jsonb)) as (${sql.join(typed)})) with ordinality
      ${sql.ref(name)}(${sql.join([...names, 'key'].map((each) => sql.ref(each)))})`,
  });
}

/** SQLite takes at most 500 queries in a row, and reads fewer of them faster. */
const TOGETHER = 100;

/** Many queries of the same columns, one after the other, however many they are: those of each watch of hundreds. */
export function unionOf(queries: readonly Fragment[], kind: 'union all' | 'union' = 'union all'): Fragment {
  const between = kind === 'union' ? sql` union ` : sql` union all `;
  if (queries.length <= TOGETHER) return sql.join(queries, between);
  const groups: Fragment[] = [];
  for (let from = 0; from < queries.length; from += TOGETHER) {
    groups.push(sql`select * from (${sql.join(queries.slice(from, from + TOGETHER), between)}) several`);
  }
  return unionOf(groups, kind);
}

/** Joins in the order written, which SQLite keeps to for a `cross join` with a condition. */
export function joinInOrder(db: Db): Fragment {
  return byEngine(db, { sqlite: sql`cross join`, postgres: sql`join` });
}

/**
 * Joins rows of a table, as `name`, that are looked up for one row after the other. Told to join, PostgreSQL
 * rather gathers whole months where it misjudges how many rows there will be.
 */
export function lookUp(
  db: Db,
  table: string,
  name: string,
  on: Fragment,
  options: { readonly index?: string } = {},
): Fragment {
  const rows = sql`${sql.table(table)} ${sql.ref(name)}`;
  const index = options.index === undefined ? sql`` : sql`indexed by ${sql.ref(options.index)}`;
  return byEngine(db, {
    sqlite: sql`cross join ${rows} ${index} on ${on}`,
    postgres: sql`cross join lateral (select * from ${rows} where ${on} offset 0) ${sql.ref(name)}`,
  });
}

/** Says which index to walk, where that can be said. */
export function indexedBy(db: Db, index: string): Fragment {
  return byEngine(db, { sqlite: sql`indexed by ${sql.ref(index)}`, postgres: sql`` });
}

/** The elements of a JSON array found in a document, as a table `name(value, key)`: texts. */
export function elementsOf(db: Db, document: Fragment, member: string, name: string): Fragment {
  return byEngine(db, {
    sqlite: sql`json_each(${document}, ${sql.lit(`$.${member}`)}) ${sql.ref(name)}`,
    postgres: sql`jsonb_array_elements_text(cast(${document} as jsonb) -> ${sql.lit(member)}) with ordinality ${sql.ref(name)}(value, key)`,
  });
}

/** Whether a JSON document has a member. */
export function hasMember(db: Db, document: Fragment, member: string): Fragment {
  return byEngine(db, {
    sqlite: sql`${document} -> ${sql.lit(`$.${member}`)} is not null`,
    postgres: sql`cast(${document} as jsonb) -> ${sql.lit(member)} is not null`,
  });
}

/** Gathers a column of a group into the text of a JSON array; of nothing, `[]`. */
export function gathered(db: Db, value: Fragment): Fragment {
  return byEngine(db, {
    sqlite: sql`json_group_array(${value})`,
    postgres: sql`coalesce(json_agg(${value}), '[]')`,
  });
}

/** The greatest and the least of some values, none of them null. */
export function greatest(db: Db, ...values: readonly Fragment[]): Fragment {
  return byEngine(db, {
    sqlite: sql`max(${sql.join(values)})`,
    postgres: sql`greatest(${sql.join(values)})`,
  });
}

export function least(db: Db, ...values: readonly Fragment[]): Fragment {
  return byEngine(db, { sqlite: sql`min(${sql.join(values)})`, postgres: sql`least(${sql.join(values)})` });
}

/** Whether a text holds another, letter for letter. */
export function holds(db: Db, text: Fragment, part: string): Fragment {
  return byEngine(db, {
    sqlite: sql`instr(${text}, ${part}) > 0`,
    postgres: sql`strpos(${text}, ${part}) > 0`,
  });
}

/** A table of this connection alone. */
export function ownTable(db: Db, name: string): Fragment {
  return byEngine(db, { sqlite: sql.table(`temp.${name}`), postgres: sql.table(`pg_temp.${name}`) });
}
