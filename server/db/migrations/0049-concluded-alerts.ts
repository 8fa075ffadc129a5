import type { Kysely } from 'kysely';
import { define } from '../engine/ddl.ts';

/**
 * A closed alert is called what its finished review concluded. Those of before that were finished after the closing did
 * not do so; alerts that go on as another one stay as they are.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const concluded = (verdict: string, falseAlarm: number) =>
    `update alert set status = '${verdict}'
     where status in ('closed', 'false_alarm') and status <> '${verdict}' and merged_into is null
       and exists (select 1 from review where review.alert_id = alert.id and review.status = 'done'
         and review.false_alarm = ${falseAlarm} and review.updated_at >= alert.closed_at)`;
  await define(db, [concluded('false_alarm', 1), concluded('closed', 0)]);
}
