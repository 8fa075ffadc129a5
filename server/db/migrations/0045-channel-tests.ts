import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

const STATEMENTS = [
  'alter table channel add column tested_at integer',
  'alter table channel add column test_fault text',
  'update channel set tested_at = proven_at where proven_at is not null',
] as const;

/** How the last test of a channel ended: when, and what was in its way; null: it arrived. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, STATEMENTS);
}
