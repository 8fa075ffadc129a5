import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

/** While a host keeps silent, each look at it says why, not the first alone. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, ['alter table robots add column reason text']);
}
