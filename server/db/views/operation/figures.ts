import { sql } from 'kysely';
import type { Figures } from '../../../core/operation/figures.ts';
import { DAY, HOUR, type Instant, startOfHour } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { joinInOrder, numbersIn } from '../../engine/dialect.ts';
import { getDetectedAt, getDetectionMs, getLook } from '../../installation/health-look.ts';
import { readJobStates } from '../../job/job-states.ts';
import { readQueueDepth } from '../../job/queue-depth.ts';
import { lastPostId } from '../../post/posts.ts';
import { readFeedVitals } from '../feed/feed-vitals.ts';
import { sizeOf } from './system.ts';

/** Figures for a program that monitors the installation: short ranges of indexes, the same on both engines. */
export async function readFigures(db: Db, now: Instant): Promise<Figures> {
  const depths = await readQueueDepth(db, now);
  return {
    at: now,
    databaseBytes: await sizeOf(db),
    posts: await lastPostId(db),
    watches: await countMentions(db, now),
    jobs: await readJobStates(db, now),
    oldest: depths.map(({ kind, oldestMs }) => ({ kind, ms: oldestMs })),
    feeds: await readFeeds(db, now),
    deliveries: await countDeliveries(db, now),
    alerts: await countAlerts(db),
    detection: { endedAt: await getDetectedAt(db), tookMs: await getDetectionMs(db) },
    troubles: await countTroubles(db),
    disk: (await getLook(db))?.disk ?? null,
  };
}

/** Whole hours, as they are counted: the one under way and the 23 before it. */
async function countMentions(db: Db, now: Instant): Promise<Figures['watches']> {
  const from = startOfHour(now) - DAY + HOUR;
  const watches = await db.selectFrom('watch').select(['id', 'name']).orderBy('id').execute();
  const ids = watches.map(({ id }) => id);
  const { rows } = await sql<{ id: number; mentions: number; negative: number }>`
    select w.value as id, sum(b.count) as mentions, coalesce(sum(b.count) filter (where b.sentiment < 0), 0) as negative
    from ${numbersIn(db, ids, 'w')} ${joinInOrder(db)} bucket b on b.watch_id = w.value and b.hour >= ${from}
    group by w.value`.execute(db);
  const counted = new Map(rows.map(({ id, ...counts }) => [Number(id), counts]));
  return watches.map(({ id, name }) => ({ name, ...(counted.get(id) ?? { mentions: 0, negative: 0 }) }));
}

async function readFeeds(db: Db, now: Instant): Promise<Figures['feeds']> {
  const vitals = await readFeedVitals(db, now);
  return vitals.map(({ feed: { id, name, source }, health, lastOkAt, lastPostsAt, failures }) => ({
    id,
    name,
    source,
    health,
    lastOkAt,
    lastPostsAt,
    failures,
  }));
}

/** Of alerts and of the installation alike. */
async function countDeliveries(db: Db, now: Instant): Promise<Figures['deliveries']> {
  const of = (outbox: 'delivery' | 'notice') => sql`
    select c.kind, o.status as outcome from channel c
    ${joinInOrder(db)} ${sql.table(outbox)} o on o.channel_id = c.id and o.created_at > ${now - DAY}`;
  const { rows } = await sql<Figures['deliveries'][number]>`
    select kind, outcome, count(*) as count from (${of('delivery')} union all ${of('notice')}) told
    group by kind, outcome order by kind, outcome`.execute(db);
  return rows;
}

/** By the index under which a watch has one open alert at most. */
async function countAlerts(db: Db): Promise<Figures['alerts']> {
  const { rows } = await sql<Figures['alerts'][number]>`
    select level, status, count(*) as count from alert
    where status in ('open', 'acknowledged') and watch_id > 0 group by level, status`.execute(db);
  return rows;
}

async function countTroubles(db: Db): Promise<Figures['troubles']> {
  const { rows } = await sql<Figures['troubles'][number]>`
    select kind, count(*) as count from trouble where closed_at is null group by kind`.execute(db);
  return rows;
}
