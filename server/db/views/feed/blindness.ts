import { type Blindness, blindnessOf } from '../../../core/feed/blindness.ts';
import { DAY, type Instant } from '../../../core/time.ts';
import type { Db } from '../../database.ts';
import { parseJson } from '../../engine/json.ts';
import { type FeedVitals, readFeedVitals } from './feed-vitals.ts';

/** Pushes that came within so long are a way of seeing. */
const LATELY = DAY;
/** The newest posts, enough for one that was pushed to be among them. */
const MAX_NEWEST_POSTS = 200;

/** Why nothing can be seen; null where something can. `vitals` as they were read already, if they were. */
export async function readBlindness(
  db: Db,
  now: Instant,
  vitals?: readonly FeedVitals[],
): Promise<Blindness | null> {
  const feeds = (vitals ?? (await readFeedVitals(db, now))).filter(({ feed }) => feed.active);
  const facts = {
    watches: await countActive(db, 'watch'),
    feeds: feeds.map(({ feed, ...state }) => ({ ...state, createdAt: feed.createdAt })),
  };
  // Who sees by feeds need not be asked about the rest.
  const alone = blindnessOf({ ...facts, pushed: false }, now);
  if (alone === null || alone.kind === 'no-watch') return alone;
  return blindnessOf({ ...facts, pushed: await wasPushed(db, now) }, now);
}

/** What of an installation is set up: what to look for, where, whom to notify, who is on call, and that it arrives. */
export async function readSetup(db: Db) {
  return {
    watches: (await countActive(db, 'watch')) > 0,
    feeds: (await countActive(db, 'feed')) > 0,
    channels: (await countActive(db, 'channel')) > 0,
    duty: await isSomebodyOnCall(db),
    tested: await didArrive(db),
  };
}

async function isSomebodyOnCall(db: Db): Promise<boolean> {
  const steps = await db.selectFrom('duty_step').select('people_json').execute();
  return steps.some(({ people_json }) => parseJson<number[]>(people_json).length > 0);
}

/** Whether a test message arrived through a channel that is in use. */
async function didArrive(db: Db): Promise<boolean> {
  const proven = db
    .selectFrom('channel')
    .select('id')
    .where('active', '=', 1)
    .where('proven_at', 'is not', null);
  return (await proven.limit(1).executeTakeFirst()) !== undefined;
}

async function countActive(db: Db, table: 'watch' | 'feed' | 'channel'): Promise<number> {
  const row = await db
    .selectFrom(table)
    .select((rows) => rows.fn.countAll<number>().as('n'))
    .where('active', '=', 1)
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

/**
 * Whether one of the newest posts came without a feed, and lately. From the newest down: where an id is compared with one
 * that is looked up first, PostgreSQL expects a third of all posts and reads them all.
 */
async function wasPushed(db: Db, now: Instant): Promise<boolean> {
  const newest = await db
    .selectFrom('post')
    .select(['feed_id', 'stored_at'])
    // All are: both engines take it for a way into the index of ids, from its end.
    .where('id', '>', 0)
    .orderBy('id', 'desc')
    .limit(MAX_NEWEST_POSTS)
    .execute();
  return newest.some((post) => post.feed_id === null && post.stored_at > now - LATELY);
}
