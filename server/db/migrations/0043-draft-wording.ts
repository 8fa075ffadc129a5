import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

/** A draft beside the values of its gaps: the whole text as somebody reworded it; null: as its template has it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, [
    'alter table alert_draft add column title text',
    'alter table alert_draft add column body text',
  ]);
}
