import { sql } from 'kysely';
import type { ChannelVitals } from '../../core/operation/operational-trouble.ts';
import { DAY, type Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';

/** What ended longer ago says nothing of how a channel is. */
const LOOKED_BACK = 7 * DAY;
const LAST = 3;

interface ActiveChannel {
  readonly id: number;
  readonly name: string;
  readonly proven_at: Instant | null;
}

/** How the messages of each active channel fared, those of alerts and those of the installation alike. */
export async function readChannelVitals(db: Db, now: Instant): Promise<readonly ChannelVitals[]> {
  const channels = await db
    .selectFrom('channel')
    .select(['id', 'name', 'proven_at'])
    .where('active', '=', 1)
    .orderBy('id')
    .execute();
  const vitals: ChannelVitals[] = [];
  for (const channel of channels) vitals.push(await vitalsOf(db, channel, now));
  return vitals;
}

async function vitalsOf(
  db: Db,
  { id, name, proven_at: provenAt }: ActiveChannel,
  now: Instant,
): Promise<ChannelVitals> {
  const waiting = await readWaiting(db, id, provenAt ?? 0);
  const times = [await readLastSent(db, id), provenAt].filter((at) => at !== null);
  return {
    id,
    name,
    lastEnds: await readLastEnds(db, id, Math.max(provenAt ?? 0, now - LOOKED_BACK)),
    waiting: waiting.n,
    waitingSince: waiting.since,
    waitingReason: waiting.reason,
    arrivedAt: times.length === 0 ? null : Math.max(...times),
  };
}

async function readLastEnds(db: Db, id: number, after: Instant): Promise<ChannelVitals['lastEnds']> {
  const ends = (outbox: 'delivery' | 'notice') => sql`
    select * from (
      select status, reason, created_at from ${sql.table(outbox)}
      where channel_id = ${id} and created_at > ${after} and status in ('sent', 'failed')
      order by created_at desc, id desc limit ${sql.lit(LAST)}
    ) ${sql.ref(`last_${outbox}`)}`;
  const { rows } = await sql<ChannelVitals['lastEnds'][number]>`
    select status, reason from (${ends('delivery')} union all ${ends('notice')}) ends
    order by created_at desc limit ${sql.lit(LAST)}`.execute(db);
  return rows;
}

/** Messages that were tried and wait to be tried again: what nobody has tried says nothing of the channel. */
async function readWaiting(db: Db, id: number, after: Instant) {
  const open = (outbox: 'delivery' | 'notice') => sql`
    select reason, created_at from ${sql.table(outbox)}
    where channel_id = ${id} and status = 'waiting' and attempts > 0 and created_at > ${after}`;
  const { rows } = await sql<{ n: number; since: Instant; reason: string | null }>`
    select count(*) over () as n, created_at as since, reason
    from (${open('delivery')} union all ${open('notice')}) open
    order by created_at limit 1`.execute(db);
  return rows[0] ?? { n: 0, since: null, reason: null };
}

async function readLastSent(db: Db, id: number): Promise<Instant | null> {
  const last = (outbox: 'delivery' | 'notice') => sql`
    (select max(sent_at) from ${sql.table(outbox)} where channel_id = ${id} and sent_at is not null)`;
  const { rows } = await sql<{ a: Instant | null; b: Instant | null }>`
    select ${last('delivery')} as a, ${last('notice')} as b`.execute(db);
  const times = [rows[0]?.a ?? null, rows[0]?.b ?? null].filter((at) => at !== null);
  return times.length === 0 ? null : Math.max(...times);
}
