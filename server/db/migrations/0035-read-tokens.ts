import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

const STATEMENTS = [
  `create table read_token (
    id integer primary key autoincrement, name text not null unique, hash text not null unique,
    hint text not null, limited integer not null, created_at integer not null, last_used_at integer,
    revoked_at integer
  )`,
  `create table read_token_watch (
    token_id integer not null references read_token(id) on delete cascade,
    watch_id integer not null references watch(id) on delete cascade,
    primary key (token_id, watch_id)
  ) without rowid`,
  'create index read_token_watch_watch on read_token_watch(watch_id)',
] as const;

/** Tokens that programs read with, all of it or some watches. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, STATEMENTS);
}
