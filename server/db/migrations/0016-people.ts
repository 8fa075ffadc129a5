import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

const STATEMENTS = [
  `create table person (
    id integer primary key autoincrement, name text not null, title text not null, zone text not null,
    hours_json text, created_at integer not null
  )`,
  // A channel belongs to one person at most.
  `create table person_channel (
    channel_id integer primary key references channel(id) on delete cascade,
    person_id integer not null references person(id) on delete cascade, position integer not null
  )`,
  'create index person_channel_person on person_channel(person_id)',
  `create table duty_step (
    id integer primary key autoincrement, position integer not null, name text not null, people_json text not null,
    turn text not null, starts_at integer not null, zone text not null
  )`,
  `create table duty_swap (
    id integer primary key autoincrement, step_id integer not null references duty_step(id) on delete cascade,
    person_id integer not null references person(id) on delete cascade, from_at integer not null,
    until_at integer not null, by text not null, created_at integer not null
  )`,
  'create index duty_swap_step on duty_swap(step_id, until_at)',
  'create index duty_swap_person on duty_swap(person_id)',
  `alter table alert add column escalations integer not null default 0`,
  `alter table alert add column escalate_at integer`,
  `create index alert_escalate on alert(escalate_at) where escalate_at is not null`,
] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, STATEMENTS);
}
