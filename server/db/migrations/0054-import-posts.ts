import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

/** Which posts came by imports alone, and by which: they go when the last of these is taken back. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, [
    `create table import_post (
      import_id integer not null, post_id integer not null, primary key (import_id, post_id)
    )`,
    'create index import_post_post on import_post(post_id)',
  ]);
}
