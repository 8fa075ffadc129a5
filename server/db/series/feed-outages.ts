import { sql } from 'kysely';
import { type FeedOutage, MIN_OUTAGE_MS } from '../../core/series/feed-outages.ts';
import { DAY, type Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { readOrigins } from './mention-origins.ts';

/** A feed that was out of order or paused for a while and is read again. */
export interface ReturnedFeed {
  readonly feedId: number;
  readonly from: Instant;
  readonly to: Instant;
}

/** As far as what is usual looks back. */
const REACH = 28 * DAY;
/** Mentions looked at in each of the four weeks: whoever was out in some of them is met in the others. */
const SAMPLE = 250;
const WEEKS = [0, 1, 2, 3] as const;

/** Outages and pauses of the last four weeks that lasted for a day or longer and were over by `now`. */
export async function listReturnedFeeds(db: Db, now: Instant): Promise<readonly ReturnedFeed[]> {
  // What was just read again is only called over at the next look at the feeds.
  const answer = await sql<ReturnedFeed>`
    select feed_id as "feedId", opened_at as "from", over_at as "to" from (
      select i.feed_id, i.opened_at, coalesce(i.closed_at,
        case when f.failures = 0 and f.last_ok_at > i.opened_at then f.last_ok_at end) as over_at
      from feed_incident i join feed f on f.id = i.feed_id where i.health <> 'silent'
      union all select feed_id, from_at, to_at from feed_pause) outages
    where over_at <= ${now} and over_at > ${now - REACH} and over_at - opened_at >= ${MIN_OUTAGE_MS}`.execute(
    db,
  );
  return answer.rows;
}

/** The outages of these feeds, with what share of a watch's mentions came by each in its best week. */
export async function readOutages(
  db: Db,
  watchId: number,
  feeds: readonly ReturnedFeed[],
  now: Instant,
): Promise<readonly FeedOutage[]> {
  if (feeds.length === 0) return [];
  const shares = new Map<number, number>();
  for (const week of WEEKS) {
    const to = now - week * 7 * DAY;
    const mentions = await readOrigins(db, watchId, { from: to - 7 * DAY, to, most: SAMPLE });
    for (const [feedId, own] of Map.groupBy(mentions, (mention) => mention.feedId)) {
      if (feedId === null) continue;
      shares.set(feedId, Math.max(shares.get(feedId) ?? 0, own.length / mentions.length));
    }
  }
  return feeds.map(({ feedId, from, to }) => ({ from, to, share: shares.get(feedId) ?? 0 }));
}
