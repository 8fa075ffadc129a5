import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

const STATEMENTS = [
  `create table host_lease (
    host text primary key, holder text, until_at integer not null, ended_at integer not null,
    next_at integer not null
  )`,
  'create table leader_lease (name text primary key, holder text not null, until_at integer not null)',
] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, STATEMENTS);
}
