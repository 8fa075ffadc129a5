import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, ['alter table post add column likeness real']);
}
