import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

/** When each playbook of an alert was called for: its steps have their time from then on. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, ["alter table alert add column called_json text not null default '{}'"]);
}
