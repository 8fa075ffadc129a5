import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

const STATEMENTS = [
  `create table annotation (
    id integer primary key, watch_id integer references watch(id) on delete cascade,
    kind text not null, text text not null, at integer not null, until integer,
    created_at integer not null, created_by text not null, updated_at integer, updated_by text,
    removed_at integer, removed_by text
  )`,
  'create index annotation_at on annotation(at)',
  'create index annotation_watch on annotation(watch_id)',
] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, STATEMENTS);
}
