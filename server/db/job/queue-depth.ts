import { sql } from 'kysely';
import type { JobKind } from '../../core/job/job.ts';
import { KINDS } from '../../core/job/job-kinds.ts';
import type { Vitals } from '../../core/operation/operational-trouble.ts';
import type { Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { textsIn } from '../engine/dialect.ts';
import { engineOf } from '../engine/engine.ts';
import { BOSS_SCHEMA } from './boss-names.ts';

type Depth = Vitals['queue'][number];

/** Due jobs that nobody has begun: of the embedded queue, or of pg-boss on PostgreSQL. */
export function readQueueDepth(db: Db, now: Instant): Promise<readonly Depth[]> {
  return engineOf(db) === 'postgres' ? readBoss(db) : readTable(db, now);
}

async function readTable(db: Db, now: Instant): Promise<readonly Depth[]> {
  const { rows } = await sql<{ kind: JobKind; waiting: number; since: Instant }>`
    select kind, count(*) as waiting, min(run_at) as since from job
    where status = 'waiting' and run_at <= ${now} group by kind`.execute(db);
  return rows.map(({ since, ...depth }) => ({ ...depth, oldestMs: Math.max(0, now - since) }));
}

/** One range of its index for each kind; by the clock of the server, which says what is due. */
async function readBoss(db: Db): Promise<readonly Depth[]> {
  const name = `${BOSS_SCHEMA}.job`;
  const there = await sql`select 1 where to_regclass(${name}) is not null`.execute(db);
  if (there.rows.length === 0) return [];
  const { rows } = await sql<Depth>`
    select k.value as kind, d.waiting, cast(d.age * 1000 as bigint) as "oldestMs"
    from ${textsIn(db, KINDS, 'k')} cross join lateral (
      select count(*) as waiting, extract(epoch from clock_timestamp() - min(start_after)) as age
      from ${sql.table(name)}
      where name = k.value and state < 'active' and not blocked and start_after <= now()
    ) d where d.waiting > 0`.execute(db);
  return rows.map((row) => ({ ...row, oldestMs: Math.max(0, row.oldestMs) }));
}
