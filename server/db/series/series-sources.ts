import { sql } from 'kysely';
import { VOICES } from '../../core/mention/post.ts';
import type { Claim, FeedsHeard, RankSeen, VoiceHeard } from '../../core/series/series.ts';
import { DAY, HOUR, type Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { joinInOrder, numbersIn, rowsIn } from '../engine/dialect.ts';
import { RANK } from '../mention/facts.ts';

/** Where the topics that a watch mentions stood on hot lists in the last two days, ascending by time. */
export async function readRanksOf(
  db: Db,
  watchIds: readonly number[],
  now: Instant,
): Promise<ReadonlyMap<number, readonly RankSeen[]>> {
  if (watchIds.length === 0) return new Map();
  const answer = await sql<RankSeen & { watchId: number }>`
    select f.watch_id as "watchId", f.post_id as "postId", f.at, f.value as rank
    from ${numbersIn(db, watchIds, 'w')} ${joinInOrder(db)} fact f
      on f.watch_id = w.value and f.name = ${RANK} and f.at > ${now - 2 * DAY} and f.at <= ${now}
    where exists (
      select 1 from mention m where m.post_id = f.post_id and m.watch_id = f.watch_id and m.counted = 1)
    order by f.at, f.post_id`.execute(db);
  const ranks = Map.groupBy(answer.rows, (row) => row.watchId);
  return new Map([...ranks].map(([id, rows]) => [id, rows.map(({ watchId: _, ...seen }) => seen)]));
}

/** The best rank of the last day of these watches; those on no list are left out. */
export async function readBestRanks(
  db: Db,
  watchIds: readonly number[],
  now: Instant,
): Promise<ReadonlyMap<number, number>> {
  if (watchIds.length === 0) return new Map();
  const answer = await sql<{ watchId: number; rank: number | null }>`
    select w.value as "watchId", (select min(f.value) from fact f
      where f.watch_id = w.value and f.name = 'hot' and f.at > ${now - DAY} and f.at <= ${now}) as rank
    from ${numbersIn(db, watchIds, 'w')}`.execute(db);
  return new Map(answer.rows.flatMap(({ watchId, rank }) => (rank === null ? [] : [[watchId, rank]])));
}

/** Voices of weight that spoke in the last three days, with their first post of the day and the last before. */
export async function readVoicesOf(
  db: Db,
  claims: ReadonlyMap<number, readonly Claim[]>,
  now: Instant,
): Promise<ReadonlyMap<number, readonly VoiceHeard[]>> {
  const heard = [...claims].flatMap(([watchId, all]) =>
    all.filter(({ fact }) => fact.startsWith('source.')).map((claim) => ({ watchId, claim })),
  );
  const keys = heard.map(({ watchId, claim }) => ({ id: watchId, name: claim.fact }));
  if (keys.length === 0) return new Map();
  const day = now - DAY;
  const answer = await sql<{ since: number | null; before: number | null }>`
    select
      (select min(f.at) from fact f where f.watch_id = w.id and f.name = w.name
        and f.at > ${day} and f.at <= ${now}) as since,
      (select max(f.at) from fact f where f.watch_id = w.id and f.name = w.name and f.at <= ${day}) as before
    from ${rowsIn(db, keys, { id: 'bigint', name: 'text' }, 'w')} order by w.key`.execute(db);
  const voices = new Map<number, VoiceHeard[]>();
  heard.forEach(({ watchId, claim }, i) => {
    const voice = VOICES.find((each) => claim.fact === `source.${each}`);
    if (!voice) return;
    const { since = null, before = null } = answer.rows[i] ?? {};
    const { posts24h, authors24h, examples } = claim;
    const list = voices.get(watchId) ?? [];
    list.push({ voice, posts24h, authors24h, since, before, examples });
    voices.set(watchId, list);
  });
  return voices;
}

/** Mentions by which is judged where a watch usually hears from. */
const SAMPLE = 50;

const NO_FEEDS: FeedsHeard = { active: 0, healthy: 0, readAt: null };

/**
 * The feeds behind a silent watch, as they were at `now`: those of the sources that its newest mentions came from. A
 * feed that ran since is judged by its last turn before. None are named where that turn is no longer kept and no feed
 * was known to be out of order: nobody can say then. When a feed was paused is not kept: one that is, but ran since,
 * counts. Asked only of watches that have nothing in six hours.
 */
export async function readFeedsHeard(db: Db, watchId: number, now: Instant): Promise<FeedsHeard> {
  const answer = await sql<FeedsHeard & { unknown: number }>`
    with newest as materialized (
      select post_id from mention where watch_id = ${watchId} and at <= ${now} and counted = 1
      order by at desc, post_id desc limit ${sql.lit(SAMPLE)}),
    sources as materialized (select distinct p.source from newest n join post p on p.id = n.post_id),
    clocks as materialized (
      select f.id, f.last_run_at is not null and f.last_run_at > ${now} as ran_since, f.failures, f.last_ok_at, (
        select r.id from feed_run r where r.feed_id = f.id and f.last_run_at > ${now}
          and r.kind not in ('backfill', 'again') and r.started_at <= ${now} and r.ended_at <= ${now}
        order by r.started_at desc limit 1) as run_id
      from feed f where f.source in (select source from sources) and f.created_at <= ${now}
        and (f.active = 1 or f.last_run_at > ${now})),
    feeds as materialized (
      select c.ran_since and c.run_id is null as lost,
        case when not c.ran_since then case when c.failures = 0 then c.last_ok_at end
          when r.outcome in ('posts', 'quiet') then r.ended_at end as ok_at,
        exists (select 1 from feed_incident i where i.feed_id = c.id and i.health <> 'silent'
          and i.opened_at <= ${now} and (i.closed_at is null or i.closed_at > ${now})) as broken
      from clocks c left join feed_run r on r.id = c.run_id),
    judged as (select lost and not broken as unknown, ok_at,
      not broken and ok_at is not null and ok_at > ${now - 6 * HOUR} as healthy from feeds)
    select count(*) as active, count(*) filter (where healthy) as healthy,
      count(*) filter (where unknown) as unknown, min(ok_at) filter (where healthy) as "readAt" from judged`.execute(
    db,
  );
  const { unknown, ...heard } = answer.rows[0] ?? { ...NO_FEEDS, unknown: 0 };
  return unknown > 0 && heard.healthy + unknown === heard.active ? NO_FEEDS : heard;
}
