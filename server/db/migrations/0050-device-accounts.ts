import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

/** Whose account a device was entered with: it is told nothing more when that account is disabled or removed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, ['alter table channel add column account_id integer']);
}
