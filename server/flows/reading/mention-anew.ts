import { compileWatches, matchPost } from '../../core/mention/match.ts';
import type { Post } from '../../core/mention/post.ts';
import type { Analysis, SentimentLabel } from '../../core/reading/analysis.ts';
import { tally } from '../../core/series/tally.ts';
import { DAY, type Instant, MINUTE } from '../../core/time.ts';
import type { Db, Tx } from '../../db/database.ts';
import { chunks } from '../../db/engine/chunks.ts';
import { insertFacts } from '../../db/mention/facts.ts';
import { insertMentions } from '../../db/mention/mentions.ts';
import { listReplacedSince } from '../../db/post/replaced-posts.ts';
import { findReadings, readStoredMentions } from '../../db/reading/readings.ts';
import { recountHourWriters } from '../../db/series/author-sketches.ts';
import { addTally } from '../../db/series/buckets.ts';
import { type Removed, removeMentionsOf } from '../../db/watch/mention-slices.ts';
import { listWatches } from '../../db/watch/watches.ts';
import { describeMention } from '../ingest/store-mentions.ts';
import { placeReadings } from '../placing/place-reading.ts';

/** A post with the reading that counts, and its sentiment where that is a person's. */
export interface PostRead {
  readonly post: Post;
  readonly analysis: Analysis;
  readonly judged: SentimentLabel | null;
  /** The watches for whose subject its author speaks; absent: as those that mentioned it knew. */
  readonly ownFor?: ReadonlySet<number>;
}

/** What was taken out of some posts' mentions. */
interface Taken {
  /** `watch|post`, and whether its author speaks for the subject of the watch. */
  readonly seen: ReadonlyMap<string, boolean>;
  readonly hours: Removed['hours'];
}

/**
 * Takes all mentions of some posts out, with their facts and counts: before their text, time or reading is another one.
 */
export async function takeOut(tx: Tx, postIds: readonly number[]): Promise<Taken> {
  const mentions = await readStoredMentions(tx, postIds);
  const seen = new Map(mentions.map(({ row }) => [`${row.watchId}|${row.postId}`, row.own]));
  return { seen, hours: (await removeMentionsOf(tx, postIds)).hours };
}

/**
 * Puts mentions of these posts in as they are now: of every watch in use, and of those that are paused and mentioned them
 * before. The counts are then what a recount would give.
 * @returns the watches that mentioned them, or do now
 */
export async function putIn(
  tx: Tx,
  posts: readonly PostRead[],
  { seen, hours }: Taken,
  now: Instant,
): Promise<readonly number[]> {
  const watches = await listWatches(tx);
  const active = new Set(watches.filter((watch) => watch.active).map(({ id }) => id));
  // A paused one looks at nothing new; what it mentioned it goes on mentioning.
  const matcher = compileWatches(watches.map((watch) => ({ ...watch, active: true })));
  const described = posts.flatMap(({ post, analysis, ownFor }) =>
    matchPost(post, matcher)
      .filter(({ watchId }) => active.has(watchId) || seen.has(`${watchId}|${post.id}`))
      .map((match) => {
        const { watchId } = match;
        const own = ownFor?.has(watchId) ?? seen.get(`${watchId}|${post.id}`) ?? false;
        return describeMention({ watchId, post, analysis, match, own });
      }),
  );
  await insertMentions(
    tx,
    described.map(({ row }) => row),
  );
  await insertFacts(
    tx,
    described.flatMap(({ facts }) => facts),
  );
  const counted = described.map((each) => each.counted);
  await addTally(tx, tally(counted, now));
  const judged = posts.filter((each) => each.judged !== null);
  if (judged.length > 0) await placeReadings(tx, judged, now, async () => {});
  const places = counted.map(({ watchId, at }) => ({ watchId, hour: at }));
  await recountHourWriters(tx, [...hours, ...places]);
  return [...new Set([...hours, ...counted].map(({ watchId }) => watchId))].sort((a, b) => a - b);
}

/** Longer than the transaction in which a post is replaced, and noted, may take. */
const OVERLAP = MINUTE;
/** Posts that change places in one transaction. */
const SLICE = 20;

/**
 * Puts mentions into place of posts that were replaced while something else wrote mentions from what they said before.
 * @returns how many posts were looked at
 */
export async function settleReplaced(
  { db, now }: { readonly db: Db; now(): Instant },
  since: Instant,
): Promise<number> {
  const ids = await listReplacedSince(db, Math.max(since - OVERLAP, now() - DAY));
  for (const part of chunks(ids, SLICE)) {
    await db.transaction().execute(async (tx) => {
      const readings = await findReadings(tx, part);
      const posts = readings.map(({ post, analysis, override }) => ({
        post,
        analysis,
        judged: override?.sentiment ?? null,
      }));
      const taken = await takeOut(
        tx,
        posts.map(({ post }) => post.id),
      );
      await putIn(tx, posts, taken, now());
    });
  }
  return ids.length;
}
