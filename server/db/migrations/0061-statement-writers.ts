import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

/**
 * Who wrote the words of a statement, where somebody else handed it in; of those of before nobody knows. What waits or
 * may go out takes as many people as its alert's level asks for now.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, [
    'alter table statement add column written_by text',
    `update statement set needed = 2 where needed < 2 and state in ('in_review', 'approved')
       and exists (select 1 from alert where alert.id = statement.alert_id and alert.level in ('I', 'II'))`,
    `update statement set state = 'in_review' where state = 'approved' and needed > (select count(*)
       from statement_decision d where d.statement_id = statement.id and d.approves = 1)`,
  ]);
}
