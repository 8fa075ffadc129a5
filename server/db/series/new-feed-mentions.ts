import { type Brought, NEW_FOR } from '../../core/series/new-feeds.ts';
import { DAY, type Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { type MentionOrigin, readOrigins } from './mention-origins.ts';

export interface NewFeed {
  readonly id: number;
  readonly createdAt: Instant;
}

/** Newest mentions that are looked through; of older hours the share among these is told. */
const MOST = 2_000;
/** Those of a time before any feed was new, by which is seen whether it brought its past along. */
const SAMPLE = 500;
const BEFORE = 3 * DAY;
/** A feed that is half as present there as it is now brought its past along. */
const PRESENT = 0.5;

/**
 * Feeds made in the seven days before. Where a moment of the past is looked at, also those made in the seven days
 * after: their first pages reached back to it.
 */
export async function listNewFeeds(db: Db, now: Instant): Promise<readonly NewFeed[]> {
  return db
    .selectFrom('feed')
    .select(['id', 'created_at as createdAt'])
    .where('created_at', '>', now - NEW_FOR)
    .where('created_at', '<=', now + NEW_FOR)
    .execute();
}

/**
 * What new feeds brought into a watch, those left out whose past came along with them (the first pages of some hold
 * weeks). Costs a look at two and a half thousand posts at most. Null where they brought nothing.
 */
export async function readBrought(
  db: Db,
  watchId: number,
  feeds: readonly NewFeed[],
  now: Instant,
): Promise<Brought | null> {
  const recent = await readOrigins(db, watchId, { from: now - NEW_FOR - DAY, to: now, most: MOST });
  const by = Map.groupBy(recent, ({ feedId }) => feedId);
  const heard = feeds.filter(({ id }) => by.has(id));
  if (heard.length === 0) return null;
  const [from, to] = [now - NEW_FOR - BEFORE, now - NEW_FOR];
  const past = await readOrigins(db, watchId, { from, to, most: SAMPLE });
  const share = (rows: readonly MentionOrigin[], id: number) =>
    rows.filter(({ feedId }) => feedId === id).length / Math.max(1, rows.length);
  const fresh = heard.filter(({ id }) => share(past, id) < PRESENT * share(recent, id));
  const ids = new Set(fresh.map(({ id }) => id));
  const theirs = recent.filter(({ feedId }) => feedId !== null && ids.has(feedId));
  if (theirs.length === 0) return null;
  const whole = recent.length < MOST;
  return {
    mentions: theirs.map(({ postId, at, platform, author, sentiment, copy }) => ({
      ...{ postId, at, platform, author, negative: sentiment < 0, copy: copy === 1 },
    })),
    listedSince: whole ? Number.NEGATIVE_INFINITY : (recent.at(-1)?.at ?? now),
    share: theirs.length / recent.length,
    since: Math.min(...fresh.map(({ createdAt }) => createdAt)),
  };
}
