import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

const STATEMENTS = [
  `create table review (
    alert_id integer primary key references alert(id) on delete cascade,
    status text not null, version integer not null, false_alarm integer, answers_json text not null,
    updated_at integer not null, updated_by text not null
  )`,
  'create index review_status on review(status)',
  `create table review_measure (
    id integer primary key, alert_id integer not null references alert(id) on delete cascade,
    what text not null, owner text not null, due_at integer not null, version integer not null,
    done_at integer, done_by text, created_at integer not null, created_by text not null,
    removed_at integer, removed_by text
  )`,
  'create index review_measure_alert on review_measure(alert_id)',
  'create index review_measure_due on review_measure(due_at) where done_at is null and removed_at is null',
] as const;

/** What people concluded from an alert afterwards, and what they mean to change. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, STATEMENTS);
}
