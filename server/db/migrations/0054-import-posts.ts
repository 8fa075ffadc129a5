import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

/** Which posts an import was the first and only one to bring: they go when it is taken back. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, [
    `create table import_post (
      import_id integer not null, post_id integer not null, primary key (import_id, post_id)
    )`,
    'create unique index import_post_post on import_post(post_id)',
  ]);
}
