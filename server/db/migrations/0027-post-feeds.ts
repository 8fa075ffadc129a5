import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

/** Which feed brought a post first; null where it was pushed, imported, or stored before this was kept. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, ['alter table post add column feed_id integer']);
}
