import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

const STATEMENTS = [
  `create table route (
    id integer primary key autoincrement, position integer not null, depth integer not null, name text not null,
    match_json text not null, channels_json text not null, calls_chain integer not null, goes_on integer not null,
    active integer not null
  )`,
  // As it was called then: a route may be renamed or removed, what was sent by it stays sent.
  'alter table delivery add column route text',
] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, STATEMENTS);
}
