import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

const STATEMENTS = [
  `create table account (
    id integer primary key autoincrement, name text not null, name_key text not null unique,
    password_hash text not null, role text not null, must_change integer not null, created_at integer not null,
    disabled_at integer, password_changed_at integer not null
  )`,
  'alter table session add column account_id integer references account(id) on delete cascade',
  'create index session_account on session(account_id)',
] as const;

/** Persons with roles; a session without one is of the access token. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, STATEMENTS);
}
