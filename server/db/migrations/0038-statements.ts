import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

const STATEMENTS = [
  `create table statement (
    id integer primary key, alert_id integer not null references alert(id) on delete cascade,
    template text not null, title text not null, body text not null, level text not null, needed integer not null,
    waiver text, state text not null, submitted_at integer not null, submitted_by text not null,
    published_at integer, published_by text, url text
  )`,
  'create index statement_alert on statement(alert_id, id)',
  `create table statement_decision (
    statement_id integer not null references statement(id) on delete cascade, person text not null,
    decided_by text not null, at integer not null, approves integer not null, note text,
    primary key (statement_id, person)
  ) without rowid`,
] as const;

/** Statements that were handed in, who approved them, and when they went out. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, STATEMENTS);
}
