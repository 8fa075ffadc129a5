import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

const STATEMENTS = [
  `create table import_chunk (
    import_id integer not null references import_file(id) on delete cascade, part integer not null,
    bytes blob not null, primary key (import_id, part)
  )`,
] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, STATEMENTS);
}
