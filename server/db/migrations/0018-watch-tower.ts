import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

const STATEMENTS = [
  `create table trouble (
    id integer primary key autoincrement, kind text not null, subject text not null, detail_json text not null,
    opened_at integer not null, closed_at integer
  )`,
  // Two lookers at once open one.
  'create unique index trouble_one_open on trouble(kind, subject) where closed_at is null',
  'create index trouble_closed on trouble(closed_at) where closed_at is not null',
  // When a test message last arrived: what failed before that says nothing any more.
  'alter table channel add column proven_at integer',
  // The newest post that a change was led by: when it was published, where that is known, and when it was stored.
  'alter table alert_change add column published_at integer',
  'alter table alert_change add column stored_at integer',
  'create index alert_change_at on alert_change(at)',
  'create index delivery_log on delivery(channel_id, created_at, id)',
  'create index notice_log on notice(channel_id, created_at, id)',
] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, STATEMENTS);
}
