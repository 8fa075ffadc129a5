import { sql } from 'kysely';
import { VOICES } from '../core/post.ts';
import type { Claim, FeedsHeard, RankSeen, VoiceHeard } from '../core/series.ts';
import { DAY, HOUR, type Instant } from '../core/time.ts';
import type { Db } from './database.ts';
import { RANK } from './facts.ts';

/** Where a watch's topics stood on hot lists in the last two days, ascending by time. */
export async function readRanksOf(
  db: Db,
  watchIds: readonly number[],
  now: Instant,
): Promise<ReadonlyMap<number, readonly RankSeen[]>> {
  if (watchIds.length === 0) return new Map();
  const answer = await sql<RankSeen & { watchId: number }>`
    select f.watch_id as "watchId", f.post_id as "postId", f.at, f.value as rank
    from json_each(${JSON.stringify(watchIds)}) w cross join fact f
      on f.watch_id = w.value and f.name = ${RANK} and f.at > ${now - 2 * DAY} and f.at <= ${now}
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
    select w.value as "watchId", (select min(value) from fact
      where watch_id = w.value and name = 'hot' and at > ${now - DAY} and at <= ${now}) as rank
    from json_each(${JSON.stringify(watchIds)}) w`.execute(db);
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
      (select min(at) from fact where watch_id = w.value ->> 'id' and name = w.value ->> 'name'
        and at > ${day} and at <= ${now}) as since,
      (select max(at) from fact where watch_id = w.value ->> 'id' and name = w.value ->> 'name'
        and at <= ${day}) as before
    from json_each(${JSON.stringify(keys)}) w order by w.key`.execute(db);
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

/**
 * The feeds behind a silent watch: those of the sources that its newest mentions came from. Asked only of
 * watches that have nothing in six hours.
 */
export async function readFeedsHeard(db: Db, watchId: number, now: Instant): Promise<FeedsHeard> {
  const answer = await sql<{ active: number; healthy: number; readAt: number | null }>`
    with newest as materialized (
      select post_id from mention where watch_id = ${watchId} and at <= ${now} and counted = 1
      order by at desc limit ${sql.lit(SAMPLE)}),
    sources as materialized (select distinct p.source from newest n join post p on p.id = n.post_id),
    feeds as materialized (
      select f.last_ok_at, f.failures = 0 and f.last_ok_at > ${now - 6 * HOUR} and not exists (
        select 1 from feed_incident i where i.feed_id = f.id and i.closed_at is null) as healthy
      from feed f where f.active = 1 and f.source in (select source from sources))
    select count(*) as active, coalesce(sum(healthy), 0) as healthy,
      min(iif(healthy, last_ok_at, null)) as "readAt" from feeds`.execute(db);
  return answer.rows[0] ?? { active: 0, healthy: 0, readAt: null };
}
