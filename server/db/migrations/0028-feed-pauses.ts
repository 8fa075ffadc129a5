import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

const STATEMENTS = [
  `create table feed_pause (
    id integer primary key, feed_id integer not null references feed(id) on delete cascade,
    from_at integer not null, to_at integer
  )`,
  'create index feed_pause_feed on feed_pause(feed_id)',
] as const;

/** When feeds were not read because nobody wanted them read: such days say nothing about what is usual. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, STATEMENTS);
}
