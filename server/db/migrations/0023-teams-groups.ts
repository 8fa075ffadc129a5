import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

const STATEMENTS = [
  `create table duty_chain (
    id integer primary key autoincrement, position integer not null, name text not null
  )`,
  // A watch that stands here has this chain; the others have the one without a row.
  `create table duty_watch (
    watch_id integer primary key references watch(id) on delete cascade,
    chain_id integer not null references duty_chain(id) on delete cascade
  )`,
  'create index duty_watch_chain on duty_watch(chain_id)',
  // The steps there were are those of the chain without a row.
  'alter table duty_step add column chain_id integer references duty_chain(id) on delete cascade',
  'create index duty_step_chain on duty_step(chain_id)',
  // How messages of a branch are put together; null: as everywhere else.
  'alter table route add column grouping_json text',
  // When what a group holds is told.
  'alter table delivery add column due_at integer',
  'create index delivery_group on delivery(due_at) where owed = 1 and due_at is not null',
  // Why another channel tells it instead of the one that could not.
  'alter table delivery add column stands_in text',
  'alter table notice add column owed integer not null default 0',
  'alter table notice add column released_at integer',
  'create index notice_owed on notice(channel_id, id) where owed = 1',
  // Times it was said again when nobody was left to be passed on to.
  'alter table alert add column repeats integer not null default 0',
  'alter table alert add column merged_into integer references alert(id)',
  'create index alert_merged on alert(merged_into) where merged_into is not null',
] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, STATEMENTS);
}
