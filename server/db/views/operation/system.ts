import { sql } from 'kysely';
import { deliveryTimes } from '../../../core/alert/delivery-times.ts';
import type { SystemScreen, TroubleRow } from '../../../core/screens/system.ts';
import { DAY, type Instant } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { byEngine } from '../../engine/dialect.ts';
import { engineOf } from '../../engine/engine.ts';
import { getBeat, getDetectedAt, getLook } from '../../installation/health-look.ts';
import { toTrouble } from '../../installation/troubles.ts';
import { readQueueDepth } from '../../job/queue-depth.ts';
import { readWays } from '../channel/delivery-times.ts';
import { readBlindness } from '../feed/blindness.ts';
import { countDead } from './dead-jobs.ts';

const WEEK = 7 * DAY;
const MAX_TROUBLES = 200;

/** The health page, but for what the processes say of themselves. */
export async function readSystem(db: Db, now: Instant): Promise<Omit<SystemScreen, 'version' | 'workers'>> {
  return {
    now,
    database: { engine: engineOf(db), bytes: await sizeOf(db) },
    queue: await readQueueDepth(db, now),
    deadJobs: await countDead(db),
    look: await getLook(db),
    troubles: await readTroubles(db, now - WEEK),
    feeds: await countFeeds(db),
    blind: await readBlindness(db, now),
    times: deliveryTimes(await readWays(db, now - WEEK)),
    detectedAt: await getDetectedAt(db),
    heartbeat: await getBeat(db),
  };
}

async function readTroubles(db: Db, from: Instant): Promise<readonly TroubleRow[]> {
  const rows = await db
    .selectFrom('trouble')
    .selectAll()
    .where((where) => where.or([where('closed_at', 'is', null), where('closed_at', '>', from)]))
    .orderBy((sort) => sort.case().when('closed_at', 'is', null).then(0).else(1).end())
    .orderBy('opened_at', 'desc')
    .limit(MAX_TROUBLES)
    .execute();
  // Written by us, each with the detail of its kind.
  return rows.map(toTrouble) as unknown as readonly TroubleRow[];
}

/** Bytes. */
export async function sizeOf(db: Db): Promise<number> {
  const size = byEngine(db, {
    sqlite: sql`select page_count * page_size as bytes from pragma_page_count(), pragma_page_size()`,
    postgres: sql`select pg_database_size(current_database()) as bytes`,
  });
  const { rows } = await sql<{ bytes: number }>`${size}`.execute(db);
  return rows[0]?.bytes ?? 0;
}

async function countFeeds(db: Db): Promise<SystemScreen['feeds']> {
  const { rows } = await sql<SystemScreen['feeds']>`
    select count(*) as active, count(i.id) as down
    from feed f left join feed_incident i on i.feed_id = f.id and i.closed_at is null and i.health <> 'silent'
    where f.active = 1`.execute(db);
  return rows[0] ?? { active: 0, down: 0 };
}
