import { sql } from 'kysely';
import type { JobKind } from '../../core/job/job.ts';
import { KINDS, LAMENTED } from '../../core/job/job-kinds.ts';
import type { JobState } from '../../core/operation/figures.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { textsIn } from '../engine/dialect.ts';
import { engineOf } from '../engine/engine.ts';
import { BOSS_SCHEMA, DEAD_QUEUE } from './boss-names.ts';

interface Counted {
  readonly kind: JobKind;
  readonly state: JobState;
  readonly count: number;
}

/** Jobs that have not ended well, by kind and state: of the embedded queue, or of pg-boss on PostgreSQL. */
export function readJobStates(db: Db, now: Instant): Promise<readonly Counted[]> {
  return engineOf(db) === 'postgres' ? readBoss(db) : readTable(db, now);
}

/** Each from nought on: so SQLite looks into the small index of the state instead of walking along it. */
async function readTable(db: Db, now: Instant): Promise<readonly Counted[]> {
  const { rows } = await sql<Counted>`
    select kind, case when run_at <= ${now} then 'waiting' else 'later' end as state, count(*) as count
    from job where status = 'waiting' and run_at > 0 group by 1, 2
    union all
    select kind, 'running' as state, count(*) as count from job
    where status = 'running' and lease_until > 0 group by 1
    union all
    select kind, 'dead' as state, count(*) as count from job
    where status = 'dead' and ended_at > 0 and kind in (${sql.join(LAMENTED)}) group by 1`.execute(db);
  return rows;
}

/** By the index that keeps two jobs of one key apart: it holds what waits and what runs, and nothing that ended. */
async function readBoss(db: Db): Promise<readonly Counted[]> {
  const name = `${BOSS_SCHEMA}.job`;
  const there = await sql`select 1 where to_regclass(${name}) is not null`.execute(db);
  if (there.rows.length === 0) return [];
  const { rows } = await sql<Counted>`
    select k.value as kind, d.state, d.count from ${textsIn(db, KINDS, 'k')} cross join lateral (
      select case when state = 'active' then 'running' when start_after <= now() then 'waiting' else 'later' end
        as state, count(*) as count
      from ${sql.table(name)}
      where name = k.value and state <= 'active' and policy = 'exclusive' group by 1
    ) d
    union all
    select source_name as kind, 'dead' as state, count(*) as count from ${sql.table(name)}
    where name = ${DEAD_QUEUE} and state < 'active' and not blocked group by 1`.execute(db);
  return rows;
}
