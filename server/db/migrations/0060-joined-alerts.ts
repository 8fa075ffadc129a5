import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

/** An alert that goes on as another one names the one that stands, though that became one with others since. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, [
    `update alert set merged_into = (select o.merged_into from alert o where o.id = alert.merged_into)
     where exists (select 1 from alert o where o.id = alert.merged_into and o.merged_into is not null)`,
    'create index alert_merged_into on alert (merged_into) where merged_into is not null',
  ]);
}
