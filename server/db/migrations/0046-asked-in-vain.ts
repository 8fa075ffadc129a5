import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

/** How often an address was asked for in vain: one that refused may answer another day. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, ['alter table fetch_memory add column in_vain integer not null default 0']);
}
