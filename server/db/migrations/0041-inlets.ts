import { type Kysely, sql } from 'kysely';
import { define } from '../engine/ddl.ts';

const STATEMENTS = [
  `create table inlet (
    id integer primary key, name text not null unique, since integer not null, last_at integer not null
  )`,
  'alter table post add column inlet_id integer',
  // What programs push with already is nothing new.
  `insert into inlet (name, since, last_at)
    select 'push #' || id, created_at, last_used_at from ingest_token where last_used_at is not null`,
] as const;

/** The platforms of files that were imported: null where none was named. */
async function platformsOf(db: Kysely<unknown>): Promise<readonly (string | null)[]> {
  const { rows } = await sql<{ mapping: unknown }>`select mapping_json as mapping from import_file
    union all select mapping_json as mapping from import_mapping`.execute(db);
  return rows.map(({ mapping }) => {
    const read = typeof mapping === 'string' ? JSON.parse(mapping) : mapping;
    return (read as { platform?: string } | null)?.platform ?? null;
  });
}

/** By what posts come that no feed brings, and since when: what has only just begun is not held against the time before. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, STATEMENTS);
  const stored = await sql`select 1 from post limit 1`.execute(db);
  if (stored.rows.length === 0) return;
  const names = new Set((await platformsOf(db)).map((platform) => `import ${platform ?? 'import'}`));
  for (const name of names.add('import import')) {
    await sql`insert into inlet (name, since, last_at) values (${name}, 0, ${Date.now()})`.execute(db);
  }
}
