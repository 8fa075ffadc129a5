import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

const STATEMENTS = [
  'alter table analysis add column machine_json text',
  'alter table analysis add column override_json text',
  `create table correction (
    id integer primary key autoincrement, post_id integer not null references post(id),
    by text not null, at integer not null, verdict text not null, sentiment integer, label_json text not null,
    machine_json text not null, reader text not null, note text, undone_at integer
  )`,
  'create index correction_post on correction(post_id)',
  `create table overlay (
    id integer primary key autoincrement, trained_at integer not null, trained_by text not null,
    reader text not null, labels integer not null, report_json text not null, bytes blob not null,
    active integer not null default 0, changed_at integer, changed_by text
  )`,
  'create unique index overlay_one_active on overlay(active) where active = 1',
] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, STATEMENTS);
}
