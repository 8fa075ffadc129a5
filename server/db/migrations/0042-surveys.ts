import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

const STATEMENTS = [
  `create table survey (
    id integer primary key, watch_id integer not null references watch(id) on delete cascade,
    name text not null, start_at integer not null, end_at integer not null, file text not null, digest text not null,
    answers integer not null, refused integer not null, texts integer not null, reader text not null,
    mapping_json text not null, tally_json text not null, complaints_json text not null, faults_json text not null,
    version integer not null, created_at integer not null, created_by text not null,
    changed_at integer not null, changed_by text not null
  )`,
  // The same rows are one survey of a watch, however often they are handed in.
  'create unique index survey_digest on survey(watch_id, digest)',
  'create index survey_end on survey(watch_id, end_at, id)',
  `create table survey_text (
    survey_id integer not null references survey(id) on delete cascade, no integer not null,
    question text not null, text text not null, sentiment integer, sure real, complaints text not null,
    primary key (survey_id, no)
  ) without rowid`,
] as const;

/** Surveys as counts, and their masked free texts. No answer of a person is kept. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, STATEMENTS);
}
