import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

const STATEMENTS = [
  `create table session (
    hash text primary key, created_at integer not null, seen_at integer not null, expires_at integer not null
  ) without rowid`,
  'create index session_expires on session(expires_at)',
] as const;

/** Who is logged in: each browser on its own, until it logs out. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, STATEMENTS);
}
