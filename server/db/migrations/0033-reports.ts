import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

const STATEMENTS = [
  `create table report (
    id integer primary key, kind text not null, watch_id integer references watch(id) on delete set null,
    from_at integer not null, to_at integer not null, title text not null, snapshot_json text not null,
    summary text, remarks_json text not null, version integer not null,
    made_at integer not null, made_by text not null, changed_at integer not null, changed_by text not null
  )`,
  'create index report_watch on report(watch_id, id)',
] as const;

/** Reports as they were made, with what people wrote over them and beside them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, STATEMENTS);
}
