import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

const STATEMENTS = [
  `create table brief (
    id integer primary key autoincrement, person_id integer not null references person(id) on delete cascade,
    kind text not null, minute integer not null, weekday integer not null, watches_json text not null,
    quiet text not null, told_until integer not null
  )`,
  'create index brief_person on brief(person_id)',
] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, STATEMENTS);
}
