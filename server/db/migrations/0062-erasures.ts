import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

/** What was deleted because somebody asked for it, and by what it is known should it come again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, [
    `create table erasure (
      id integer primary key autoincrement,
      asked_at integer not null, asked_by text not null, scope text not null, note text not null,
      post_id integer, author text,
      posts integer not null default 0, reports_json text not null default '[]',
      ended_at integer
    )`,
    'create table erased (mark text primary key, at integer not null)',
  ]);
}
