import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

const CHANGES = [
  'alter table feed add column cron text',
  'alter table feed add column every_min integer',
  'alter table feed add column every_max integer',
  'alter table feed add column pace integer',
  'alter table feed add column empties integer not null default 0',
  `alter table feed_run add column kind text not null default 'turn'`,
  'alter table feed_run add column failure text',
  'alter table feed_run add column next_at integer',
  'alter table feed_run add column range_from integer',
  'alter table feed_run add column range_to integer',
  `create table feed_day (
    feed_id integer not null references feed(id) on delete cascade, day integer not null,
    runs integer not null, readable integer not null, empty integer not null,
    fetched integer not null, stored integer not null, primary key (feed_id, day)
  )`,
  // A day in China, by its number since 1970: 28,800,000 ms are eight hours.
  `insert into feed_day (feed_id, day, runs, readable, empty, fetched, stored)
    select feed_id, (started_at + 28800000) / 86400000, count(*),
      sum(case when outcome in ('posts', 'quiet') then 1 else 0 end),
      sum(case when outcome = 'quiet' and detail like 'empty page%' then 1 else 0 end),
      sum(fetched), sum(stored)
    from feed_run group by feed_id, (started_at + 28800000) / 86400000`,
  `create table feed_incident (
    id integer primary key, feed_id integer not null references feed(id) on delete cascade,
    health text not null, reason text, detail text not null, opened_at integer not null,
    closed_at integer, ending text
  )`,
  'create unique index feed_incident_one_open on feed_incident(feed_id) where closed_at is null',
  `create table notice (
    id integer primary key, channel_id integer not null references channel(id) on delete cascade,
    notice_json text not null, status text not null, reason text, attempts integer not null default 0,
    created_at integer not null, next_at integer not null, sent_at integer, answer text
  )`,
  `create index notice_waiting on notice(next_at) where status = 'waiting'`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, CHANGES);
}
