import { sql } from 'kysely';
import type { JobKind, JobPayloads } from '../../core/job/job.ts';
import { LAMENTED } from '../../core/job/job-kinds.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { engineOf } from '../engine/engine.ts';
import { parseJson } from '../engine/json.ts';
import { BOSS_SCHEMA, DEAD_QUEUE } from '../job/boss-names.ts';

/** A job that waits or runs. */
export interface OpenJob<K extends JobKind = JobKind> {
  readonly kind: K;
  readonly payload: JobPayloads[K];
  readonly key: string | null;
  readonly runAt: Instant;
}

interface PendingJob {
  readonly kind: JobKind;
  readonly key: string | null;
  readonly payload: string;
  readonly runAt: number;
}

/** Jobs that are still to be done, oldest first. Those that somebody waited for are not: nobody does any more. */
export async function openJobs(db: Db): Promise<readonly OpenJob[]> {
  const found = engineOf(db) === 'sqlite' ? await onSqlite(db) : await onPostgres(db);
  return found
    .filter(({ kind }) => LAMENTED.includes(kind))
    .map(({ payload, ...job }) => ({ ...job, payload: parseJson<JobPayloads[JobKind]>(payload) }));
}

async function onSqlite(db: Db): Promise<readonly PendingJob[]> {
  const { rows } = await sql<PendingJob>`
    select kind, unique_key as "key", payload_json as payload, run_at as "runAt"
    from job where status in ('waiting', 'running') order by id`.execute(db);
  return rows;
}

async function onPostgres(db: Db): Promise<readonly PendingJob[]> {
  if (!(await hasBoss(db))) return [];
  const { rows } = await sql<PendingJob>`
    select name as kind, nullif(singleton_key, cast(id as text)) as key, data ->> 'json' as payload,
      floor(extract(epoch from start_after) * 1000) as "runAt"
    from ${sql.table(`${BOSS_SCHEMA}.job`)}
    where state <= 'active' and data ->> 'json' is not null order by created_on, id`.execute(db);
  return rows;
}

/** A database that no worker ever worked with has no tables of pg-boss. */
async function hasBoss(db: Db): Promise<boolean> {
  const { rows } = await sql`select 1 where to_regclass(${`${BOSS_SCHEMA}.job`}) is not null`.execute(db);
  return rows.length > 0;
}

/** Dead jobs that a person may still want to know of. */
export async function countDeadJobs(db: Db): Promise<number> {
  if (engineOf(db) === 'postgres') return (await hasBoss(db)) ? countDeadOnPostgres(db) : 0;
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from job where status = 'dead' and kind in (${sql.join(LAMENTED)})`.execute(db);
  return rows[0]?.n ?? 0;
}

async function countDeadOnPostgres(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from ${sql.table(`${BOSS_SCHEMA}.job`)}
    where name = ${DEAD_QUEUE} and state < 'active' and source_name in (${sql.join(LAMENTED)})`.execute(db);
  return rows[0]?.n ?? 0;
}
