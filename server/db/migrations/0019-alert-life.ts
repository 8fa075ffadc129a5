import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

const STATEMENTS = [
  'alter table alert add column phase text',
  'alter table alert add column assignee_id integer references person(id)',
  'create index alert_assignee on alert(assignee_id) where assignee_id is not null',
] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, STATEMENTS);
}
