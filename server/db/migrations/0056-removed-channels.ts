import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

/** A channel that was removed keeps its name, for the record of what was told through it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, ['alter table channel add column removed_at integer']);
}
