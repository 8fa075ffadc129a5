import { type Brought, NEW_FOR } from '../../core/series/new-feeds.ts';
import { DAY, type Instant } from '../../core/time.ts';
import type { Db } from '../database.ts';
import { listInletsBegun } from '../import/inlets.ts';
import { inletFeed, type MentionOrigin, readOrigins } from './mention-origins.ts';

export interface NewFeed {
  /** Below zero: an inlet; see `inletFeed`. */
  readonly id: number;
  readonly createdAt: Instant;
}

/** Newest mentions that are looked through; for older hours the share among these is given. */
const MAX_MENTIONS_SCANNED = 2_000;
/** Those of a time before any feed was new, by which is seen whether it brought its past along. */
const SAMPLE = 500;
const BEFORE = 3 * DAY;
/** A feed that is half as present there as it is now brought its past along. */
const PRESENT = 0.5;
/**
 * What is pushed or imported often brings its past along and goes on with something grave, which is most of what is
 * said then: with so many mentions of the time before, and a tenth of its share, it has one.
 */
const IMPORTED_PAST = { mentions: 10, present: 0.1 };

/**
 * Feeds made in the seven days before, and what began then to be pushed or imported. Where a moment of the past is
 * looked at, also those of the seven days after: their first pages reached back to it.
 */
export async function listNewFeeds(db: Db, now: Instant): Promise<readonly NewFeed[]> {
  const stretch = { after: now - NEW_FOR, until: now + NEW_FOR };
  const feeds = await db
    .selectFrom('feed')
    .select(['id', 'created_at as createdAt'])
    .where('created_at', '>', stretch.after)
    .where('created_at', '<=', stretch.until)
    .execute();
  const inlets = await listInletsBegun(db, stretch);
  return [...feeds, ...inlets.map((inlet) => ({ id: inletFeed(inlet), createdAt: inlet.since }))];
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
  const recent = await readOrigins(db, watchId, {
    from: now - NEW_FOR - DAY,
    to: now,
    most: MAX_MENTIONS_SCANNED,
  });
  const by = Map.groupBy(recent, ({ feedId }) => feedId);
  const heard = feeds.filter(({ id }) => by.has(id));
  if (heard.length === 0) return null;
  const [from, to] = [now - NEW_FOR - BEFORE, now - NEW_FOR];
  const past = await readOrigins(db, watchId, { from, to, most: SAMPLE });
  const fresh = heard.filter(({ id }) => !hasPast(id, past, recent));
  const ids = new Set(fresh.map(({ id }) => id));
  const theirs = recent.filter(({ feedId }) => feedId !== null && ids.has(feedId));
  if (theirs.length === 0) return null;
  const whole = recent.length < MAX_MENTIONS_SCANNED;
  return {
    mentions: theirs.map(({ postId, at, platform, author, sentiment, copy }) => ({
      postId,
      at,
      platform,
      author,
      negative: sentiment < 0,
      copy: copy === 1,
    })),
    listedSince: whole ? Number.NEGATIVE_INFINITY : (recent.at(-1)?.at ?? now),
    share: theirs.length / recent.length,
    since: Math.min(...fresh.map(({ createdAt }) => createdAt)),
  };
}

/** Whether it was heard before the time that it is new in, about as it is now. */
function hasPast(id: number, past: readonly MentionOrigin[], recent: readonly MentionOrigin[]): boolean {
  const of = (rows: readonly MentionOrigin[]) => rows.filter(({ feedId }) => feedId === id).length;
  const present = of(past) / Math.max(1, past.length) / (of(recent) / Math.max(1, recent.length));
  if (id < 0 && of(past) >= IMPORTED_PAST.mentions) return present >= IMPORTED_PAST.present;
  return present >= PRESENT;
}
