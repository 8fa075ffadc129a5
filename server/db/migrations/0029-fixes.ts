import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

const STATEMENTS = [
  `create table fix (
    id integer primary key, watch_id integer not null references watch(id) on delete cascade,
    touchpoint text not null, dimension text, title text not null, done_at integer not null,
    created_at integer not null, created_by text not null, removed_at integer, removed_by text
  )`,
  'create index fix_done on fix(watch_id, done_at)',
] as const;

/** What service teams did about a touchpoint, and when. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, STATEMENTS);
}
