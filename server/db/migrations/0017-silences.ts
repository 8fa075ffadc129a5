import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

const STATEMENTS = [
  `create table silence (
    id integer primary key autoincrement, matcher_json text not null, from_at integer not null,
    until_at integer not null, author text not null, reason text not null, created_at integer not null,
    ended_at integer, ended_by text
  )`,
  'create index silence_until on silence(until_at)',
  'alter table channel add column quiet_json text',
  'alter table channel add column per_hour integer not null default 20',
  'alter table delivery add column silence_id integer references silence(id)',
  // 1: held, and to be told when what holds it is over.
  'alter table delivery add column owed integer not null default 0',
  'alter table delivery add column released_at integer',
  'alter table delivery add column notice_id integer references notice(id) on delete set null',
  'create index delivery_owed on delivery(reason, channel_id, id) where owed = 1',
  `create index delivery_queued on delivery(channel_id) where status = 'waiting'`,
  'create index delivery_sent on delivery(channel_id, sent_at) where sent_at is not null',
  `create index delivery_silence on delivery(silence_id) where silence_id is not null`,
  'create index delivery_notice on delivery(notice_id) where notice_id is not null',
  `create index alert_red on alert(id) where level = 'I' and closed_at is null`,
  'create index notice_sent on notice(channel_id, sent_at) where sent_at is not null',
] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, STATEMENTS);
}
