import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

/**
 * For which of the watches that see a post its author speaks: to the others it speaks as anybody does. And what the
 * subject of a watch was called, until it has looked at what was said under that name.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, [
    'alter table mention add column own integer not null default 0',
    "alter table watch add column former_json text not null default '[]'",
  ]);
}
