import type { PgBoss } from 'pg-boss';
import type { Job, JobKind } from '../core/job/job.ts';
import { BOSS_SCHEMA, DEAD_QUEUE } from '../db/job/boss-names.ts';

const JOB = `${BOSS_SCHEMA}.job`;
const STATE = `${BOSS_SCHEMA}.job_state`;
/** Only the try that is held; pg-boss counts from 0 what is tried again. */
const HELD = `name = $1 and id = $2 and state = 'active' and retry_count = $3`;

const held = ({ kind, id, attempts }: Job) => [kind, id, attempts - 1];

/**
 * What this queue promises and pg-boss has no word for, written on its table in the open: to look through all kinds in
 * one statement, to find the holder of a key by the index that guards it and whether one of it died, to pause for a
 * time of our own, to give back without counting a try, to take back what has not begun, to let no further try follow,
 * and to wipe a payload.
 */
export function aroundBoss(boss: PgBoss) {
  const run = async (text: string, values: unknown[]) => (await boss.getDb().executeSql(text, values)).rows;
  return {
    /** Those of the kinds that have a due job, in the order given. */
    async dueKinds(kinds: readonly JobKind[]): Promise<readonly JobKind[]> {
      const rows = await run(
        `select kind from unnest($1::text[]) with ordinality as asked(kind, rank) where exists (
           select 1 from ${JOB}
           where name = asked.kind and state < 'active' and not blocked and start_after <= now()
         ) order by rank`,
        [kinds],
      );
      return rows.map((row) => row.kind);
    },

    async holderOf(kind: JobKind, key: string): Promise<string | null> {
      const rows = await run(
        `select id from ${JOB} where name = $1 and coalesce(singleton_key, '') = $2
           and state <= 'active' and policy = 'exclusive'`,
        [kind, key],
      );
      return rows[0]?.id ?? null;
    },

    async stateOf(kind: JobKind, key: string): Promise<'open' | 'dead' | null> {
      const rows = await run(
        `select case
           when exists (select 1 from ${JOB} where name = $1 and coalesce(singleton_key, '') = $2
             and state <= 'active' and policy = 'exclusive') then 'open'
           when exists (select 1 from ${JOB} where name = $3 and source_name = $1 and singleton_key = $2
             and state < 'active') then 'dead'
         end as state`,
        [kind, key, DEAD_QUEUE],
      );
      return rows[0]?.state ?? null;
    },

    /** pg-boss would take it from under a worker that has just begun. */
    async drop(kind: JobKind, id: string): Promise<void> {
      await run(`delete from ${JOB} where name = $1 and id = $2 and state < 'active'`, [kind, id]);
    },

    /** What was added in the future was so before the server's clock was set back: its time means nothing. */
    freeSetBack: () =>
      run(
        `update ${JOB} set start_after = now(), created_on = now()
         where state < 'active' and start_after > now() and created_on > now() + interval '1 minute'`,
        [],
      ),

    /** The holder of a try without a start is not counted when it is taken again. */
    giveBack: (job: Job, pauseMs: number, output: object | null, uncounted: boolean) =>
      run(
        `update ${JOB} set heartbeat_on = null, output = $5,
           state = cast(case when $6 and retry_count = 0 then 'created' else 'retry' end as ${STATE}),
           started_on = case when $6 then null else started_on end,
           start_after = now() + $4 * interval '1 millisecond'
         where ${HELD}`,
        [...held(job), pauseMs, output === null ? null : JSON.stringify(output), uncounted],
      ),

    letNoTryFollow: (job: Job) => run(`update ${JOB} set retry_limit = retry_count where ${HELD}`, held(job)),

    wipe: (job: Job) => run(`update ${JOB} set data = '{}' where ${HELD}`, held(job)),

    /** Of jobs that ended without a word from their worker. */
    wipeEnded: (kind: JobKind) =>
      run(`update ${JOB} set data = '{}' where name = $1 and state > 'active' and data <> '{}'`, [kind]),
  };
}
