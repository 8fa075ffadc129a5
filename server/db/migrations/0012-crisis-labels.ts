import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

const STATEMENTS = [
  `create table crisis_label (
    id integer primary key autoincrement, watch_id integer not null references watch(id), name text not null,
    from_at integer not null, to_at integer not null, created_at integer not null, created_by text not null,
    removed_at integer, removed_by text
  )`,
  'create index crisis_label_watch on crisis_label(watch_id, from_at)',
] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, STATEMENTS);
}
