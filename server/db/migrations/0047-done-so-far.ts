import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

/** What of a message the tries so far got done, in the words of its channel: the next try does the rest. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, ['alter table delivery add column done text', 'alter table notice add column done text']);
}
