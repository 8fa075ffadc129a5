import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

const STATEMENTS = [
  `create table watch_setting (
    watch_id integer primary key references watch(id), setting_json text not null, version integer not null,
    updated_at integer not null, updated_by text not null
  )`,
  `create table watch_setting_change (
    watch_id integer not null references watch(id), version integer not null, at integer not null,
    by text not null, kind text not null, note text, setting_json text not null,
    primary key (watch_id, version)
  )`,
  'alter table alert add column lowering_json text',
] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, STATEMENTS);
}
