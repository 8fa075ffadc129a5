import { type Kysely, sql } from 'kysely';
import { engineOf } from '../engine/engine.ts';

/**
 * Tables whose numbers are told to people and programs. Posts and stories have a numbering of their own; of runs of
 * feeds and refusals, of which there are very many, nobody keeps the number.
 */
const TABLES = [
  'annotation',
  'fix',
  'standard',
  'survey',
  'report',
  'drill',
  'drill_event',
  'review_measure',
  'statement',
  'statement_publication',
  'alert_change',
  'delivery',
  'notice',
  'feed_incident',
  'feed_pause',
  'inlet',
  'job',
] as const;

/** Under which actions the log tells a number of the table. */
const TOLD: Readonly<Partial<Record<(typeof TABLES)[number], readonly string[]>>> = {
  annotation: ['annotation.add', 'annotation.change', 'annotation.remove'],
  fix: ['fix.add', 'fix.remove'],
  standard: ['standard.add', 'standard.change', 'standard.retire'],
  survey: ['survey.add', 'survey.change', 'survey.remove', 'survey.export'],
  report: ['report.make', 'report.amend', 'report.remove', 'report.export'],
  drill: ['drill.start', 'drill.act', 'drill.pause', 'drill.resume', 'drill.end', 'drill.remove'],
  review_measure: ['measure.change', 'measure.remove'],
};

/**
 * A number is never given again when its row is gone: a bookmark, a line of the log or a program that kept it would
 * find somebody else's thing. PostgreSQL numbers so by itself.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  if (engineOf(db) === 'postgres') return;
  const { rows } = await sql<{ foreign_keys: number }>`pragma foreign_keys`.execute(db);
  // With them a table that is taken away takes along what belongs to its rows.
  if (rows[0]?.foreign_keys !== 0) throw new Error('foreign keys must be off while tables are made anew');
  const before = await lostRows(db);
  for (const table of TABLES) await numberOnce(db, table);
  if ((await lostRows(db)) > before) throw new Error('rows would point to what is gone');
}

/** The table as it is but for its numbering, with the same rows, indexes and triggers. */
async function numberOnce(db: Kysely<unknown>, table: (typeof TABLES)[number]): Promise<void> {
  const parts = await sql<{ type: string; sql: string }>`
    select type, sql from sqlite_master where tbl_name = ${table} and sql is not null`.execute(db);
  const made = parts.rows.find(({ type }) => type === 'table')?.sql ?? '';
  const anew = made
    .replace(/^create table\s+["'`]?\w+["'`]?/i, `create table "${table}_anew"`)
    .replace(/\bid integer primary key\b(?! autoincrement)/i, 'id integer primary key autoincrement');
  const columns = await sql<{ name: string }>`select name from pragma_table_info(${table})`.execute(db);
  const names = sql.join(columns.rows.map(({ name }) => sql.ref(name)));
  await sql.raw(anew).execute(db);
  await sql`insert into ${sql.table(`${table}_anew`)} (${names})
    select ${names} from ${sql.table(table)} order by id`.execute(db);
  await sql`drop table ${sql.table(table)}`.execute(db);
  await sql`alter table ${sql.table(`${table}_anew`)} rename to ${sql.table(table)}`.execute(db);
  for (const part of parts.rows) if (part.type !== 'table') await sql.raw(part.sql).execute(db);
  await beyondTold(db, table);
}

/** Beyond the numbers of rows that are gone already, as far as the log knows them. */
async function beyondTold(db: Kysely<unknown>, table: (typeof TABLES)[number]): Promise<void> {
  const actions = TOLD[table];
  if (actions === undefined) return;
  const told = sql`(select coalesce(max(cast(object_id as integer)), 0) from audit
    where action in (${sql.join(actions)}))`;
  await sql`insert into sqlite_sequence (name, seq) select ${table}, 0
    where not exists (select 1 from sqlite_sequence where name = ${table})`.execute(db);
  await sql`update sqlite_sequence set seq = max(seq, ${told}) where name = ${table}`.execute(db);
}

/** How many rows of these tables and of those that point to them point to nothing. */
async function lostRows(db: Kysely<unknown>): Promise<number> {
  const near = await sql<{ name: string }>`
    select distinct m.name from sqlite_master m, pragma_foreign_key_list(m.name) k
    where m.type = 'table' and (m.name in (${sql.join(TABLES)}) or k."table" in (${sql.join(TABLES)}))`.execute(
    db,
  );
  let count = 0;
  for (const { name } of near.rows) {
    const lost = await sql<{ count: number }>`
      select count(*) as count from pragma_foreign_key_check(${name})`.execute(db);
    count += lost.rows[0]?.count ?? 0;
  }
  return count;
}
