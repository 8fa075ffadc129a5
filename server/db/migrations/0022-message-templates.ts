import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

const STATEMENTS = [
  `create table message_template (
    id integer primary key autoincrement, channel_id integer references channel(id) on delete cascade,
    title text not null, body text not null, updated_at integer not null, updated_by text not null
  )`,
  // One for each channel, and one for all others, which belongs to none.
  'create unique index message_template_channel on message_template(coalesce(channel_id, 0))',
] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, STATEMENTS);
}
