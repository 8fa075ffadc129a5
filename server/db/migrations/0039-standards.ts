import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

const STATEMENTS = [
  `create table standard (
    id integer primary key, watch_id integer not null references watch(id) on delete cascade,
    touchpoint text not null, unit text not null, better text not null, version integer not null,
    created_at integer not null, created_by text not null, retired_at integer, retired_by text
  )`,
  'create index standard_watch on standard(watch_id, id)',
  `create table standard_version (
    standard_id integer not null references standard(id) on delete cascade, version integer not null,
    name text not null, floor real not null, target real not null, ideal real, owner text not null,
    review_at integer, promise text, promise_value real, promise_url text, promise_from integer, promise_to integer,
    changed_at integer not null, changed_by text not null,
    primary key (standard_id, version)
  ) without rowid`,
] as const;

/** What service is held to, and what it was held to before. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, STATEMENTS);
}
