import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

const STATEMENTS = [
  `create table robots_text (
    id integer primary key autoincrement, origin text not null, hash text not null, status integer not null,
    body text, first_at integer not null, last_at integer not null,
    unique (origin, hash)
  )`,
  `create table robots_decision (
    url text not null, text_id integer not null references robots_text(id), verdict text not null,
    first_at integer not null, last_at integer not null, times integer not null default 1,
    primary key (url, text_id, verdict)
  ) without rowid`,
  'create index robots_decision_text on robots_decision(text_id)',
  'create index robots_decision_last on robots_decision(last_at)',
  `create table host_rest (
    host text primary key, until_at integer not null, why text not null
  ) without rowid`,
] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, STATEMENTS);
}
