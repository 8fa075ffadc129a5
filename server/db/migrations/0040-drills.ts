import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

const STATEMENTS = [
  `create table drill (
    id integer primary key, scenario text not null, speed integer not null, plan_json text not null,
    started_at integer not null, started_by text not null, turns integer not null
  )`,
  'create index drill_scenario on drill(scenario, id)',
  `create table drill_event (
    id integer primary key, drill_id integer not null references drill(id) on delete cascade,
    at integer not null, drill_at integer not null, done_by text not null, act_json text not null
  )`,
  'create index drill_event_drill on drill_event(drill_id, id)',
] as const;

/** Crises that were rehearsed. They touch no other table: nothing of a drill can be counted as if it had happened. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, STATEMENTS);
}
