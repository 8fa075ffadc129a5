import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

/** By what those that say the same are found, also when the post that was named is gone. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, [
    'alter table erasure add column original_id integer',
    'alter table erasure add column content_hash integer',
  ]);
}
