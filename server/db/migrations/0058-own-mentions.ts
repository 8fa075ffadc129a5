import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

/** For which of the watches that see a post its author speaks: to the others it speaks as anybody does. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, ['alter table mention add column own integer not null default 0']);
}
